package org.millwright.equipment.plc4x;

import org.millwright.plant.Address;
import org.millwright.plant.Address.Place;

/**
 * What one request reads or writes: neighbouring registers, bytes of one S7 area, one bit, or one symbol.
 *
 * @param memory within which {@code start} counts
 * @param start first register (from 1), byte or bit
 * @param length registers, bytes, or 1
 */
record Slice(Memory memory, int start, int length) {
    /** Most registers that Modbus reads in one request (Modbus Application Protocol 1.1b3, 6.3). */
    static final int MOST_REGISTERS_READ = 125;

    /** Most registers that Modbus writes in one request (6.12). */
    static final int MOST_REGISTERS_WRITTEN = 123;

    /** Fits the smallest PDU that an S7 controller negotiates (240 bytes) with its headers. */
    static final int MOST_S7_BYTES = 200;

    /** Addresses that lie in one row. */
    sealed interface Memory {
        /** PLC4X's address of a part of it. */
        String text(int start, int length);

        int mostRead();

        int mostWritten();

        int bytes(int length);

        /** How many lie in so many bytes, at least. */
        int units(int bytes);

        /** Whether its values come as bytes; if not, one value is one request. */
        boolean isOfBytes();
    }

    record Registers(Address.Space space) implements Memory {
        @Override
        public String text(int start, int length) {
            return space.isOfBits()
                    ? space.key() + ":" + start
                    : "%s:%d:UINT[%d]{byte-order: BIG_ENDIAN}".formatted(space.key(), start, length);
        }

        @Override
        public int mostRead() {
            return space.isOfBits() ? 1 : MOST_REGISTERS_READ;
        }

        @Override
        public int mostWritten() {
            return space.isOfBits() ? 1 : MOST_REGISTERS_WRITTEN;
        }

        @Override
        public int bytes(int length) {
            return space.isOfBits() ? length : 2 * length;
        }

        @Override
        public int units(int bytes) {
            return space.isOfBits() ? bytes : (bytes + 1) / 2;
        }

        @Override
        public boolean isOfBytes() {
            return !space.isOfBits();
        }
    }

    record S7Bytes(String area) implements Memory {
        @Override
        public String text(int start, int length) {
            return area.startsWith("DB")
                    ? "%%%s:%d:BYTE[%d]".formatted(area, start, length)
                    : "%%%sB%d:BYTE[%d]".formatted(area, start, length);
        }

        @Override
        public int mostRead() {
            return MOST_S7_BYTES;
        }

        @Override
        public int mostWritten() {
            return MOST_S7_BYTES;
        }

        @Override
        public int bytes(int length) {
            return length;
        }

        @Override
        public int units(int bytes) {
            return bytes;
        }

        @Override
        public boolean isOfBytes() {
            return true;
        }
    }

    /** A bit or a symbol, that stands for itself. */
    record Single(String address, Address.Type type, int size) implements Memory {
        @Override
        public String text(int start, int length) {
            return address;
        }

        @Override
        public int mostRead() {
            return 1;
        }

        @Override
        public int mostWritten() {
            return 1;
        }

        @Override
        public int bytes(int length) {
            return size;
        }

        @Override
        public int units(int bytes) {
            return 1;
        }

        @Override
        public boolean isOfBytes() {
            return false;
        }
    }

    static Slice of(Address address) {
        return switch (address.place()) {
            case Place.Register register -> {
                Memory memory = new Registers(register.space());
                yield new Slice(memory, register.number(), memory.units(address.bytes()));
            }
            case Place.Memory memory
            when address.type() == Address.Type.BOOL ->
                new Slice(new Single(address.text(), address.type(), 1), memory.bit(), 1);
            case Place.Memory memory -> new Slice(new S7Bytes(memory.area()), memory.offset(), address.bytes());
            case Place.Symbol symbol -> new Slice(new Single(symbol.name(), address.type(), address.bytes()), 0, 1);
        };
    }

    /** A part of it by bytes; registers begin at even ones. */
    Slice part(int offsetBytes, int bytes) {
        return new Slice(memory, start + memory.units(offsetBytes), memory.units(bytes));
    }

    int end() {
        return start + length;
    }

    int bytes() {
        return memory.bytes(length);
    }

    String text() {
        return memory.text(start, length);
    }

    boolean covers(Slice other) {
        return memory.equals(other.memory) && start <= other.start && other.end() <= end();
    }
}
