package org.millwright.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.millwright.validation.Production.FIVE_PERCENT;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.millwright.plan.Plan.ValidationPolicy;
import org.millwright.plant.ControllerId;
import org.millwright.validation.Verdict.Fail;
import org.millwright.validation.Verdict.Inconclusive;
import org.millwright.validation.Verdict.Pass;

class VerdictTest {
    private static final ControllerId WELD = new ControllerId("st30-weld");
    private static final ControllerId TEST = new ControllerId("st40-test");

    @Test
    void aSlowerStationIsNamedWithWhatWasMeasuredAndItsLimit() {
        assertThat(judge(timed(6850, 20), timed(7412, 20)))
                .isEqualTo(new Fail(List.of(
                        "st30-weld: cycle time 7412 ms against 6850 ms of the baseline is +8.2 % (limit +5 %)")));
    }

    @Test
    void whatIsNotCertainSaysHowUncertainItIs() {
        assertThat(judge(timed(6850, 137), timed(7192.5, 137)))
                .isEqualTo(new Inconclusive(
                        List.of("st30-weld: cycle time 7192.5 ms against 6850 ms of the baseline is +5 % (limit +5 %),"
                                + " which is not certain: ±1.6 % by 10 cycles")));
    }

    @Test
    void aMachineWithoutAnyJitterIsComparedAsMeasured() {
        assertThat(judge(timed(1000, 0), timed(1050, 0))).isEqualTo(new Pass());
        assertThat(judge(timed(1000, 0), timed(1050.1, 0))).isInstanceOf(Fail.class);
    }

    @Test
    void aMachineThatRunsExactlyAsBeforePassesWithoutAnyTolerance() {
        ValidationPolicy strict = new ValidationPolicy(10, 10, 0, 0, Duration.ofMinutes(5));
        Baseline baseline = new Baseline(Map.of(WELD, timed(1000, 0)));
        assertThat(baseline.judge(baseline.stations(), strict)).isEqualTo(new Pass());
    }

    /** Squares of such deviations are 0 or infinite. */
    @Test
    void absurdDeviationsAreJudgedToo() {
        assertThat(judge(timed(1000, 1e-100), timed(1040, 1e-100))).isEqualTo(new Pass());
        assertThat(judge(timed(1000, 1e-100), timed(1060, 1e-100))).isInstanceOf(Fail.class);
        assertThat(judge(timed(1000, 1e200), timed(1060, 1e200))).isInstanceOf(Inconclusive.class);
    }

    @Test
    void jitterOnOneSideOnlyIsEnoughToJudge() {
        assertThat(judge(timed(1000, 0), timed(1000, 20))).isEqualTo(new Pass());
        assertThat(judge(timed(1000, 20), timed(1200, 0))).isInstanceOf(Fail.class);
    }

    /** At 4.9 % with 0.2 % uncertainty a person could decide no better. */
    @Test
    void whatIsMeasuredFinelyEnoughDoesNotWaitForMoreCycles() {
        assertThat(judge(timed(1000, 2), timed(1049, 2))).isEqualTo(new Pass());
        assertThat(judge(timed(1000, 2), timed(1051, 2))).isInstanceOf(Inconclusive.class);
        assertThat(judge(timed(1000, 2), timed(1055, 2))).isInstanceOf(Fail.class);
    }

    @Test
    void fewerThanThreeTimedCyclesSayNothing() {
        Sample two = new Sample(10, 0, 2, 1000, 1, List.of());
        assertThat(judge(timed(1000, 1), two))
                .isEqualTo(new Inconclusive(List.of("st30-weld: cycle time seen in only 2 cycles, 3 are needed")));
        assertThat(judge(two, timed(1000, 1)))
                .isEqualTo(new Inconclusive(
                        List.of("st30-weld: cycle time seen in only 2 cycles of the baseline, 3 are needed")));
    }

    @Test
    void aStationThatDidNotRunSaysNothing() {
        assertThat(judge(timed(1000, 1), new Sample(0, 0, 0, 0, 0, List.of()))).isInstanceOf(Inconclusive.class);
    }

    @Test
    void aNewAlarmFailsWithItsText() {
        assertThat(judge(alarmed("door", "lube low"), alarmed("Überdruck = 3 bar\n", "lube low")))
                .isEqualTo(new Fail(List.of("st30-weld: alarm \"Überdruck = 3 bar\n\" was not there in the baseline")));
    }

    @Test
    void alarmsOfTheBaselineMayStayOrGo() {
        assertThat(judge(alarmed("door", "lube low"), alarmed("door"))).isEqualTo(new Pass());
    }

    @Test
    void anAlarmOfAnotherStationIsNewToThisOne() {
        Verdict verdict = new Baseline(Map.of(WELD, alarmed("door"), TEST, alarmed()))
                .judge(Map.of(WELD, alarmed(), TEST, alarmed("door")), FIVE_PERCENT);
        assertThat(verdict).isEqualTo(new Fail(List.of("st40-test: alarm \"door\" was not there in the baseline")));
    }

    @Test
    void everyFailedStationIsNamedAndAFailOutweighsWhatIsOpen() {
        ControllerId open = new ControllerId("st10-loader");
        Baseline baseline = new Baseline(Map.of(open, timed(1000, 1), WELD, timed(1000, 1), TEST, timed(1000, 1)));
        assertThat(baseline.judge(Map.of(TEST, timed(1200, 1), WELD, timed(1100, 1)), FIVE_PERCENT))
                .isEqualTo(new Fail(List.of(
                        "st30-weld: cycle time 1100 ms against 1000 ms of the baseline is +10 % (limit +5 %)",
                        "st40-test: cycle time 1200 ms against 1000 ms of the baseline is +20 % (limit +5 %)")));
    }

    @Test
    void whatWasMeasuredOnOneSideOnlyIsInconclusive() {
        Baseline baseline = new Baseline(Map.of(WELD, timed(1000, 1)));
        assertThat(baseline.judge(Map.of(TEST, timed(1000, 1)), FIVE_PERCENT))
                .isEqualTo(new Inconclusive(List.of(
                        "st30-weld: was not measured after the upgrade",
                        "st40-test: was not measured for the baseline")));
    }

    @Test
    void aBaselineWithoutStationsNeverPasses() {
        assertThat(new Baseline(Map.of()).judge(Map.of(), FIVE_PERCENT)).isInstanceOf(Inconclusive.class);
    }

    @Test
    void aToleranceOfZeroPassesWhatIsClearlyFaster() {
        ValidationPolicy strict = new ValidationPolicy(10, 10, 0, 0, Duration.ofMinutes(5));
        Baseline baseline = new Baseline(Map.of(WELD, timed(1000, 10)));
        assertThat(baseline.judge(Map.of(WELD, timed(950, 10)), strict)).isEqualTo(new Pass());
        assertThat(baseline.judge(Map.of(WELD, timed(1000, 10)), strict)).isInstanceOf(Inconclusive.class);
    }

    private static Verdict judge(Sample before, Sample after) {
        return new Baseline(Map.of(WELD, before)).judge(Map.of(WELD, after), FIVE_PERCENT);
    }

    private static Sample timed(double meanMs, double deviationMs) {
        return new Sample(10, 0, 10, meanMs, deviationMs, List.of());
    }

    private static Sample alarmed(String... alarms) {
        return new Sample(10, 0, 10, 1000, 1, List.of(alarms));
    }
}
