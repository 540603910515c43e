package org.millwright.upgrade.step;

import java.time.Instant;
import java.util.Optional;
import org.millwright.equipment.EquipmentException;
import org.millwright.upgrade.Outcome;
import org.millwright.upgrade.Scene;
import org.millwright.upgrade.StepId;
import org.millwright.upgrade.StepId.Leg;
import org.millwright.upgrade.StepKind;
import org.millwright.validation.Baseline;

/** Measures the producing line before it is touched; a line that does not produce cannot be compared with later. */
final class MeasureBaseline implements Step {
    private final Scene scene;
    private final LineSampling sampling;
    private final Instant begun;

    MeasureBaseline(Scene scene) {
        this.scene = scene;
        this.sampling = new LineSampling(scene, scene.plan().validation().baselineCycles());
        this.begun = scene.now();
    }

    static StepId id() {
        return StepId.ofLine(Leg.FORWARD, StepKind.BASELINE);
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
        if (sampling.enough()) {
            return new Outcome.Done(new Baseline(sampling.samples()).toEvidence());
        }
        boolean late = scene.now().isAfter(begun.plus(scene.plan().validation().limit()));
        return late
                ? new Outcome.Refused("the line does not produce enough to be measured before the upgrade")
                : sampling.goOn();
    }
}
