package org.millwright.upgrade.step;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.Image;
import org.millwright.equipment.Order;
import org.millwright.equipment.UpdateState;
import org.millwright.plant.Software;
import org.millwright.release.SoftwarePackage;
import org.millwright.upgrade.Limits;
import org.millwright.upgrade.Outcome;
import org.millwright.upgrade.Scene;
import org.millwright.upgrade.StepKind;

/**
 * Installs the staged software and waits until the controller answers again.
 *
 * <ol>
 *   <li>Installed only on a prepared controller, after the snapshot was sealed, when the pending slot holds exactly the
 *       plan's package.
 *   <li>Silence while it reboots is expected; only the limit of the step ends it, as unknown.
 *   <li>On the old software with nothing pending, or with an error code, the controller has gone back by itself:
 *       broken, never tried again.
 * </ol>
 */
final class Install implements Step {
    private final Scene scene;
    private boolean asked;

    Install(Scene scene) {
        this.scene = scene;
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
        Software wanted = scene.target().software();
        return switch (state.installation()) {
            case INSTALLING -> Optional.of(scene.wait("installing, " + state.percent() + " %"));
            case ERROR ->
                Optional.of(new Outcome.Broken("the controller reports an installation error: " + state.text()
                        + " (vendor code " + state.vendorErrorCode() + ")"));
            case NONE, IDLE ->
                state.current().equals(wanted)
                        ? Optional.of(new Outcome.Done(Map.of(
                                "revision",
                                state.current().revision().value(),
                                "waitingForConfirm",
                                Boolean.toString(state.waitingForConfirm()))))
                        : onOldSoftware(state);
        };
    }

    private Optional<Outcome> onOldSoftware(UpdateState state) {
        boolean stillStaged = state.pending()
                .filter(p -> p.software().equals(scene.target().software()))
                .isPresent();
        return asked || !stillStaged || state.vendorErrorCode() != 0
                ? Optional.of(new Outcome.Broken(
                        "the controller came back with " + state.current().revision() + " instead of "
                                + scene.target().software().revision() + ": " + state.text()))
                : Optional.empty();
    }

    @Override
    public Optional<String> obstacle() throws EquipmentException {
        scene.run().evidenceNeeded(SealSnapshot.id());
        UpdateState state = scene.ask(s -> s.observe(Limits.REQUEST));
        if (state.preparation() != UpdateState.Preparation.PREPARED
                && state.preparation() != UpdateState.Preparation.NONE) {
            return Optional.of("the controller is not prepared but " + state.preparation());
        }
        Optional<String> stranger = Wanted.stranger(scene);
        if (stranger.isPresent()) {
            return stranger;
        }
        String snapshotted = scene.evidence(StepKind.SNAPSHOT).getOrDefault("revision", "");
        return state.current().revision().value().equals(snapshotted)
                ? Optional.empty()
                : Optional.of(
                        "the controller runs " + state.current().revision() + ", the snapshot holds " + snapshotted);
    }

    @Override
    public Outcome perform() throws EquipmentException, IOException {
        SoftwarePackage target = scene.target();
        asked = true;
        Image image = new Image(
                target.software(),
                target.sha256(),
                target.bytes(),
                () -> scene.means().store().open(target.sha256()));
        Order order = new Order(image, scene.plan().flash().confirmWithin(), Duration.ZERO);
        scene.tell(s -> s.install(scene.fence(), order, _ -> {}, Limits.REQUEST));
        return scene.wait("asked to install");
    }
}
