package org.millwright.upgrade.step;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.Image;
import org.millwright.equipment.UpdateState;
import org.millwright.equipment.UpdateState.Installation;
import org.millwright.equipment.UpdateState.Preparation;
import org.millwright.equipment.UpdateState.Slot;
import org.millwright.plant.Software;
import org.millwright.release.ContentStore.Stored;
import org.millwright.release.Sha256;
import org.millwright.snapshot.ControllerSnapshot;
import org.millwright.upgrade.Entry;
import org.millwright.upgrade.Limits;
import org.millwright.upgrade.Outcome;
import org.millwright.upgrade.Scene;
import org.millwright.upgrade.StepId;
import org.millwright.upgrade.StepKind;

/**
 * Brings a controller back to the snapshot's software, from whatever state it is found in. Each look finds the next
 * thing to do:
 *
 * <ol>
 *   <li>not reachable, installing, preparing, resuming: wait;
 *   <li>on trial software that nobody confirmed: wait, it goes back by itself;
 *   <li>in the installation's error state: acknowledge it;
 *   <li>on the snapshot's software: confirm it where the controller waits for that, then done;
 *   <li>not prepared: prepare;
 *   <li>old software in the fallback or pending slot: install it, else send the snapshot's program first.
 * </ol>
 */
final class Revert implements Step {
    private static final int INSTALLS_AT_MOST = 2;

    private final Scene scene;
    private final ControllerSnapshot before;
    private final Transfer transfer;
    private int installs;
    private Instant settled = Instant.MIN;

    Revert(Scene scene) {
        this.scene = scene;
        this.before = Snapshot.of(scene);
        this.transfer = new Transfer(scene);
    }

    @Override
    public Optional<Outcome> observe() throws EquipmentException {
        UpdateState state;
        try {
            state = scene.ask(s -> s.observe(Limits.REQUEST));
        } catch (EquipmentException e) {
            return Optional.of(Reboot.silence(scene, e));
        }
        scene.show(state.percent(), state.installation() + " " + state.text());
        boolean old = state.current().equals(old());
        if (state.waitingForPowerCycle()) {
            return Optional.of(PowerCycle.awaited(scene, state));
        }
        boolean ours = installs > 0;
        if (state.installation() == Installation.INSTALLING) {
            return ours && state.waitingForConfirm()
                    ? Optional.empty()
                    : Optional.of(scene.wait("installing, " + state.percent() + " %"));
        }
        if (state.waitingForConfirm() && !old) {
            return Optional.of(scene.wait("on trial with " + state.current() + ", goes back by itself"));
        }
        if (state.installation() == Installation.ERROR) {
            return Optional.empty();
        }
        if (old && state.waitingForConfirm()) {
            return Optional.empty();
        }
        if (old && state.installation() == Installation.NONE && scene.now().isBefore(appliedBy())) {
            return Optional.of(scene.wait("may still be taking what it was sent: " + state.text()));
        }
        if (old) {
            return Optional.of(new Outcome.Done(
                    Map.of("revision", state.current().revision().value(), "installs", Integer.toString(installs))));
        }
        if (state.installation() == Installation.NONE && scene.now().isBefore(settled)) {
            return Optional.of(scene.wait("everything is sent, " + state.text()));
        }
        boolean moving = state.preparation() == Preparation.PREPARING || state.preparation() == Preparation.RESUMING;
        return moving ? Optional.of(scene.wait("the controller is " + state.preparation())) : Optional.empty();
    }

    @Override
    public Outcome perform() throws EquipmentException, IOException {
        UpdateState state = scene.ask(s -> s.observe(Limits.REQUEST));
        if (state.installation() == Installation.ERROR) {
            scene.tell(s -> s.acknowledgeError(scene.fence(), Limits.REQUEST));
            return scene.wait("installation error acknowledged");
        }
        if (state.waitingForConfirm()) {
            scene.tell(s -> s.confirm(scene.fence(), Limits.REQUEST));
            return scene.wait("confirmed");
        }
        if (state.preparation() == Preparation.IDLE) {
            scene.tell(s -> s.prepare(scene.fence(), Limits.REQUEST));
            return scene.wait("asked to prepare");
        }
        if (installs == INSTALLS_AT_MOST) {
            return new Outcome.Broken(
                    "still on " + state.current() + " after " + installs + " installations: " + state.text());
        }
        Optional<String> stranger = Wanted.stranger(scene);
        if (stranger.isPresent()) {
            return new Outcome.Refused(stranger.get());
        }
        boolean inSlot = holds(state.fallback()) || holds(state.pending());
        Optional<Stored> content = before.program().content();
        if (!inSlot && content.isEmpty()) {
            return new Outcome.Broken("no slot of the controller holds " + old() + ", and nobody has a copy ("
                    + before.program().source() + ")");
        }
        if (!inSlot) {
            scene.means().store().verify(content.orElseThrow().sha256());
        }
        Image image = image(state);
        if (!inSlot && scene.stagesAhead()) {
            transfer.stage(image);
        }
        installs++;
        transfer.install(image);
        settled = scene.now().plus(scene.plan().flash().limit());
        return scene.wait("asked to install " + old());
    }

    @Override
    public Duration transferring() {
        return transfer.spent();
    }

    /**
     * A controller that installs while it receives may have taken the new software without saying so yet. Until this
     * moment its old name proves nothing, unless it was seen with the new one or sent the old one again.
     */
    private Instant appliedBy() {
        StepId install = scene.id().forward(StepKind.INSTALL);
        boolean known = installs > 0 || scene.run().evidence(install).isPresent();
        return scene.run()
                .step(install)
                .filter(_ -> !known)
                .map(a -> a.end().map(Entry::at).orElse(a.begunAt()))
                .map(at -> at.plus(scene.plan().flash().limit()))
                .orElse(Instant.MIN);
    }

    private boolean holds(Optional<Slot> slot) {
        return slot.filter(s -> s.software().equals(old()))
                .filter(s -> before.program().sha256().isEmpty()
                        || s.hash().equals(before.program().sha256()))
                .isPresent();
    }

    private Software old() {
        return before.identity().installed();
    }

    /** With the hash that the snapshot or the slot tells; of a program that nobody else has, the content is not asked. */
    private Image image(UpdateState state) {
        Optional<Stored> content = before.program().content();
        Sha256 hash = content.map(Stored::sha256)
                .or(() -> Stream.of(state.fallback(), state.pending())
                        .filter(this::holds)
                        .flatMap(Optional::stream)
                        .flatMap(slot -> slot.hash().stream())
                        .findFirst())
                .orElseGet(() -> Sha256.of(new byte[0]));
        return new Image(
                old(),
                hash,
                content.map(Stored::bytes).orElse(1L),
                () -> scene.means().store().open(hash));
    }
}
