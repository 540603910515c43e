package org.millwright.validation;

import java.util.List;
import org.millwright.plant.ControllerId;

/**
 * Is a station's mean cycle time within its tolerance?
 *
 * <ol>
 *   <li>Asked of the ratio of the means, without dividing: {@code excess = later - (1 + tolerance) * baseline} is below 0 exactly
 *       when the ratio is within the limit. The interval of ratios that this test does not refute is that of Fieller (1954).
 *   <li>The spread of the excess is that of two samples with different variances; its degrees of freedom are those of
 *       Welch (1947), rounded down. Ten cycles are enough for it, and a station may become noisier by an upgrade.
 *   <li><b>Fail</b>: the whole interval is above the limit. Every station may err, so the level of each is that of Šidák (1967):
 *       with all stations exactly at the limit the line fails by chance in at most {@value #LINE_ERROR} of the cases.
 *   <li><b>Pass</b>: the whole interval is at or below the limit. The line passes only if every station does, so no correction
 *       is needed (intersection-union test, Berger 1982): a line with a station slower than its limit passes in at most
 *       {@value #PASS_ERROR} of the cases, however many others are fine.
 *   <li>An interval that straddles the limit is <b>inconclusive</b>, unless it is measured so finely (half its width at most a
 *       {@value #FINE} of the tolerance) that more cycles would say nothing of use: then a mean within the limit passes.
 *   <li>Without any spread on either side the means are compared as they are: what is seen is certain.
 * </ol>
 *
 * <p>What it takes: six stations, 8 % slower where 5 % are tolerated, ten cycles on both sides find it at 1 % jitter in 99 of
 * 100 cases; at 2 % jitter that takes forty. With fewer it is inconclusive, not passed.
 */
final class CycleTimeCheck {
    /** Chance to fail a line none of whose stations is slower than its limit; a wrong fail costs a rollback. */
    static final double LINE_ERROR = 0.01;

    /** Chance to pass a station that is slower than its limit; at exactly the limit it is largest. */
    static final double PASS_ERROR = 0.05;

    private static final double FINE = 0.1;
    private static final long FEWEST_TIMED = 3;

    /** Welch's formula never gives less for that many cycles; a deviation too small to be squared may. */
    private static final int LEAST_FREEDOM = 2;

    private final double tolerance;
    private final double failTail;

    CycleTimeCheck(double tolerance, int stations) {
        this.tolerance = tolerance;
        this.failTail = Levels.perTest(LINE_ERROR, stations);
    }

    Verdict judge(ControllerId station, Sample before, Sample after) {
        if (before.timed() < FEWEST_TIMED) {
            return open(station + ": cycle time seen in only " + before.timed() + " cycles of the baseline, "
                    + FEWEST_TIMED + " are needed");
        }
        if (after.timed() < FEWEST_TIMED) {
            return open(station + ": cycle time seen in only " + after.timed() + " cycles, " + FEWEST_TIMED
                    + " are needed");
        }
        Excess excess = excess(before, after);
        if (excess.isMoreThanChance(excess.ms(), failTail)) {
            return new Verdict.Fail(List.of(finding(station, before, after)));
        }
        boolean fine = excess.errorMs() == 0 || excess.isMoreThanChance(FINE * tolerance * before.meanMs(), PASS_ERROR);
        if (excess.isMoreThanChance(-excess.ms(), PASS_ERROR) || (fine && excess.ms() <= 0)) {
            return new Verdict.Pass();
        }
        return open(finding(station, before, after) + ", which is not certain: ±"
                + Words.percent(excess.halfWidthMs() / before.meanMs()) + " by " + after.timed() + " cycles");
    }

    private Excess excess(Sample before, Sample after) {
        double limit = 1 + tolerance;
        double early = limit * limit * before.variance() / before.timed();
        double late = after.variance() / after.timed();
        double freedom = (early + late)
                * (early + late)
                / (early * early / (before.timed() - 1) + late * late / (after.timed() - 1));
        return new Excess(
                after.meanMs() - limit * before.meanMs(), Math.sqrt(early + late), Math.max(LEAST_FREEDOM, (int)
                        freedom));
    }

    private String finding(ControllerId station, Sample before, Sample after) {
        return station + ": cycle time " + Words.number(after.meanMs()) + " ms against " + Words.number(before.meanMs())
                + " ms of the baseline is " + Words.signed(after.meanMs() / before.meanMs() - 1) + " % (limit "
                + Words.signed(tolerance) + " %)";
    }

    private static Verdict open(String reason) {
        return new Verdict.Inconclusive(List.of(reason));
    }

    /** How much the later mean is above the limit, with its standard error and the degrees of freedom of that. */
    private record Excess(double ms, double errorMs, int freedom) {
        boolean isMoreThanChance(double distanceMs, double tail) {
            return distanceMs > 0 && (errorMs == 0 || StudentT.upperTail(distanceMs / errorMs, freedom) <= tail);
        }

        double halfWidthMs() {
            return errorMs == 0 ? 0 : StudentT.quantile(PASS_ERROR, freedom) * errorMs;
        }
    }
}
