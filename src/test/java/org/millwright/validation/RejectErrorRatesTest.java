package org.millwright.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.millwright.validation.Production.FIVE_PERCENT;
import static org.millwright.validation.Production.id;
import static org.millwright.validation.Production.rates;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.millwright.plan.Plan.ValidationPolicy;
import org.millwright.validation.Production.Rates;
import org.millwright.validation.Production.Station;
import org.millwright.validation.Production.Trial;
import org.millwright.validation.Verdict.Fail;
import org.millwright.validation.Verdict.Inconclusive;
import org.millwright.validation.Verdict.Pass;

class RejectErrorRatesTest {
    private static final Station STEADY = Station.withJitter(0.01);

    @ParameterizedTest
    @ValueSource(ints = {1, 6, 30})
    void aStationThatNowRejectsHalfOfItsPartsFailsInTenCycles(int stations) {
        Trial trial = new Trial(stations, 10, STEADY, STEADY.rejecting(0.5));
        assertThat(rates(trial::judge).fail()).isGreaterThan(0.9);
    }

    @ParameterizedTest
    @CsvSource({"6, 10, 0.01", "6, 40, 0.01", "30, 10, 0.005", "30, 10, 0.01", "30, 40, 0.02"})
    void anUnchangedLineThatRejectsSomePartsPasses(int stations, int cycles, double rejects) {
        Station station = STEADY.rejecting(rejects);
        Trial trial = new Trial(stations, cycles, station, station);
        Rates rates = rates(trial::judge);
        assertThat(rates.pass()).isGreaterThan(0.97);
        assertThat(rates.fail()).isLessThan(0.01);
    }

    @Test
    void aStationThatHasAlwaysRejectedOneInTenRarelyFails() {
        Station station = STEADY.rejecting(0.1);
        assertThat(rates(new Trial(1, 10, station, station)::judge).fail()).isLessThan(0.04);
        assertThat(rates(new Trial(1, 30, station, station)::judge).fail()).isLessThan(0.02);
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 0.05", "1, 1, 0.05", "1, 2, 0.05", "0, 1, 0.01", "1, 2, 0.01", "0, 1, 0", "0, 0, 0"})
    void aSingleRejectMoreInTenCyclesPassesWhateverTheTolerance(int before, int after, double tolerance) {
        ValidationPolicy policy = new ValidationPolicy(10, 10, 0.05, tolerance, Duration.ofMinutes(5));
        for (int stations : List.of(1, 6, 30)) {
            Verdict verdict = new Baseline(Production.line(stations, _ -> sample(10, before)))
                    .judge(Production.line(stations, _ -> sample(10, after)), policy);
            assertThat(verdict).isEqualTo(new Pass());
        }
    }

    @Test
    void whatIsSuspiciousButNotCertainIsHeld() {
        assertThat(judge(sample(10, 0), sample(10, 2)))
                .isEqualTo(new Inconclusive(List.of(
                        "st10: 2 rejects in 10 cycles against 0 in 10 of the baseline is +20 points (limit +5 points),"
                                + " which is too few cycles to be certain")));
    }

    @Test
    void aFailSaysWhatWasCounted() {
        assertThat(judge(sample(40, 1), sample(10, 6)))
                .isEqualTo(
                        new Fail(
                                List.of(
                                        "st10: 6 rejects in 10 cycles against 1 in 40 of the baseline is +57.5 points (limit +5 points)")));
    }

    @Test
    void fewerRejectsPass() {
        assertThat(judge(sample(10, 8), sample(10, 0))).isEqualTo(new Pass());
    }

    private static Verdict judge(Sample before, Sample after) {
        return new Baseline(Map.of(id(0), before)).judge(Map.of(id(0), after), FIVE_PERCENT);
    }

    private static Sample sample(long cycles, long rejects) {
        return new Sample(cycles, rejects, cycles, 1000, 1, List.of());
    }
}
