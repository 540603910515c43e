package org.millwright.upgrade.step;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.Image;
import org.millwright.equipment.UpdateBehavior;
import org.millwright.equipment.UpdateState;
import org.millwright.release.SoftwarePackage;
import org.millwright.upgrade.Limits;
import org.millwright.upgrade.Outcome;
import org.millwright.upgrade.Scene;

/** Sends the package into the pending slot while the line produces. A lost transfer begins again at its first byte. */
record Stage(Scene scene) implements Step {
    @Override
    public Optional<Outcome> observe() throws EquipmentException {
        UpdateState state = scene.ask(s -> s.observe(Limits.REQUEST));
        SoftwarePackage target = scene.target();
        boolean there = state.pending()
                .filter(p -> p.software().equals(target.software()))
                .filter(p -> p.hash().filter(target.sha256()::equals).isPresent())
                .isPresent();
        return there ? Optional.of(done()) : Optional.empty();
    }

    @Override
    public Outcome perform() throws EquipmentException, IOException {
        SoftwarePackage target = scene.target();
        long bytes = scene.means().store().verify(target.sha256());
        Image image = new Image(
                target.software(),
                target.sha256(),
                bytes,
                () -> scene.means().store().open(target.sha256()));
        scene.tell(s -> s.stage(
                scene.fence(),
                image,
                sent -> scene.show((int) (100 * sent / bytes), "sent " + sent + " of " + bytes + " bytes"),
                Limits.TRANSFER));
        return done();
    }

    /** Whether parameters will be lost can be asked only while the software is staged, so it is asked here. */
    private Outcome done() throws EquipmentException {
        SoftwarePackage target = scene.target();
        UpdateBehavior behavior = scene.ask(s -> s.behavior(target.software(), Limits.REQUEST));
        return new Outcome.Done(Map.of(
                "sha256", target.sha256().hex(),
                "bytes", Long.toString(target.bytes()),
                "losesParameters", Boolean.toString(!behavior.keepsParameters())));
    }
}
