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

    /** Why software that takes the parameters with it must not be installed; empty when they can be put back. */
    static Optional<String> loss(Scene scene) throws EquipmentException {
        boolean saved = scene.ask(s -> s.capabilities(Limits.REQUEST)).parameterFile();
        return saved || scene.plan().waiver(scene.controller()).isPresent()
                ? Optional.empty()
                : Optional.of("installing loses the parameters, and the controller offers no way to save them;"
                        + " whoever can bring them back by hand may waive this by name in the plan");
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
