package org.millwright.upgrade.step;

import java.io.IOException;
import java.util.Optional;
import org.millwright.equipment.EquipmentException;
import org.millwright.plant.Identity;
import org.millwright.release.ContentStore.Stored;
import org.millwright.snapshot.ControllerSnapshot;
import org.millwright.snapshot.DataComparison.Data;
import org.millwright.upgrade.Limits;
import org.millwright.upgrade.Outcome;
import org.millwright.upgrade.Scene;
import org.millwright.upgrade.StepKind;

/** Takes program, parameters, retained data, recipe and identity of one drained controller into the content store. */
record Snapshot(Scene scene) implements Step {
    @Override
    public Optional<Outcome> observe() {
        return Optional.empty();
    }

    @Override
    public Outcome perform() throws EquipmentException, IOException {
        scene.show(0, "reading the program");
        Stored program = scene.means()
                .store()
                .<EquipmentException>put(out -> scene.<IOException>tell(s -> s.readProgram(out, Limits.TRANSFER)));
        if (program.bytes() == 0) {
            return new Outcome.Refused("the controller gives an empty program back");
        }
        scene.show(80, "reading parameters and retained data");
        Data data = ControllerData.read(scene);
        Identity identity = scene.ask(s -> s.identify(Limits.REQUEST));
        String assessed = scene.evidence(StepKind.ASSESS).getOrDefault("revision", "");
        if (!identity.installed().revision().value().equals(assessed)) {
            return new Outcome.Refused("the controller was assessed with " + assessed + " and now runs "
                    + identity.installed().revision());
        }
        return new Outcome.Done(new ControllerSnapshot(
                        identity,
                        program.sha256(),
                        program.bytes(),
                        data.parameters(),
                        data.retained(),
                        data.recipe(),
                        scene.now())
                .toEvidence());
    }

    /** What was taken of the controller that a later step is about. */
    static ControllerSnapshot of(Scene scene) {
        return ControllerSnapshot.fromEvidence(scene.evidence(StepKind.SNAPSHOT));
    }
}
