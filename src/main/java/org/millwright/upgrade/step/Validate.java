package org.millwright.upgrade.step;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.TagValue;
import org.millwright.plant.Tag;
import org.millwright.upgrade.Limits;
import org.millwright.upgrade.Outcome;
import org.millwright.upgrade.Scene;
import org.millwright.validation.Baseline;
import org.millwright.validation.Verdict;

/**
 * One validation cycle: the line produces under supervision and is compared with its own baseline. The first cycles
 * after a standstill fill the line and are not counted. Without a pass the infeed goes off again.
 */
final class Validate implements Step {
    private final Scene scene;
    private final Instant begun;
    private final LineSampling filling;
    private final LineSampling sampling;
    private boolean producing;
    private boolean filled;

    Validate(Scene scene) {
        this.scene = scene;
        this.begun = scene.now();
        this.filling = new LineSampling(scene, 1);
        this.sampling = new LineSampling(scene, scene.plan().validation().cycles());
    }

    @Override
    public Optional<Outcome> observe() {
        return Optional.empty();
    }

    @Override
    public boolean measures() {
        return true;
    }

    @Override
    public Outcome perform() throws EquipmentException {
        try {
            return measure();
        } catch (EquipmentException e) {
            // A line that cannot be watched must not go on producing, whoever still answers.
            LineTags.switchOff(scene);
            throw e;
        }
    }

    private Outcome measure() throws EquipmentException {
        if (!producing) {
            LineTags.infeed(scene, true);
            producing = true;
        }
        if (!filled) {
            filled = filling.enough();
        } else if (sampling.enough()) {
            return verdict();
        }
        if (scene.now().isAfter(begun.plus(scene.plan().validation().limit()))) {
            stopFeeding();
            return new Outcome.Broken("the line does not produce "
                    + scene.plan().validation().cycles() + " cycles at every station within "
                    + scene.plan().validation().limit().toSeconds() + " s");
        }
        return filled ? sampling.goOn() : filling.goOn();
    }

    private Outcome verdict() throws EquipmentException {
        Baseline baseline = Baseline.fromEvidence(scene.run().evidenceNeeded(MeasureBaseline.id()));
        Verdict verdict = baseline.judge(sampling.samples(), scene.plan().validation());
        switch (verdict) {
            case Verdict.Pass _ -> {
                Map<String, String> evidence = new TreeMap<>(new Baseline(sampling.samples()).toEvidence());
                evidence.put("verdict", "pass");
                return new Outcome.Done(evidence);
            }
            case Verdict.Fail(var reasons) -> {
                stopFeeding();
                return new Outcome.Broken(String.join("; ", reasons));
            }
            case Verdict.Inconclusive(var reasons) -> {
                stopFeeding();
                return new Outcome.Unknown("inconclusive: " + String.join("; ", reasons));
            }
        }
    }

    private void stopFeeding() throws EquipmentException {
        scene.tell(
                scene.line().controllers().getFirst().id(),
                s -> s.write(scene.fence(), Tag.INFEED_ENABLED, new TagValue.Flag(false), Limits.REQUEST));
    }
}
