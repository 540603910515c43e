package org.millwright.simulators.modbus;

import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * An image on its way into the controller's flash, block after block. Blocks below {@link #proven} were stored with the
 * CRC that their sender gave; what a torn block holds is another matter.
 */
final class Transfer {
    private static final byte ERASED = (byte) 0xFF;

    private final Shape shape;
    private byte[] content = new byte[0];
    private int proven;

    /**
     * What names a transfer.
     *
     * @param crc CRC-32 of the whole image, unsigned
     */
    record Shape(int bytes, long crc, int blockBytes) {
        int blocks() {
            return (bytes + blockBytes - 1) / blockBytes;
        }

        /** All blocks but the last have the whole length. */
        int lengthOf(int block) {
            return Math.min(blockBytes, bytes - block * blockBytes);
        }
    }

    /** How far a transfer has come. */
    record Progress(Shape shape, int proven) {}

    Transfer(Shape shape) {
        this.shape = shape;
    }

    static long crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }

    Shape shape() {
        return shape;
    }

    /** Blocks from the first on without a gap. */
    int proven() {
        return proven;
    }

    boolean isWhole() {
        return proven == shape.blocks();
    }

    /** Puts a block into the flash and tells the CRC-32 of what is there then; it is proven by that of the sender. */
    long store(int block, byte[] bytes, long wanted) {
        int end = endOf(block);
        if (end > content.length) {
            content = Arrays.copyOf(content, (int) Math.min(shape.bytes(), Math.max(end, 2L * content.length)));
        }
        System.arraycopy(bytes, 0, content, block * shape.blockBytes(), bytes.length);
        long stored = crc(block(block));
        proven = stored == wanted ? Math.max(proven, block + 1) : Math.min(proven, block);
        return stored;
    }

    /** The power went while the block was written: its second half is erased flash. */
    void tear(int block) {
        int end = endOf(block);
        Arrays.fill(content, end - (shape.lengthOf(block) + 1) / 2, end, ERASED);
    }

    byte[] block(int block) {
        return Arrays.copyOfRange(content, block * shape.blockBytes(), endOf(block));
    }

    /** Only of a whole transfer. */
    byte[] image() {
        return Arrays.copyOf(content, shape.bytes());
    }

    /** Bytes up to and with a block. */
    int endOf(int block) {
        return block * shape.blockBytes() + shape.lengthOf(block);
    }
}
