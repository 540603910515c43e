package org.millwright.simulators.faults;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Every fault that can be injected; the wire name is the constant in lower case with dashes. */
public enum FaultKind {
    REFUSE_PREPARE,
    STICK_PREPARING,
    CUT_TRANSFER,
    CORRUPT_COMMIT,
    INSTALL_ERROR,
    POWER_LOSS,
    BOOT_LOOP,
    NEVER_RETURNS,
    OLD_REVISION,
    /** Only meets an installation whose ConfirmationTimeout is not zero. */
    UNCONFIRMED,
    PART_STUCK,
    STICK_INSTALLING,
    STICK_COMPLETION,
    LYING_COMMIT,
    /** Waits for an update that is under way. */
    LOST_LOCK,
    SLOW_ANSWERS,
    /** The next requests are answered with Modbus exceptions. */
    EXCEPTION_CODES,
    STUCK_MAILBOX,
    WRONG_CRC,
    TORN_IMAGE;

    /** What a controller speaks. */
    public enum Protocol {
        OPC_UA,
        MODBUS
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** True when the fault is given with a percentage. */
    public boolean takesPercent() {
        return this == CUT_TRANSFER || this == POWER_LOSS || this == TORN_IMAGE;
    }

    /** False for a fault of something that controllers with the protocol do not have. */
    boolean exists(Protocol protocol) {
        return switch (this) {
            case LOST_LOCK, STICK_COMPLETION -> protocol == Protocol.OPC_UA;
            case EXCEPTION_CODES, STUCK_MAILBOX, WRONG_CRC, TORN_IMAGE -> protocol == Protocol.MODBUS;
            case REFUSE_PREPARE,
                    STICK_PREPARING,
                    CUT_TRANSFER,
                    CORRUPT_COMMIT,
                    INSTALL_ERROR,
                    POWER_LOSS,
                    BOOT_LOOP,
                    NEVER_RETURNS,
                    OLD_REVISION,
                    UNCONFIRMED,
                    PART_STUCK,
                    STICK_INSTALLING,
                    LYING_COMMIT,
                    SLOW_ANSWERS -> true;
        };
    }

    static Optional<FaultKind> byWireName(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.wireName().equals(name))
                .findFirst();
    }

    static String allWireNames() {
        return Arrays.stream(values())
                .map(kind -> kind.takesPercent() ? kind.wireName() + "=P" : kind.wireName())
                .collect(Collectors.joining(", "));
    }
}
