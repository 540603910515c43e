package org.millwright.plant;

/**
 * Where a profile finds a value.
 *
 * @param text as it stands in the profile
 * @param count of characters or bytes; 1 for every other type
 */
public record Address(String text, Place place, Type type, int count) {
    /** Bytes that the value takes in the controller, without the register's other half where a register is not full. */
    public int bytes() {
        return type == Type.STRING ? count + 2 : type.bytes() * count;
    }

    /** Whether what is written there can stay: not in the inputs of Modbus or S7. */
    boolean isWritable() {
        return switch (place) {
            case Place.Register(Space space, int _) -> !space.isReadOnly();
            case Place.Memory(String area, int _, int _) -> !area.equals("I");
            case Place.Symbol _ -> true;
        };
    }

    boolean overlaps(Address other) {
        return memory().equals(other.memory()) && first() < other.end() && other.first() < end();
    }

    private String memory() {
        return switch (place) {
            case Place.Register(Space space, int _) -> space.key();
            case Place.Memory(String area, int _, int _) -> area;
            case Place.Symbol(String name) -> name;
        };
    }

    /** Counted in what the memory has: registers, or bits of S7. */
    private int first() {
        return switch (place) {
            case Place.Register(Space _, int number) -> number;
            case Place.Memory(String _, int offset, int bit) -> offset * Byte.SIZE + bit;
            case Place.Symbol _ -> 0;
        };
    }

    private int end() {
        return switch (place) {
            case Place.Register _ -> first() + (bytes() + 1) / 2;
            case Place.Memory _ -> first() + (type == Type.BOOL ? 1 : bytes() * Byte.SIZE);
            case Place.Symbol _ -> 1;
        };
    }

    @Override
    public String toString() {
        return text;
    }

    /** In which memory, in the notation of the protocol. */
    public sealed interface Place {
        /**
         * Modbus.
         *
         * @param number as in profiles: the first one is 1
         */
        record Register(Space space, int number) implements Place {}

        /**
         * S7.
         *
         * @param area for example {@code DB1} or {@code M}
         * @param offset in bytes
         * @param bit of that byte, for type BOOL
         */
        record Memory(String area, int offset, int bit) implements Place {}

        /** A name that only the controller resolves (ADS, EtherNet/IP). */
        record Symbol(String name) implements Place {}
    }

    /** The four tables of Modbus. */
    public enum Space {
        COIL(true, false),
        DISCRETE_INPUT(true, true),
        HOLDING_REGISTER(false, false),
        INPUT_REGISTER(false, true);

        private final boolean bits;
        private final boolean readOnly;

        Space(boolean bits, boolean readOnly) {
            this.bits = bits;
            this.readOnly = readOnly;
        }

        /** Holds single bits, not registers. */
        public boolean isOfBits() {
            return bits;
        }

        public boolean isReadOnly() {
            return readOnly;
        }

        /** As in addresses, for example {@code holding-register}. */
        public String key() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /** IEC 61131-3 elementary types, as far as they are read here. */
    public enum Type {
        BOOL(1),
        INT(2),
        UINT(2),
        WORD(2),
        DINT(4),
        UDINT(4),
        DWORD(4),
        LINT(8),
        ULINT(8),
        LWORD(8),
        REAL(4),
        LREAL(8),
        /** Bytes as they are. */
        BYTE(1),
        /** Text of ISO 8859-1, padded with zeros. */
        CHAR(1),
        /** Text as S7 keeps it: longest length, length, characters. */
        STRING(1);

        private final int bytes;

        Type(int bytes) {
            this.bytes = bytes;
        }

        /** Of one of it. */
        public int bytes() {
            return bytes;
        }

        public boolean isText() {
            return this == CHAR || this == STRING;
        }

        public boolean isReal() {
            return this == REAL || this == LREAL;
        }

        public boolean isWhole() {
            return this != BOOL && this != BYTE && !isText() && !isReal();
        }

        /** A whole number that is never negative, as bits are kept in. */
        boolean isUnsigned() {
            return switch (this) {
                case UINT, WORD, UDINT, DWORD, ULINT, LWORD -> true;
                case BOOL, INT, DINT, LINT, REAL, LREAL, BYTE, CHAR, STRING -> false;
            };
        }

        boolean isMany() {
            return this == CHAR || this == BYTE;
        }
    }
}
