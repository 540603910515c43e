package org.millwright.upgrade.step;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.millwright.plant.ControllerId;
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
        Map<ControllerId, String> unknown = LineTags.switchOff(scene);
        if (!unknown.isEmpty()) {
            return new Outcome.Unknown("not known whether the infeed is off at " + unknown);
        }
        Map<String, String> evidence = new TreeMap<>();
        scene.line().controllers().forEach(c -> evidence.put(c.id().value(), "infeed off"));
        return new Outcome.Done(evidence);
    }
}
