package org.millwright.upgrade.step;

import java.util.Map;
import java.util.Optional;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.TagValue;
import org.millwright.plant.ControllerId;
import org.millwright.plant.Tag;
import org.millwright.upgrade.Limits;
import org.millwright.upgrade.Outcome;
import org.millwright.upgrade.Scene;

/** Stops feeding parts at the line's first station; what is in work goes on and leaves. */
record StopInfeed(Scene scene) implements Step {
    @Override
    public Optional<Outcome> observe() throws EquipmentException {
        TagValue infeed = scene.ask(first(), s -> LineTags.one(s, Tag.INFEED_ENABLED));
        return infeed.equals(new TagValue.Flag(false))
                ? Optional.of(new Outcome.Done(Map.of("infeed", first() + " off")))
                : Optional.empty();
    }

    @Override
    public Outcome perform() throws EquipmentException {
        scene.tell(first(), s -> s.write(scene.fence(), Tag.INFEED_ENABLED, new TagValue.Flag(false), Limits.REQUEST));
        return observe().orElseGet(() -> scene.wait("infeed switched off"));
    }

    private ControllerId first() {
        return scene.line().controllers().getFirst().id();
    }
}
