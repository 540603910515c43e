package org.millwright.equipment.plc4x;

/** A piece of memory and the bytes that are to stand there. Whoever makes one gives the bytes away. */
final class Chunk {
    private final Slice slice;
    private final byte[] bytes;

    Chunk(Slice slice, byte[] bytes) {
        this.slice = slice;
        this.bytes = bytes;
    }

    Slice slice() {
        return slice;
    }

    byte[] bytes() {
        return bytes;
    }
}
