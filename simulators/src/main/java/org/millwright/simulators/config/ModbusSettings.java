package org.millwright.simulators.config;

/**
 * How a controller speaks Modbus TCP.
 *
 * @param unit the one unit identifier that is answered, 0 to 255
 * @param byteOrder of numbers that take more than one register
 * @param windowBytes bytes that the mailbox takes or gives at once, even, {@value #MIN_WINDOW} to {@value #MAX_WINDOW}
 * @param readableProgram true when the running program can be read
 */
public record ModbusSettings(int unit, ByteOrder byteOrder, int windowBytes, boolean readableProgram) {
    public static final int MIN_WINDOW = 64;
    public static final int MAX_WINDOW = 16_384;
    static final int MAX_UNIT = 255;

    /** A controller whose file says nothing else. */
    public static final ModbusSettings STANDARD = new ModbusSettings(1, ByteOrder.BIG_ENDIAN, MAX_WINDOW, true);

    /** Where the bytes of a number are, 1 being the most significant; the names are those of Apache PLC4X. */
    public enum ByteOrder {
        /** 1 2 3 4; of 64 bits 1 2 3 4 5 6 7 8. */
        BIG_ENDIAN,
        /** 4 3 2 1; of 64 bits 8 7 6 5 4 3 2 1. */
        LITTLE_ENDIAN,
        /** 2 1 4 3; of 64 bits 2 1 4 3 6 5 8 7. */
        BIG_ENDIAN_BYTE_SWAP,
        /** 3 4 1 2; of 64 bits 7 8 5 6 3 4 1 2. */
        LITTLE_ENDIAN_BYTE_SWAP
    }
}
