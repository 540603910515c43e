package org.millwright.simulators.modbus;

/**
 * What a command is given, numbers unsigned.
 *
 * @param length bytes of the image or of the block
 * @param number block size in bytes, or seconds of confirmation
 */
record Arguments(int command, int slot, long block, long length, long crc, long number) {
    static final int PENDING = 0;
    static final int FALLBACK = 1;
    static final int CURRENT = 2;
    static final int OPEN = 3;

    static Arguments of(Registers registers) {
        return new Arguments(
                registers.uint16(0),
                registers.uint16(1),
                registers.uint32(2),
                registers.uint32(4),
                registers.uint32(6),
                registers.uint32(8));
    }
}
