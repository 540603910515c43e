package org.millwright.upgrade.step;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.EquipmentException.Kind;
import org.millwright.equipment.Image;
import org.millwright.equipment.UpdateState;
import org.millwright.release.SoftwarePackage;
import org.millwright.upgrade.Limits;
import org.millwright.upgrade.Outcome;
import org.millwright.upgrade.Scene;

/**
 * Sends the package into the pending slot while the line produces. A lost transfer begins again at its first byte. A
 * controller that takes nothing while it produces gets its package when it is installed.
 */
record Stage(Scene scene) implements Step {
    /** When a controller gets its package. */
    static final String SENT = "sent";

    static final String AHEAD = "ahead";
    static final String WHEN_PREPARED = "when prepared";
    static final String WITH_THE_ORDER = "with the order to install";

    @Override
    public Optional<Outcome> observe() throws EquipmentException {
        UpdateState state = scene.ask(s -> s.observe(Limits.REQUEST));
        SoftwarePackage target = scene.target();
        boolean there = state.pending()
                .filter(p -> p.software().equals(target.software()))
                .filter(p -> p.hash().filter(target.sha256()::equals).isPresent())
                .isPresent();
        return there ? Optional.of(done(AHEAD)) : Optional.empty();
    }

    @Override
    public Outcome perform() throws EquipmentException, IOException {
        Image image = scene.image();
        scene.means().store().verify(image.sha256());
        if (!scene.stagesAhead()) {
            return done(WITH_THE_ORDER);
        }
        try {
            Image paced = scene.means().staging().paced(image);
            Duration limit = scene.means().staging().longest(scene.plan().bytes());
            scene.tell(s -> s.stage(scene.fence(), paced, scene.sent(image), limit));
        } catch (EquipmentException e) {
            if (e.kind() == Kind.NOT_PREPARED) {
                return done(WHEN_PREPARED);
            }
            throw e;
        }
        return done(AHEAD);
    }

    /** Whether parameters will be lost can be asked only while the software is staged, so it is asked here. */
    private Outcome done(String sent) throws EquipmentException {
        SoftwarePackage target = scene.target();
        boolean known = !sent.equals(WHEN_PREPARED);
        boolean keeps = known
                && scene.ask(s -> s.behavior(target.software(), Limits.REQUEST)).keepsParameters();
        Optional<String> loss = known && !keeps ? ControllerData.loss(scene) : Optional.empty();
        if (loss.isPresent()) {
            return new Outcome.Refused(loss.get());
        }
        return new Outcome.Done(Map.of(
                "sha256",
                target.sha256().hex(),
                "bytes",
                Long.toString(target.bytes()),
                "losesParameters",
                Boolean.toString(!keeps),
                SENT,
                sent));
    }
}
