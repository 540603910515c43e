package org.millwright.upgrade.step;

import java.util.Map;
import java.util.Optional;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.TagValue;
import org.millwright.equipment.UpdateState;
import org.millwright.plant.Tag;
import org.millwright.upgrade.Limits;
import org.millwright.upgrade.Outcome;
import org.millwright.upgrade.Scene;

/** Brings the controller into its update state (OPC 10000-100 8.4.8). From here on it does not produce. */
final class Prepare implements Step {
    private final Scene scene;
    private boolean asked;

    Prepare(Scene scene) {
        this.scene = scene;
    }

    @Override
    public Optional<Outcome> observe() throws EquipmentException {
        UpdateState state = scene.ask(s -> s.observe(Limits.REQUEST));
        scene.show(state.percent(), state.preparation().toString());
        return switch (state.preparation()) {
            case NONE, PREPARED ->
                Optional.of(new Outcome.Done(
                        Map.of("preparation", state.preparation().name())));
            case PREPARING, RESUMING -> Optional.of(scene.wait("the controller is " + state.preparation()));
            // Back in Idle after being asked: the controller gave up, its text says why (8.4.8.3).
            case IDLE ->
                asked
                        ? Optional.of(new Outcome.Broken("the controller did not get ready: " + state.text()))
                        : Optional.empty();
        };
    }

    /** A controller with a part in its station would stop with it inside. */
    @Override
    public Optional<String> obstacle() throws EquipmentException {
        TagValue parts = scene.ask(s -> LineTags.one(s, Tag.PARTS_IN_STATION));
        return parts.equals(new TagValue.Whole(0))
                ? Optional.empty()
                : Optional.of("the station is not empty: " + parts + " parts");
    }

    @Override
    public Outcome perform() throws EquipmentException {
        asked = true;
        scene.tell(s -> s.prepare(scene.fence(), Limits.REQUEST));
        return scene.wait("asked to prepare");
    }
}
