package org.millwright.upgrade.step;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.TagValue;
import org.millwright.plant.Controller;
import org.millwright.plant.Tag;
import org.millwright.upgrade.Limits;
import org.millwright.upgrade.Outcome;
import org.millwright.upgrade.Scene;

/**
 * Switches every station's infeed off before the run ends without proof: a line that nobody vouches for takes no part
 * by itself. A controller that cannot be reached is named; it does not keep the others from being switched.
 */
record SecureLine(Scene scene) implements Step {
    @Override
    public Optional<Outcome> observe() {
        return Optional.empty();
    }

    @Override
    public Outcome perform() {
        Map<String, String> infeeds = new TreeMap<>();
        TagValue off = new TagValue.Flag(false);
        for (Controller controller : scene.line().controllers()) {
            infeeds.put(controller.id().value(), switchOff(controller, off));
        }
        return new Outcome.Done(infeeds);
    }

    private String switchOff(Controller controller, TagValue off) {
        try {
            scene.tell(controller.id(), s -> s.write(scene.fence(), Tag.INFEED_ENABLED, off, Limits.REQUEST));
            return "off";
        } catch (EquipmentException e) {
            return "not known, " + e.getMessage();
        }
    }
}
