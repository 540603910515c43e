package org.millwright.simulators.faults;

import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One fault for one controller.
 *
 * @param percent 0 to 100; 0 when the kind takes none
 */
public record Fault(String controller, FaultKind kind, int percent) {
    private static final Pattern SHAPE = Pattern.compile("([^:=]+):([^:=]+)(?:=([0-9]{1,3}))?");

    /**
     * Reads {@code <controller>:<name>[=<percent>]}.
     *
     * @throws BadFault listing what would be valid
     */
    public static Fault parse(String text, Collection<String> controllers) throws BadFault {
        Matcher shape = SHAPE.matcher(text.strip());
        if (!shape.matches()) {
            throw new BadFault("fault '%s' is not <controller>:<name>[=<percent>]".formatted(text));
        }
        String controller = shape.group(1);
        if (!controllers.contains(controller)) {
            throw new BadFault("fault '%s' names the unknown controller '%s', there are: %s"
                    .formatted(text, controller, String.join(", ", controllers)));
        }
        FaultKind kind = FaultKind.byWireName(shape.group(2))
                .orElseThrow(() -> new BadFault("fault '%s' has the unknown name '%s', there are: %s"
                        .formatted(text, shape.group(2), FaultKind.allWireNames())));
        return new Fault(controller, kind, percent(text, kind, shape));
    }

    private static int percent(String text, FaultKind kind, Matcher shape) throws BadFault {
        String digits = shape.group(3);
        if (!kind.takesPercent()) {
            if (digits != null) {
                throw new BadFault("fault '%s': %s takes no value".formatted(text, kind.wireName()));
            }
            return 0;
        }
        if (digits == null || Integer.parseInt(digits) > 100) {
            throw new BadFault("fault '%s' needs a percentage from 0 to 100, like %s:%s=40"
                    .formatted(text, shape.group(1), kind.wireName()));
        }
        return Integer.parseInt(digits);
    }

    /**
     * Itself, when a controller that speaks so can have it.
     *
     * @throws BadFault when it cannot
     */
    public Fault requireSpoken(FaultKind.Protocol protocol) throws BadFault {
        if (!kind.exists(protocol)) {
            throw new BadFault("fault '%s' is not possible for '%s', which speaks %s"
                    .formatted(
                            kind.wireName(),
                            controller,
                            switch (protocol) {
                                case OPC_UA -> "OPC UA";
                                case MODBUS -> "Modbus";
                            }));
        }
        return this;
    }

    /** A fault that cannot be used; the message is made for people. */
    public static final class BadFault extends Exception {
        private final String reason;

        BadFault(String reason) {
            super(reason);
            this.reason = reason;
        }

        public String reason() {
            return reason;
        }
    }
}
