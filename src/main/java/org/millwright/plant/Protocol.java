package org.millwright.plant;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.millwright.plant.Address.Place;
import org.millwright.plant.Address.Space;

/** Protocols that a profile can be for, each with its notation of addresses. */
public enum Protocol {
    MODBUS_TCP("holding-register:1, input-register:1:UDINT or coil:1") {
        @Override
        Optional<Address> read(String text) {
            return modbus(text);
        }
    },
    S7(Protocol.S7_ADDRESS) {
        @Override
        Optional<Address> read(String text) {
            return s7(text);
        }
    },
    S7_LIGHT(Protocol.S7_ADDRESS) {
        @Override
        Optional<Address> read(String text) {
            return s7(text);
        }
    },
    /** Untested. */
    ADS("MAIN.counter:DINT") {
        @Override
        Optional<Address> read(String text) {
            return symbol(text, "");
        }
    },
    /** Untested. */
    EIP("%counter:DINT") {
        @Override
        Optional<Address> read(String text) {
            return text.startsWith("%") ? symbol(text, text) : Optional.empty();
        }
    };

    private static final String S7_ADDRESS = "%DB1.DBW0:INT, %DB1.DBX0.3:BOOL or %DB1:0:BYTE[400]";
    private static final Pattern TYPED = Pattern.compile("([A-Z]+)(?:\\[([1-9][0-9]{0,6})])?");
    private static final Pattern MODBUS_PATTERN = Pattern.compile(
            "(coil|discrete-input|holding-register|input-register):([1-9][0-9]{0,4})(?::([A-Z]+(?:\\[[0-9]+])?))?");
    private static final Pattern S7_PATTERN = Pattern.compile(
            "%(?:(DB[1-9][0-9]{0,4})(?:\\.DB[XBWD]|:)|([MIQ])[XBWD]?)([0-9]{1,5})(?:\\.([0-7]))?:([A-Z]+(?:\\[[0-9]+])?|STRING\\([0-9]{1,3}\\))");
    private static final Pattern S7_STRING = Pattern.compile("STRING\\(([1-9][0-9]{0,2})\\)");
    private static final Pattern SYMBOL_PATTERN = Pattern.compile("([^\\s:]{1,200}):([A-Z]+(?:\\[[0-9]+])?)");
    private static final int REGISTERS = 65_536;

    private final String example;

    Protocol(String example) {
        this.example = example;
    }

    abstract Optional<Address> read(String text);

    /** Whether memory can be read in ranges, as areas and mailboxes need it. */
    public boolean hasRanges() {
        return this != ADS && this != EIP;
    }

    /** As in profiles and at the beginning of connection strings, for example {@code modbus-tcp}. */
    public String key() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /** Throws IllegalArgumentException, with an example of what was expected. */
    public Address address(String text) {
        return read(text)
                .orElseThrow(() -> new IllegalArgumentException("expected a " + key() + " address like " + example));
    }

    private record Typed(Address.Type type, int count) {}

    /** Only texts and bytes come in numbers. */
    private static Optional<Typed> typed(String text) {
        Matcher string = S7_STRING.matcher(text);
        if (string.matches()) {
            int length = Integer.parseInt(string.group(1));
            return length <= 254 ? Optional.of(new Typed(Address.Type.STRING, length)) : Optional.empty();
        }
        Matcher matcher = TYPED.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int count = matcher.group(2) == null ? 1 : Integer.parseInt(matcher.group(2));
        for (Address.Type type : Address.Type.values()) {
            if (type.name().equals(matcher.group(1)) && type != Address.Type.STRING && (count == 1 || type.isMany())) {
                return Optional.of(new Typed(type, count));
            }
        }
        return Optional.empty();
    }

    private static Optional<Address> modbus(String text) {
        Matcher matcher = MODBUS_PATTERN.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Space space = Space.valueOf(
                matcher.group(1).toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
        int number = Integer.parseInt(matcher.group(2));
        String usual = space.isOfBits() ? "BOOL" : "INT";
        return typed(matcher.group(3) == null ? usual : matcher.group(3))
                .filter(t -> space.isOfBits() == (t.type() == Address.Type.BOOL))
                .map(t -> new Address(text, new Place.Register(space, number), t.type(), t.count()))
                .filter(a -> number - 1 + (a.bytes() + 1) / 2 <= REGISTERS);
    }

    private static Optional<Address> s7(String text) {
        Matcher matcher = S7_PATTERN.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String area = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        int offset = Integer.parseInt(matcher.group(3));
        boolean oneBit = matcher.group(4) != null;
        int bit = oneBit ? Integer.parseInt(matcher.group(4)) : 0;
        return typed(matcher.group(5))
                .filter(t -> oneBit == (t.type() == Address.Type.BOOL))
                .map(t -> new Address(text, new Place.Memory(area, offset, bit), t.type(), t.count()))
                .filter(a -> offset + a.bytes() <= REGISTERS);
    }

    private static Optional<Address> symbol(String text, String asIs) {
        Matcher matcher = SYMBOL_PATTERN.matcher(text);
        return matcher.matches()
                ? typed(matcher.group(2))
                        .filter(t -> t.type() != Address.Type.BYTE)
                        .map(t -> new Address(
                                text, new Place.Symbol(asIs.isEmpty() ? matcher.group(1) : asIs), t.type(), t.count()))
                : Optional.empty();
    }
}
