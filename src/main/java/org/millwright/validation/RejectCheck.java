package org.millwright.validation;

import java.util.List;
import org.millwright.plant.ControllerId;

/**
 * Is there evidence that a station rejects more than before, by more than the tolerance?
 *
 * <ol>
 *   <li>What is certain of the later share is the lower end of its interval by Wilson (1927), which holds its level for few
 *       cycles and for shares near 0 better than the textbook one (Brown, Cai, DasGupta 2001).
 *   <li>It is compared with the share seen in the baseline plus the tolerance. Its level is shared among the stations by
 *       Šidák (1967): {@value #FAIL_ERROR} for a fail, {@value #OPEN_ERROR} for what is held as inconclusive.
 *   <li>A few rejects are no evidence, however low the tolerance and the baseline: what fails are at least
 *       {@value #FAIL_REJECTS} more than the baseline's share lets expect, what is inconclusive at least {@value #OPEN_REJECTS}.
 *       So one reject in ten cycles neither fails nor holds a line whose baseline had none.
 *   <li>Everything else passes. To ask for proof of a low share instead would hold every line: ten cycles without a reject
 *       still leave room for a share of 20 %.
 * </ol>
 *
 * <p>The baseline's share counts as known, though ten cycles do not know it well. So these levels are those of lines that reject
 * little, and an unchanged line fails by chance the more often, the more it rejects. By exact sums, for a tolerance of 5 points
 * and ten later cycles: thirty stations that reject 1 % each fail in 0.3 % of the cases, a single station that rejects 10 % in
 * 2.5 % by a baseline of ten cycles and in under 1 % by one of thirty, which costs no standstill. A tolerance of 2 points with
 * thirty cycles on both sides lets a station that rejects 5 % fail in 4 %. In return ten cycles find a station that went
 * from no rejects to half of its parts in 94 of 100 cases; no test that held 1 % whatever the shares could.
 */
final class RejectCheck {
    static final double FAIL_ERROR = 0.01;
    static final double OPEN_ERROR = 0.05;
    private static final int FAIL_REJECTS = 3;
    private static final int OPEN_REJECTS = 2;

    private final double tolerance;
    private final double failZ;
    private final double openZ;

    RejectCheck(double tolerance, int stations) {
        this.tolerance = tolerance;
        this.failZ = Levels.normalQuantile(Levels.perTest(FAIL_ERROR, stations));
        this.openZ = Levels.normalQuantile(Levels.perTest(OPEN_ERROR, stations));
    }

    Verdict judge(ControllerId station, Sample before, Sample after) {
        if (before.cycles() == 0 || after.cycles() == 0) {
            return new Verdict.Inconclusive(List.of(station + ": rejects of " + after.cycles() + " cycles against "
                    + before.cycles() + " of the baseline say nothing"));
        }
        double beforeShare = share(before);
        double extra = after.rejects() - beforeShare * after.cycles();
        double limit = beforeShare + tolerance;
        if (extra >= FAIL_REJECTS && lowerShare(after, failZ) > limit) {
            return new Verdict.Fail(List.of(finding(station, before, after)));
        }
        if (extra >= OPEN_REJECTS && lowerShare(after, openZ) > limit) {
            return new Verdict.Inconclusive(
                    List.of(finding(station, before, after) + ", which is too few cycles to be certain"));
        }
        return new Verdict.Pass();
    }

    private String finding(ControllerId station, Sample before, Sample after) {
        return station + ": " + after.rejects() + " rejects in " + after.cycles() + " cycles against "
                + before.rejects()
                + " in " + before.cycles() + " of the baseline is " + Words.signed(share(after) - share(before))
                + " points (limit " + Words.signed(tolerance) + " points)";
    }

    private static double share(Sample sample) {
        return (double) sample.rejects() / sample.cycles();
    }

    private static double lowerShare(Sample sample, double z) {
        double n = sample.cycles();
        double p = share(sample);
        double middle = p + z * z / (2 * n);
        double half = z * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n));
        return (middle - half) / (1 + z * z / n);
    }
}
