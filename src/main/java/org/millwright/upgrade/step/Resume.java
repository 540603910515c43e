package org.millwright.upgrade.step;

import java.util.Map;
import java.util.Optional;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.UpdateState;
import org.millwright.upgrade.Limits;
import org.millwright.upgrade.Outcome;
import org.millwright.upgrade.Scene;

/**
 * Leaves the update state, so that the controller can produce again (OPC 10000-100 8.4.8.5), and lets other applications
 * at it.
 */
record Resume(Scene scene) implements Step {
    @Override
    public Optional<Outcome> observe() throws EquipmentException {
        UpdateState state = scene.ask(s -> s.observe(Limits.REQUEST));
        if (state.installation() == UpdateState.Installation.ERROR) {
            return Optional.empty();
        }
        return switch (state.preparation()) {
            case NONE, IDLE -> {
                scene.tell(s -> s.unlock(scene.fence(), Limits.REQUEST));
                yield Optional.of(new Outcome.Done(
                        Map.of("preparation", state.preparation().name())));
            }
            case RESUMING -> Optional.of(scene.wait("the controller is resuming"));
            case PREPARING, PREPARED -> Optional.empty();
        };
    }

    @Override
    public Outcome perform() throws EquipmentException {
        UpdateState state = scene.ask(s -> s.observe(Limits.REQUEST));
        if (state.installation() == UpdateState.Installation.ERROR) {
            scene.tell(s -> s.acknowledgeError(scene.fence(), Limits.REQUEST));
        } else {
            scene.tell(s -> s.resume(scene.fence(), Limits.REQUEST));
        }
        return scene.wait("asked to resume");
    }
}
