package org.millwright.simulators.plc;

import java.time.Duration;

/** The update state machines of a controller at an instant. */
public record UpdateView(
        Prepare prepare,
        int preparePercent,
        Installation installation,
        int installPercent,
        boolean waitingForConfirm,
        Duration confirmationTimeout,
        String status,
        int vendorErrorCode,
        String errorMessage,
        Health health) {

    /** OPC 10000-100 8.4.8. */
    public enum Prepare {
        IDLE,
        PREPARING,
        PREPARED_FOR_UPDATE,
        RESUMING
    }

    /** OPC 10000-100 8.4.9. */
    public enum Installation {
        IDLE,
        INSTALLING,
        ERROR
    }

    /** DeviceHealthEnumeration, OPC 10000-100 4.5.4; the ordinal is the value on the wire. */
    public enum Health {
        NORMAL,
        FAILURE,
        CHECK_FUNCTION,
        OFF_SPEC,
        MAINTENANCE_REQUIRED
    }
}
