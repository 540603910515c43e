package org.millwright.upgrade.step;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.UpdateState;
import org.millwright.plant.Identity;
import org.millwright.plant.Software;
import org.millwright.release.ContentStore.Stored;
import org.millwright.release.Sha256;
import org.millwright.upgrade.Limits;
import org.millwright.upgrade.Outcome;
import org.millwright.upgrade.Scene;

/** Reads identity, slot, health and the program itself back, and compares them with what was sent. */
record Verify(Scene scene) implements Step {
    @Override
    public Optional<Outcome> observe() {
        return Optional.empty();
    }

    @Override
    public Outcome perform() throws EquipmentException, IOException {
        return proof(scene, scene.target().software(), scene.target().sha256());
    }

    /** Done only when the controller runs exactly this software, is healthy, and gives these very bytes back. */
    static Outcome proof(Scene scene, Software wanted, Sha256 program) throws EquipmentException, IOException {
        Identity identity = scene.ask(s -> s.identify(Limits.REQUEST));
        UpdateState state = scene.ask(s -> s.observe(Limits.REQUEST));
        if (!identity.installed().revision().equals(wanted.revision())
                || !state.current().equals(wanted)) {
            return new Outcome.Broken("reads back " + identity.installed() + " on the nameplate and " + state.current()
                    + " in the slot instead of " + wanted);
        }
        if (!Wanted.healthy(state)) {
            return new Outcome.Broken("the controller reports " + state.health() + ": " + state.text());
        }
        Stored read = scene.means()
                .store()
                .<EquipmentException>put(out -> scene.<IOException>tell(s -> s.readProgram(out, Limits.TRANSFER)));
        return read.sha256().equals(program)
                ? new Outcome.Done(Map.of(
                        "revision", wanted.revision().value(),
                        "health", state.health().name(),
                        "program", read.sha256().hex()))
                : new Outcome.Broken(
                        "the program reads back as " + read.sha256().brief() + " instead of " + program.brief());
    }
}
