package org.millwright.upgrade.step;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.UpdateState;
import org.millwright.equipment.UpdateState.Installation;
import org.millwright.equipment.UpdateState.Preparation;
import org.millwright.plant.Revision;
import org.millwright.plant.Software;
import org.millwright.upgrade.Limits;
import org.millwright.upgrade.Outcome;
import org.millwright.upgrade.Scene;
import org.millwright.upgrade.StepKind;

/**
 * Installs the plan's software and waits until the controller answers again with it.
 *
 * <ol>
 *   <li>Installed only on a prepared controller, after the snapshot was sealed, when the pending slot holds exactly the
 *       plan's package. A controller that takes nothing while it produces gets its package now.
 *   <li>Silence while it reboots is expected; only the limit of the step ends it, as unknown. A reboot in the middle of
 *       the installation is confirmed like the last one.
 *   <li>A controller that waits for its power to be cut waits for a person.
 *   <li>On the old software with nothing pending, or with an error code, the controller has gone back by itself:
 *       broken, never tried again. One that gets its package only now, and whose transfer was cut, gets it again from
 *       its first byte, a few times, also when it complains of that by an error code.
 * </ol>
 */
final class Install implements Step {
    private final Scene scene;
    private final Transfer transfer;
    private boolean asked;
    private boolean gone;

    Install(Scene scene) {
        this.scene = scene;
        this.transfer = new Transfer(scene);
    }

    @Override
    public Optional<Outcome> observe() throws EquipmentException {
        UpdateState state;
        try {
            state = scene.ask(s -> s.observe(Limits.REQUEST));
        } catch (EquipmentException e) {
            gone |= asked && e.kind() == EquipmentException.Kind.UNREACHABLE;
            return Optional.of(Reboot.silence(scene, e));
        }
        scene.show(state.percent(), state.installation() + " " + state.text());
        if (state.waitingForPowerCycle()) {
            return Optional.of(PowerCycle.awaited(scene, state));
        }
        return switch (state.installation()) {
            case INSTALLING ->
                state.waitingForConfirm()
                        ? Optional.empty()
                        : Optional.of(scene.wait("installing, " + state.percent() + " %"));
            case ERROR ->
                Optional.of(new Outcome.Broken("the controller reports an installation error: " + state.text()
                        + " (vendor code " + state.vendorErrorCode() + ")"));
            case NONE, IDLE ->
                state.current().equals(scene.target().software()) ? Optional.of(done(state)) : onOtherSoftware(state);
        };
    }

    private static Outcome done(UpdateState state) {
        return new Outcome.Done(Map.of(
                "revision",
                state.current().revision().value(),
                "waitingForConfirm",
                Boolean.toString(state.waitingForConfirm())));
    }

    private Optional<Outcome> onOtherSoftware(UpdateState state) {
        Outcome gaveUp = new Outcome.Broken("the controller came back with "
                + state.current().revision() + " instead of "
                + scene.target().software().revision() + ": " + state.text());
        boolean cut = bare(state) && sentNow() && !asked;
        if (state.vendorErrorCode() != 0 && !cut) {
            return Optional.of(gaveUp);
        }
        if (state.installation() == Installation.NONE && asked && !gone) {
            // It has taken everything and says so nowhere else than by coming back.
            return Optional.of(scene.wait("everything is sent, " + state.text()));
        }
        if (asked || !mayBegin(state)) {
            return Optional.of(gaveUp);
        }
        return Optional.empty();
    }

    private boolean mayBegin(UpdateState state) {
        Software wanted = scene.target().software();
        boolean pending =
                state.pending().filter(p -> p.software().equals(wanted)).isPresent();
        return pending || (sentNow() && timeLeft());
    }

    /** Later attempts share the first one's limit: none is begun that could not be seen to its end. */
    private boolean timeLeft() {
        Duration limit = scene.plan().flash().limit();
        return scene.run()
                .step(scene.id())
                .map(known -> scene.now().isBefore(known.since().plus(limit)))
                .orElse(true);
    }

    /** Whether the package is sent by this step. */
    private boolean sentNow() {
        return !scene.evidence(StepKind.STAGE)
                .getOrDefault(Stage.SENT, Stage.AHEAD)
                .equals(Stage.AHEAD);
    }

    private static boolean bare(UpdateState state) {
        return state.current().revision().equals(Revision.NONE);
    }

    @Override
    public Optional<String> obstacle() throws EquipmentException {
        scene.run().evidenceNeeded(SealSnapshot.id());
        UpdateState state = scene.ask(s -> s.observe(Limits.REQUEST));
        if (state.installation() == Installation.INSTALLING) {
            return Optional.empty();
        }
        if (state.preparation() != Preparation.PREPARED && state.preparation() != Preparation.NONE) {
            return Optional.of("the controller is not prepared but " + state.preparation());
        }
        Optional<String> stranger = Wanted.stranger(scene);
        if (stranger.isPresent()) {
            return stranger;
        }
        String snapshotted = scene.evidence(StepKind.SNAPSHOT).getOrDefault("revision", "");
        return bare(state) || state.current().revision().value().equals(snapshotted)
                ? Optional.empty()
                : Optional.of(
                        "the controller runs " + state.current().revision() + ", the snapshot holds " + snapshotted);
    }

    @Override
    public Outcome perform() throws EquipmentException, IOException {
        UpdateState state = scene.ask(s -> s.observe(Limits.REQUEST));
        if (state.installation() == Installation.INSTALLING) {
            scene.tell(s -> s.confirm(scene.fence(), Limits.REQUEST));
            return scene.wait("confirmed in the middle of the installation");
        }
        if (sentNow()) {
            scene.means().store().verify(scene.target().sha256());
        }
        if (sentNow() && scene.stagesAhead()) {
            transfer.stage(scene.image());
            Software staged = scene.target().software();
            boolean keeps = scene.ask(s -> s.behavior(staged, Limits.REQUEST)).keepsParameters();
            Optional<String> loss = keeps ? Optional.empty() : ControllerData.loss(scene);
            if (loss.isPresent()) {
                return new Outcome.Refused(loss.get());
            }
        }
        asked = true;
        transfer.install(scene.image());
        return scene.wait("asked to install");
    }

    @Override
    public Duration transferring() {
        return transfer.spent();
    }
}
