package org.millwright.equipment;

import java.util.Optional;
import org.millwright.plant.Software;
import org.millwright.release.Sha256;

/**
 * Where a controller stands in an update, as it says itself at this moment.
 *
 * @param waitingForPowerCycle an installation goes on only when a person has cut the power (8.4.10)
 * @param current installed software; its revision is {@link org.millwright.plant.Revision#NONE} when none works
 * @param currentHash of the installed program; empty when the controller does not tell it
 * @param pending staged software; empty when there is none
 * @param fallback former software; empty when there is none
 * @param percent progress of preparing or installing, 0..100, for people only (8.4.9.2)
 * @param text the controller's own words (UpdateStatus), may be empty
 * @param vendorErrorCode 0 when there is no error (8.4.1.13)
 * @param lockedBy another application that keeps everybody else off the controller (ch. 7); empty when nobody does
 */
public record UpdateState(
        Preparation preparation,
        Installation installation,
        boolean waitingForConfirm,
        boolean waitingForPowerCycle,
        Software current,
        Optional<Sha256> currentHash,
        Optional<Slot> pending,
        Optional<Slot> fallback,
        int percent,
        String text,
        int vendorErrorCode,
        Health health,
        Optional<String> lockedBy) {

    /** Software in a slot; the hash is empty when the controller does not tell it. */
    public record Slot(Software software, Optional<Sha256> hash) {}

    /** OPC 10000-100 8.4.8; NONE when the controller has no such machine. */
    public enum Preparation {
        NONE,
        IDLE,
        PREPARING,
        PREPARED,
        RESUMING
    }

    /** OPC 10000-100 8.4.9; NONE when the controller installs while it receives (8.4.4). */
    public enum Installation {
        NONE,
        IDLE,
        INSTALLING,
        ERROR
    }

    /** DeviceHealthEnumeration, OPC 10000-100 4.5.4; UNKNOWN when the controller does not tell. */
    public enum Health {
        NORMAL,
        FAILURE,
        CHECK_FUNCTION,
        OFF_SPEC,
        MAINTENANCE_REQUIRED,
        UNKNOWN
    }
}
