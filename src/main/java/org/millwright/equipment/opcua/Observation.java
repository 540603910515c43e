package org.millwright.equipment.opcua;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.millwright.equipment.Deadline;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.UpdateState;
import org.millwright.equipment.UpdateState.Health;
import org.millwright.equipment.UpdateState.Installation;
import org.millwright.equipment.UpdateState.Preparation;
import org.millwright.equipment.UpdateState.Slot;
import org.millwright.plant.Software;
import org.millwright.release.Sha256;

/**
 * What the update nodes of a server say at one moment.
 *
 * @param applicationUri of this application, which is not "another one" when it holds the lock
 */
record Observation(MemberValues values, Machines machines, Versions versions, String applicationUri) {
    private static final List<Member> MEMBERS = Stream.concat(
                    Stream.of(Versions.Place.values()).flatMap(Versions.Place::members),
                    Stream.of(
                            Member.HOST_MAKER,
                            Member.HOST_PRODUCT,
                            Member.HOST_REVISION,
                            Member.HEALTH,
                            Member.LOCKED,
                            Member.LOCKING_CLIENT,
                            Member.PREPARATION_STATE,
                            Member.PREPARATION_PERCENT,
                            Member.INSTALLATION_STATE,
                            Member.INSTALLATION_PERCENT,
                            Member.POWER_CYCLE_STATE,
                            Member.CONFIRMATION_STATE,
                            Member.STATUS_TEXT,
                            Member.VENDOR_ERROR))
            .toList();

    /** Installed, staged and former software, wherever the controller keeps it. */
    record Slots(Software current, Optional<Sha256> currentHash, Optional<Slot> pending, Optional<Slot> fallback) {}

    static Observation of(Connection connection, SoftwareUpdateNodes nodes, Deadline deadline)
            throws EquipmentException {
        MemberValues values = MemberValues.read(connection, nodes, MEMBERS, deadline);
        return new Observation(
                values,
                new Machines(nodes, values, connection.failures()),
                new Versions(values, connection.failures()),
                connection.applicationUri());
    }

    UpdateState state(Slots slots) throws EquipmentException {
        Preparation preparation = machines.preparation();
        Installation installation = machines.installation();
        return new UpdateState(
                preparation,
                installation,
                machines.waitingForConfirm(),
                machines.waitingForPowerCycle(),
                slots.current(),
                slots.currentHash(),
                slots.pending(),
                slots.fallback(),
                percent(preparation, installation),
                values.text(Member.STATUS_TEXT),
                (int) values.number(Member.VENDOR_ERROR).orElse(0),
                health(),
                lockedByOther());
    }

    boolean locked() {
        return values.flag(Member.LOCKED).orElse(false);
    }

    boolean lockedByUs() {
        return locked() && values.text(Member.LOCKING_CLIENT).equals(applicationUri);
    }

    Optional<String> lockedByOther() {
        String owner = values.text(Member.LOCKING_CLIENT);
        return locked() && !lockedByUs()
                ? Optional.of(owner.isBlank() ? "an application without a name" : owner)
                : Optional.empty();
    }

    private int percent(Preparation preparation, Installation installation) {
        boolean installs = installation == Installation.INSTALLING || installation == Installation.ERROR;
        OptionalLong told = installs
                ? values.number(Member.INSTALLATION_PERCENT)
                : preparation == Preparation.PREPARING
                        ? values.number(Member.PREPARATION_PERCENT)
                        : OptionalLong.empty();
        return Math.clamp(told.orElse(0), 0, 100);
    }

    private Health health() {
        return switch ((int) values.number(Member.HEALTH).orElse(-1)) {
            case 0 -> Health.NORMAL;
            case 1 -> Health.FAILURE;
            case 2 -> Health.CHECK_FUNCTION;
            case 3 -> Health.OFF_SPEC;
            case 4 -> Health.MAINTENANCE_REQUIRED;
            default -> Health.UNKNOWN;
        };
    }
}
