package org.millwright.upgrade.step;

import java.io.IOException;
import java.util.Optional;
import org.millwright.equipment.EquipmentException;
import org.millwright.snapshot.ControllerSnapshot;
import org.millwright.upgrade.Outcome;
import org.millwright.upgrade.Scene;

/** Proves by read-back and hash that the controller runs the snapshot's software again. */
record ProveReverted(Scene scene) implements Step {
    @Override
    public Optional<Outcome> observe() {
        return Optional.empty();
    }

    @Override
    public Outcome perform() throws EquipmentException, IOException {
        ControllerSnapshot before = Snapshot.of(scene);
        return Verify.proof(
                scene, before.identity().installed(), before.program().sha256());
    }
}
