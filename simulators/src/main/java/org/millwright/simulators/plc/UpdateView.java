package org.millwright.simulators.plc;

import java.time.Duration;

/**
 * The update state machines of a controller at an instant.
 *
 * @param waitingForPowerCycle true while a person has to switch the power off and on (OPC 10000-100 8.4.10)
 */
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
        Health health,
        boolean waitingForPowerCycle) {

    /** Of a controller that never waits for its power. */
    public UpdateView(
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
        this(
                prepare,
                preparePercent,
                installation,
                installPercent,
                waitingForConfirm,
                confirmationTimeout,
                status,
                vendorErrorCode,
                errorMessage,
                health,
                false);
    }

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
