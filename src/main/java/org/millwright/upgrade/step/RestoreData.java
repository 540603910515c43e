package org.millwright.upgrade.step;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.TagValue;
import org.millwright.plant.Tag;
import org.millwright.release.Sha256;
import org.millwright.snapshot.ControllerSnapshot;
import org.millwright.snapshot.DataComparison;
import org.millwright.snapshot.DataComparison.Data;
import org.millwright.upgrade.Limits;
import org.millwright.upgrade.Outcome;
import org.millwright.upgrade.Scene;
import org.millwright.upgrade.StepId.Leg;
import org.millwright.upgrade.StepKind;

/**
 * Writes data back from the snapshot. On the way there only the parameters, and only when the controller said that the
 * update loses them: anything else that changed is the new software's doing and is for the check to find. On the way
 * back everything that breaks its rule.
 */
record RestoreData(Scene scene) implements Step {
    @Override
    public Optional<Outcome> observe() {
        return Optional.empty();
    }

    @Override
    public Outcome perform() throws EquipmentException, IOException {
        Optional<String> stranger = Wanted.stranger(scene);
        if (stranger.isPresent()) {
            return new Outcome.Refused(stranger.get());
        }
        ControllerSnapshot before = Snapshot.of(scene);
        Data now = ControllerData.read(scene);
        Map<String, String> restored = new TreeMap<>();
        boolean back = scene.id().leg() == Leg.BACK;
        boolean losesParameters =
                Boolean.parseBoolean(scene.evidence(StepKind.STAGE).get("losesParameters"));
        Optional<Sha256> parameters = before.parameters();
        if ((back || losesParameters)
                && parameters.isPresent()
                && !now.parameters().equals(parameters)) {
            try (InputStream in = scene.means().store().open(parameters.get())) {
                scene.tell(s -> s.restoreParameters(scene.fence(), in, Limits.TRANSFER));
            }
            restored.put("parameters", parameters.get().hex());
        }
        if (back) {
            restoreValues(before, now, restored);
        }
        return new Outcome.Done(restored);
    }

    private void restoreValues(ControllerSnapshot before, Data now, Map<String, String> restored)
            throws EquipmentException {
        Map<String, TagValue> lost = new DataComparison(before, scene.plan().integrity()).lost(now.retained());
        if (!lost.isEmpty()) {
            scene.tell(s -> s.restoreRetained(scene.fence(), lost, Limits.REQUEST));
            lost.forEach((name, value) -> restored.put("retained." + name, value.toString()));
        }
        if (before.recipe().isPresent() && !now.recipe().equals(before.recipe())) {
            TagValue recipe = new TagValue.Text(before.recipe().get());
            scene.tell(s -> s.write(scene.fence(), Tag.RECIPE, recipe, Limits.REQUEST));
            restored.put("recipe", recipe.toString());
        }
    }
}
