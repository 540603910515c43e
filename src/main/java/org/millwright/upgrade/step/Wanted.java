package org.millwright.upgrade.step;

import java.util.Objects;
import java.util.Optional;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.UpdateState;
import org.millwright.plant.ControllerId;
import org.millwright.plant.Revision;
import org.millwright.plant.Software;
import org.millwright.upgrade.Limits;
import org.millwright.upgrade.Run;
import org.millwright.upgrade.Scene;
import org.millwright.upgrade.StepId;
import org.millwright.upgrade.StepId.Leg;
import org.millwright.upgrade.StepKind;

/** What a controller is to run at the end of a leg. */
final class Wanted {
    private Wanted() {}

    /** The plan's software on the way there, the assessed one on the way back. */
    static Software software(Scene scene) {
        return software(scene.run(), scene.id().leg(), scene.controller());
    }

    static Software software(Run run, Leg leg, ControllerId controller) {
        Software target =
                Objects.requireNonNull(run.plan().packages().get(controller)).software();
        if (leg == Leg.FORWARD) {
            return target;
        }
        String before = run.evidenceNeeded(StepId.of(Leg.FORWARD, StepKind.ASSESS, controller))
                .getOrDefault("revision", "");
        return new Software(target.manufacturerUri(), target.productCode(), new Revision(before));
    }

    /** Says so when another device answers at the address than the one that was assessed. */
    static Optional<String> stranger(Scene scene) throws EquipmentException {
        String assessed = scene.evidence(StepKind.ASSESS).getOrDefault("serialNumber", "");
        String found = scene.ask(s -> s.identify(Limits.REQUEST)).serialNumber();
        return assessed.equals(found)
                ? Optional.empty()
                : Optional.of("another device answers: serial number " + found + " instead of " + assessed);
    }

    static boolean healthy(UpdateState state) {
        return state.health() == UpdateState.Health.NORMAL || state.health() == UpdateState.Health.UNKNOWN;
    }
}
