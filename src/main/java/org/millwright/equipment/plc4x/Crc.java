package org.millwright.equipment.plc4x;

import java.util.zip.CRC32;

/** CRC-32 as mailboxes reckon it (IEEE 802.3, as in ZIP). */
final class Crc {
    private Crc() {}

    static long of(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }
}
