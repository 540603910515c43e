package org.millwright.upgrade.step;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.UpdateState;
import org.millwright.plant.Identity;
import org.millwright.plant.Software;
import org.millwright.release.Sha256;
import org.millwright.upgrade.Limits;
import org.millwright.upgrade.Outcome;
import org.millwright.upgrade.Scene;
import org.millwright.upgrade.StepId.Leg;

/** Reads identity, slot, health and the program itself back, and compares them with what was sent. */
record Verify(Scene scene) implements Step {
    @Override
    public Optional<Outcome> observe() {
        return Optional.empty();
    }

    @Override
    public Outcome perform() throws EquipmentException, IOException {
        return proof(
                scene, scene.target().software(), Optional.of(scene.target().sha256()));
    }

    /**
     * Done only when the controller runs exactly this software, is healthy, and gives these very bytes back. One that
     * gives nothing back has to tell their hash; one that tells none is taken at its word, which is in the evidence.
     *
     * @param program empty when nobody knows the bytes
     */
    static Outcome proof(Scene scene, Software wanted, Optional<Sha256> program)
            throws EquipmentException, IOException {
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
        Optional<String> stranger = Wanted.stranger(scene);
        if (stranger.isPresent()) {
            return new Outcome.Broken(stranger.get());
        }
        boolean readable = scene.ask(s -> s.capabilities(Limits.REQUEST)).givesProgramBack();
        Optional<Sha256> found = readable ? Optional.of(readBack(scene)) : state.currentHash();
        if (found.isPresent() && program.isPresent() && !found.equals(program)) {
            return new Outcome.Broken("the program %s as %s instead of %s"
                    .formatted(
                            readable ? "reads back" : "is told",
                            found.get().brief(),
                            program.get().brief()));
        }
        boolean compared = found.isPresent() && program.isPresent();
        boolean back = scene.id().leg() == Leg.BACK;
        if (back
                && program.isPresent()
                && !compared
                && scene.plan().waiver(scene.controller()).isEmpty()) {
            return new Outcome.Broken("it names the former software, and can neither be read nor tells its hash");
        }
        return new Outcome.Done(Map.of(
                "revision", wanted.revision().value(),
                "health", state.health().name(),
                "program", found.map(Sha256::hex).orElse("not told"),
                "proof", !compared ? "identity only" : readable ? "read back" : "hash told"));
    }

    private static Sha256 readBack(Scene scene) throws EquipmentException, IOException {
        return scene.means()
                .store()
                .<EquipmentException>put(out -> scene.<IOException>tell(s -> s.readProgram(out, Limits.TRANSFER)))
                .sha256();
    }
}
