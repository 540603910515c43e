package org.millwright.equipment.plc4x;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.millwright.equipment.TagValue;
import org.millwright.plant.Address;
import org.millwright.plant.Profile.ByteOrder;

/** Turns bytes of a controller's memory into values and back; only numbers of several registers have a byte order. */
record Codec(ByteOrder order) {
    /** The value that an address's bytes are. */
    TagValue value(Address address, byte[] bytes) {
        Address.Type type = address.type();
        if (type == Address.Type.BOOL) {
            return new TagValue.Flag(bytes[0] != 0);
        }
        if (type.isText()) {
            return new TagValue.Text(text(type, bytes));
        }
        ByteBuffer number = ByteBuffer.wrap(ordered(bytes));
        return switch (type) {
            case REAL -> new TagValue.Real(widened(number.getFloat()));
            case LREAL -> new TagValue.Real(number.getDouble());
            case INT -> new TagValue.Whole(number.getShort());
            case UINT, WORD -> new TagValue.Whole(Short.toUnsignedLong(number.getShort()));
            case DINT -> new TagValue.Whole(number.getInt());
            case UDINT, DWORD -> new TagValue.Whole(Integer.toUnsignedLong(number.getInt()));
            case LINT, ULINT, LWORD -> new TagValue.Whole(number.getLong());
            case BYTE -> new TagValue.Whole(Byte.toUnsignedLong(bytes[0]));
            case BOOL, CHAR, STRING -> throw new IllegalStateException("no number: " + type);
        };
    }

    /** As people would write it: 0.1f is 0.1, not 0.10000000149011612. */
    private static double widened(float number) {
        return Double.parseDouble(Float.toString(number));
    }

    private static String text(Address.Type type, byte[] bytes) {
        if (type == Address.Type.STRING) {
            int length = Math.min(Byte.toUnsignedInt(bytes[1]), bytes.length - 2);
            return new String(bytes, 2, length, ISO_8859_1);
        }
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, ISO_8859_1);
    }

    /** The bytes of a value at its address; empty when the address cannot hold it. */
    Optional<byte[]> bytes(Address address, TagValue value) {
        Address.Type type = address.type();
        return switch (value) {
            case TagValue.Flag flag
            when type == Address.Type.BOOL -> Optional.of(new byte[] {(byte) (flag.value() ? 1 : 0)});
            case TagValue.Flag flag when type.isWhole() -> Optional.of(number(type, flag.value() ? 1 : 0));
            case TagValue.Whole whole
            when type.isWhole() && holds(type, whole.value()) -> Optional.of(number(type, whole.value()));
            case TagValue.Real real when type.isReal() -> Optional.of(real(type, real.value()));
            case TagValue.Text text when type.isText() -> text(address, text.value());
            case TagValue.Flag _, TagValue.Whole _, TagValue.Real _, TagValue.Text _, TagValue.Texts _ ->
                Optional.empty();
        };
    }

    private static boolean holds(Address.Type type, long number) {
        return switch (type) {
            case INT -> number == (short) number;
            case UINT, WORD -> number == (number & 0xFFFF);
            case DINT -> number == (int) number;
            case UDINT, DWORD -> number == (number & 0xFFFF_FFFFL);
            case LINT, LWORD -> true;
            case ULINT -> number >= 0;
            case BOOL, BYTE, CHAR, STRING, REAL, LREAL -> false;
        };
    }

    private byte[] number(Address.Type type, long number) {
        byte[] wide = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
        return ordered(Arrays.copyOfRange(wide, Long.BYTES - type.bytes(), Long.BYTES));
    }

    private byte[] real(Address.Type type, double number) {
        return ordered(
                type == Address.Type.REAL
                        ? ByteBuffer.allocate(Float.BYTES)
                                .putFloat((float) number)
                                .array()
                        : ByteBuffer.allocate(Double.BYTES).putDouble(number).array());
    }

    private static Optional<byte[]> text(Address address, String text) {
        byte[] characters = text.getBytes(ISO_8859_1);
        boolean sayable = new String(characters, ISO_8859_1).equals(text) && text.indexOf('\0') < 0;
        if (!sayable || characters.length > address.count()) {
            return Optional.empty();
        }
        if (address.type() == Address.Type.CHAR) {
            return Optional.of(Arrays.copyOf(characters, address.count()));
        }
        ByteBuffer string = ByteBuffer.allocate(address.bytes());
        string.put((byte) address.count()).put((byte) characters.length).put(characters);
        return Optional.of(string.array());
    }

    /** Each of the orders is its own inverse. One register alone is never changed. */
    private byte[] ordered(byte[] number) {
        return number.length == 2
                ? number
                : switch (order) {
                    case BIG_ENDIAN -> number;
                    case LITTLE_ENDIAN -> reversed(number);
                    case BIG_ENDIAN_BYTE_SWAP -> swapped(number);
                    case LITTLE_ENDIAN_BYTE_SWAP -> swapped(reversed(number));
                };
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }

    private static byte[] swapped(byte[] bytes) {
        byte[] swapped = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            swapped[i] = bytes[i ^ 1];
        }
        return swapped;
    }
}
