package org.millwright.validation;

import java.util.Map;
import org.millwright.plan.Plan.ValidationPolicy;
import org.millwright.plant.ControllerId;

/** How the line produced before it was touched. */
public record Baseline(Map<ControllerId, Sample> stations) {
    public Baseline {
        stations = Map.copyOf(stations);
    }

    /** Flat text form for the journal: keys like {@code st10-loader.meanMs}, nothing lost. */
    public Map<String, String> toEvidence() {
        return Evidence.write(stations);
    }

    /**
     * Reads what {@link #toEvidence} wrote.
     *
     * @throws IllegalArgumentException names the key that is missing, unreadable, impossible or too many
     */
    public static Baseline fromEvidence(Map<String, String> evidence) {
        return new Baseline(Evidence.read(evidence));
    }

    /**
     * Compares later samples of the same stations with this baseline, each station for itself, in three checks.
     *
     * <ul>
     *   <li><b>Cycle time</b>: passes when shown to be within tolerance, fails when shown to be slower, else
     *       inconclusive. Faster is good.
     *   <li><b>Rejects</b>: fails on evidence of a higher share than tolerated; passes without evidence, since a
     *       handful of cycles can never show a low share.
     *   <li><b>Alarms</b>: an alarm that the station's baseline did not have fails, whatever its frequency.
     * </ul>
     *
     * One fail is a fail of the line. A station without a baseline, without a later sample or with fewer than three
     * timed cycles on either side is inconclusive, and so is a baseline without stations. The error rates are those of one
     * comparison: measuring again and again until the verdict pleases adds them up.
     */
    public Verdict judge(Map<ControllerId, Sample> later, ValidationPolicy policy) {
        return new Judge(this, policy).judge(later);
    }
}
