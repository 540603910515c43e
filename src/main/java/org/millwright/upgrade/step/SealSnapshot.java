package org.millwright.upgrade.step;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.millwright.plant.ControllerId;
import org.millwright.release.ContentStore;
import org.millwright.release.ContentStore.Stored;
import org.millwright.release.Sha256;
import org.millwright.snapshot.ControllerSnapshot;
import org.millwright.snapshot.SnapshotSet;
import org.millwright.upgrade.Outcome;
import org.millwright.upgrade.Scene;
import org.millwright.upgrade.StepId;
import org.millwright.upgrade.StepId.Leg;
import org.millwright.upgrade.StepKind;

/**
 * Reads every byte of the snapshot back from the store and compares it with its hash, then names the set by the hash of
 * its manifest. Only a sealed snapshot counts: no controller is touched without one.
 */
record SealSnapshot(Scene scene) implements Step {
    static StepId id() {
        return StepId.ofLine(Leg.FORWARD, StepKind.SEAL_SNAPSHOT);
    }

    @Override
    public Optional<Outcome> observe() {
        return Optional.empty();
    }

    @Override
    public Outcome perform() throws IOException {
        ContentStore store = scene.means().store();
        Map<ControllerId, ControllerSnapshot> controllers = new TreeMap<>();
        for (ControllerId id : scene.plan().controllers()) {
            ControllerSnapshot taken = ControllerSnapshot.fromEvidence(
                    scene.run().evidenceNeeded(StepId.of(Leg.FORWARD, StepKind.SNAPSHOT, id)));
            controllers.put(id, taken);
        }
        SnapshotSet set = new SnapshotSet(
                scene.run().id().value(), scene.plan().line(), scene.plan().hash(), controllers);
        long bytes = set.verify(store);
        byte[] manifest = set.manifest().getBytes(StandardCharsets.UTF_8);
        Stored stored = store.<RuntimeException>put(out -> out.write(manifest));
        store.verify(stored.sha256());
        return stored.sha256().equals(Sha256.of(manifest))
                ? new Outcome.Done(Map.of(
                        "snapshot", stored.sha256().hex(),
                        "controllers", Integer.toString(controllers.size()),
                        "bytesVerified", Long.toString(bytes)))
                : new Outcome.Refused("the snapshot's manifest was not kept as it was written");
    }
}
