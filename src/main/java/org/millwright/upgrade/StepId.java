package org.millwright.upgrade;

import java.util.Optional;
import org.millwright.plant.ControllerId;

/**
 * One step of one run.
 *
 * @param controller empty for steps of the whole line
 */
public record StepId(Leg leg, StepKind kind, Optional<ControllerId> controller) {
    /** The way there or the way back. */
    public enum Leg {
        FORWARD,
        BACK
    }

    public static StepId ofLine(Leg leg, StepKind kind) {
        return new StepId(leg, kind, Optional.empty());
    }

    public static StepId of(Leg leg, StepKind kind, ControllerId controller) {
        return new StepId(leg, kind, Optional.of(controller));
    }

    /** The same step for the same subject on the other leg. */
    public StepId forward(StepKind other) {
        return new StepId(Leg.FORWARD, other, controller);
    }

    @Override
    public String toString() {
        return kind + controller.map(c -> " " + c).orElse("") + (leg == Leg.BACK ? " (back)" : "");
    }
}
