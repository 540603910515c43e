package org.millwright.upgrade.step;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.millwright.equipment.Capabilities;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.TagValue;
import org.millwright.plant.Tag;
import org.millwright.release.Sha256;
import org.millwright.snapshot.DataComparison.Data;
import org.millwright.upgrade.Limits;
import org.millwright.upgrade.Scene;

/** Reads what a controller holds besides its program; the parameter file goes into the content store. */
final class ControllerData {
    private ControllerData() {}

    static Data read(Scene scene) throws EquipmentException, IOException {
        Capabilities can = scene.ask(s -> s.capabilities(Limits.REQUEST));
        Optional<Sha256> parameters = can.parameterFile()
                ? Optional.of(scene.means()
                        .store()
                        .<EquipmentException>put(
                                out -> scene.<IOException>tell(s -> s.readParameters(out, Limits.TRANSFER)))
                        .sha256())
                : Optional.empty();
        Map<String, TagValue> retained = scene.ask(s -> s.retained(Limits.REQUEST));
        return new Data(parameters, retained, recipe(scene));
    }

    private static Optional<String> recipe(Scene scene) throws EquipmentException {
        boolean has = scene.line().controller(scene.controller()).tags().containsKey(Tag.RECIPE);
        return has
                ? Optional.ofNullable(scene.ask(s -> s.read(Set.of(Tag.RECIPE), Limits.REQUEST))
                                .get(Tag.RECIPE))
                        .map(TagValue::toString)
                : Optional.empty();
    }
}
