package org.millwright.simulators.modbus;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.millwright.simulators.config.ModbusSettings.ByteOrder;

/**
 * A run of registers, two bytes each, and the values in them. Offsets are in registers from the run's start. Only numbers of
 * more than one register have the controller's byte order; everything else has the high byte first.
 */
final class Registers {
    static final int BYTES = 2;

    private final byte[] bytes;
    private final ByteOrder order;

    /** The bytes are not copied. */
    Registers(byte[] bytes, ByteOrder order) {
        this.bytes = bytes;
        this.order = order;
    }

    static Registers empty(int count, ByteOrder order) {
        return new Registers(new byte[BYTES * count], order);
    }

    /** Not a copy. */
    byte[] bytes() {
        return bytes;
    }

    int uint16(int at) {
        return Short.toUnsignedInt(ByteBuffer.wrap(bytes).getShort(BYTES * at));
    }

    void uint16(int at, int value) {
        ByteBuffer.wrap(bytes).putShort(BYTES * at, (short) value);
    }

    long uint32(int at) {
        return Integer.toUnsignedLong(ByteBuffer.wrap(number(at, Integer.BYTES)).getInt());
    }

    void uint32(int at, long value) {
        put(at, ByteBuffer.allocate(Integer.BYTES).putInt((int) value).array());
    }

    long int64(int at) {
        return ByteBuffer.wrap(number(at, Long.BYTES)).getLong();
    }

    void int64(int at, long value) {
        put(at, ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    }

    double float64(int at) {
        return Double.longBitsToDouble(int64(at));
    }

    void float64(int at, double value) {
        int64(at, Double.doubleToRawLongBits(value));
    }

    void float32(int at, float value) {
        uint32(at, Float.floatToRawIntBits(value));
    }

    /** Up to the first zero byte. */
    String text(int at, int count) {
        int start = BYTES * at;
        int end = start;
        while (end < start + BYTES * count && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }

    /** What is too long is cut, what no ISO 8859-1 has becomes a question mark. */
    void text(int at, int count, String text) {
        raw(at, count, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Bytes as they are, padded with zeros. */
    void raw(int at, int count, byte[] content) {
        System.arraycopy(Arrays.copyOf(content, BYTES * count), 0, bytes, BYTES * at, BYTES * count);
    }

    /** A copy with other bytes from an offset on. */
    Registers overlaid(int at, byte[] written) {
        byte[] copy = bytes.clone();
        System.arraycopy(written, 0, copy, BYTES * at, written.length);
        return new Registers(copy, order);
    }

    byte[] slice(int at, int count) {
        return Arrays.copyOfRange(bytes, BYTES * at, BYTES * (at + count));
    }

    private byte[] number(int at, int length) {
        return ordered(Arrays.copyOfRange(bytes, BYTES * at, BYTES * at + length));
    }

    private void put(int at, byte[] bigEndian) {
        byte[] number = ordered(bigEndian);
        System.arraycopy(number, 0, bytes, BYTES * at, number.length);
    }

    /** From big-endian to the controller's order or back: each order undoes itself. */
    private byte[] ordered(byte[] number) {
        return switch (order) {
            case BIG_ENDIAN -> number;
            case LITTLE_ENDIAN -> reversed(number);
            case BIG_ENDIAN_BYTE_SWAP -> swapped(number);
            case LITTLE_ENDIAN_BYTE_SWAP -> swapped(reversed(number));
        };
    }

    private static byte[] reversed(byte[] number) {
        byte[] other = new byte[number.length];
        for (int i = 0; i < number.length; i++) {
            other[number.length - 1 - i] = number[i];
        }
        return other;
    }

    private static byte[] swapped(byte[] number) {
        byte[] other = new byte[number.length];
        for (int i = 0; i < number.length; i++) {
            other[i ^ 1] = number[i];
        }
        return other;
    }
}
