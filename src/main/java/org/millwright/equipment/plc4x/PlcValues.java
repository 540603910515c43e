package org.millwright.equipment.plc4x;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.apache.plc4x.java.api.value.PlcValue;
import org.apache.plc4x.java.spi.values.PlcRawByteArray;
import org.millwright.plant.Address;

/** PLC4X's values as the bytes of their slice and back; numbers of symbols have their highest byte first. */
final class PlcValues {
    private PlcValues() {}

    static byte[] bytes(Slice slice, PlcValue value) {
        return switch (slice.memory()) {
            case Slice.Registers registers when registers.space().isOfBits() -> flag(value);
            case Slice.Registers _ -> registers(list(value));
            case Slice.S7Bytes _ -> single(list(value));
            case Slice.Single symbol -> symbol(symbol, value);
        };
    }

    private static List<? extends PlcValue> list(PlcValue value) {
        return value.isList() ? value.getList() : List.of(value);
    }

    private static byte[] flag(PlcValue value) {
        return new byte[] {(byte) (value.getBoolean() ? 1 : 0)};
    }

    private static byte[] registers(List<? extends PlcValue> values) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * values.size());
        values.forEach(v -> bytes.putShort((short) v.getInteger()));
        return bytes.array();
    }

    private static byte[] single(List<? extends PlcValue> values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.size());
        values.forEach(v -> bytes.put((byte) v.getInteger()));
        return bytes.array();
    }

    private static byte[] symbol(Slice.Single symbol, PlcValue value) {
        Address.Type type = symbol.type();
        if (type == Address.Type.BOOL) {
            return flag(value);
        }
        if (type.isText()) {
            byte[] text = value.getString().getBytes(ISO_8859_1);
            return type == Address.Type.CHAR ? Arrays.copyOf(text, symbol.size()) : s7String(text, symbol.size());
        }
        if (type.isReal()) {
            return type == Address.Type.REAL
                    ? ByteBuffer.allocate(Float.BYTES)
                            .putFloat(value.getFloat())
                            .array()
                    : ByteBuffer.allocate(Double.BYTES)
                            .putDouble(value.getDouble())
                            .array();
        }
        byte[] wide = ByteBuffer.allocate(Long.BYTES).putLong(value.getLong()).array();
        return Arrays.copyOfRange(wide, Long.BYTES - type.bytes(), Long.BYTES);
    }

    private static byte[] s7String(byte[] text, int size) {
        byte[] fitting = Arrays.copyOf(text, Math.min(text.length, size - 2));
        return ByteBuffer.allocate(size)
                .put((byte) (size - 2))
                .put((byte) fitting.length)
                .put(fitting)
                .array();
    }

    /** What PLC4X is given to write. */
    static Object[] values(Slice slice, byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return switch (slice.memory()) {
            case Slice.Registers registers when registers.space().isOfBits() -> new Object[] {bytes[0] != 0};
            case Slice.Registers _ -> {
                Object[] values = new Object[slice.length()];
                Arrays.setAll(values, _ -> Short.toUnsignedInt(buffer.getShort()));
                yield values;
            }
            case Slice.S7Bytes _ -> new Object[] {new PlcRawByteArray(bytes)};
            case Slice.Single symbol -> new Object[] {value(symbol, buffer, bytes)};
        };
    }

    private static Object value(Slice.Single symbol, ByteBuffer buffer, byte[] bytes) {
        return switch (symbol.type()) {
            case BOOL -> buffer.get() != 0;
            case INT, UINT, WORD -> buffer.getShort();
            case DINT, UDINT, DWORD -> buffer.getInt();
            case LINT, ULINT, LWORD -> buffer.getLong();
            case REAL -> buffer.getFloat();
            case LREAL -> buffer.getDouble();
            case BYTE -> buffer.get();
            case CHAR -> new String(bytes, ISO_8859_1).replace("\0", "");
            case STRING -> new String(bytes, 2, bytes[1], ISO_8859_1);
        };
    }
}
