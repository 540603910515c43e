package org.millwright.upgrade.step;

import java.util.Map;
import java.util.Optional;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.UpdateState;
import org.millwright.plan.ProgramSource;
import org.millwright.plant.Software;
import org.millwright.snapshot.ControllerSnapshot;
import org.millwright.upgrade.Limits;
import org.millwright.upgrade.Outcome;
import org.millwright.upgrade.Scene;
import org.millwright.upgrade.StepId.Leg;

/**
 * Takes the new software for good (OPC 10000-100 8.4.11.3), only when it is the wanted one and healthy: a controller
 * that is not confirmed goes back by itself.
 */
record Confirm(Scene scene) implements Step {
    @Override
    public Optional<Outcome> observe() throws EquipmentException {
        UpdateState state;
        try {
            state = scene.ask(s -> s.observe(Limits.REQUEST));
        } catch (EquipmentException e) {
            return Optional.of(Reboot.silence(scene, e));
        }
        if (state.waitingForPowerCycle()) {
            return Optional.of(PowerCycle.awaited(scene, state));
        }
        if (state.installation() == UpdateState.Installation.INSTALLING && !state.waitingForConfirm()) {
            return Optional.of(scene.wait("confirmed, and still installing"));
        }
        Software wanted = Wanted.software(scene);
        if (!state.current().equals(wanted)) {
            return Optional.of(new Outcome.Broken(
                    "the controller went back to " + state.current() + " before it was confirmed: " + state.text()));
        }
        return state.waitingForConfirm()
                ? Optional.empty()
                : Optional.of(new Outcome.Done(
                        Map.of("revision", state.current().revision().value())));
    }

    @Override
    public Optional<String> obstacle() throws EquipmentException {
        UpdateState state = scene.ask(s -> s.observe(Limits.REQUEST));
        if (scene.id().leg() == Leg.FORWARD && onlyWayBackIsGone(state)) {
            return Optional.of(
                    "not confirmed, since the fallback slot, the only way back, does not hold the former software");
        }
        return Wanted.healthy(state)
                ? Optional.empty()
                : Optional.of("not confirmed, since the controller reports " + state.health() + ": " + state.text());
    }

    /** Until the confirmation the controller goes back by itself; afterwards only its fallback slot can. */
    private boolean onlyWayBackIsGone(UpdateState state) {
        ControllerSnapshot before = Snapshot.of(scene);
        return before.program().source() == ProgramSource.FALLBACK_SLOT
                && state.fallback()
                        .filter(s -> s.software().equals(before.identity().installed()))
                        .isEmpty();
    }

    @Override
    public Outcome perform() throws EquipmentException {
        scene.tell(s -> s.confirm(scene.fence(), Limits.REQUEST));
        return observe().orElseGet(() -> scene.wait("confirmed"));
    }
}
