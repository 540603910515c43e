package org.millwright.upgrade.step;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.millwright.equipment.EquipmentException;
import org.millwright.snapshot.DataComparison;
import org.millwright.snapshot.DataComparison.Data;
import org.millwright.upgrade.Outcome;
import org.millwright.upgrade.Scene;

/** Compares retained data, recipe and parameters with the snapshot, by the plan's rules. */
record CheckData(Scene scene) implements Step {
    @Override
    public Optional<Outcome> observe() {
        return Optional.empty();
    }

    @Override
    public Outcome perform() throws EquipmentException, IOException {
        Data now = ControllerData.read(scene);
        List<String> differences =
                new DataComparison(Snapshot.of(scene), scene.plan().integrity()).differences(now);
        return differences.isEmpty()
                ? new Outcome.Done(Map.of(
                        "retained", Integer.toString(now.retained().size()),
                        "parameters", now.parameters().map(Object::toString).orElse("none")))
                : new Outcome.Broken(String.join("; ", differences));
    }
}
