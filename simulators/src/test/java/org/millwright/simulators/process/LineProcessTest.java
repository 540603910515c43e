package org.millwright.simulators.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator.SplittableGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.millwright.simulators.config.StationSettings;

class LineProcessTest {
    private static final long STEP_MS = SimulationClock.STEP_MS;
    private static final Behaviour GOOD = new Behaviour(1, 0, 0);

    @Test
    void aDrainTakesAsLongAsTheWorkInProgressNeeds() {
        LineProcess line = line(6, station(7, 0));
        run(line, Duration.ofMinutes(3));
        first(line).setInfeedEnabled(false);
        int parts = partsInLine(line);

        long drainMs = msUntilEmpty(line);

        // equal cycle times without jitter or rejects: the last station sends one part out each cycle, and waits for
        // the part in front of it at most one cycle
        assertThat((double) drainMs).isCloseTo((parts - 0.5) * 7000, within(7000.0));
        assertThat(parts).isGreaterThan(6);
    }

    @Test
    void aSlowStationMakesTheDrainLonger() {
        long usual = drainMs(Collections.nCopies(4, station(5, 0)));
        long withSlow = drainMs(List.of(station(5, 0), station(5, 0), station(20, 0), station(5, 0)));
        // in front of the slow station wait at least its full conveyor and one part in work upstream
        assertThat(withSlow).isGreaterThan(usual + 3 * 15_000);
    }

    @Test
    void theLineProducesFromTheFirstMomentOnAtThePaceOfItsSlowestStation() {
        LineProcess line = line(List.of(station(5, 0), station(8, 0), station(6, 0)));
        run(line, Duration.ofMinutes(1));
        long before = line.finished();

        run(line, Duration.ofMinutes(80));

        assertThat(line.finished() - before).isCloseTo(600, within(3L));
    }

    @Test
    void partsAreNeitherLostNorMade() {
        LineProcess line = line(5, new StationSettings(Duration.ofSeconds(4), 0.3, 0.1, 0, 2, "A"));
        int atStart = partsInLine(line);
        run(line, Duration.ofMinutes(30));
        first(line).setInfeedEnabled(false);
        msUntilEmpty(line);

        // whatever left the first station or stood behind it was finished or rejected further on
        long rejectedLater = line.stations().stream()
                .skip(1)
                .mapToLong(station -> station.view().rejectCount())
                .sum();
        long leftFirst = first(line).view().cycleCount() - first(line).view().rejectCount();
        int atStartBehindTheFirst = atStart - 1;
        assertThat(line.finished() + rejectedLater).isEqualTo(leftFirst + atStartBehindTheFirst);
    }

    @Test
    void aStoppedStationBlocksThoseBeforeAndStarvesThoseBehind() {
        LineProcess line = line(3, station(5, 0));
        line.stations().get(1).drive(Station.Mode.STOPPED, GOOD);
        long middleCycles = line.stations().get(1).view().cycleCount();

        run(line, Duration.ofMinutes(5));

        assertThat(states(line)).containsExactly("Suspended", "Stopped", "Idle");
        assertThat(line.stations().get(1).view().cycleCount()).isEqualTo(middleCycles);
        assertThat(first(line).view().parts()).isEqualTo(3);
        assertThat(line.stations().get(2).view().parts()).isZero();
    }

    @Test
    void aPartStoppedInItsCycleIsFinishedWhenTheStationRunsAgain() {
        LineProcess line = line(1, station(10, 0));
        first(line).setInfeedEnabled(false);
        first(line).drive(Station.Mode.STOPPED, GOOD);
        run(line, Duration.ofMinutes(1));
        assertThat(first(line).view().cycleCount()).isZero();

        first(line).drive(Station.Mode.RUNNING, GOOD);
        run(line, Duration.ofSeconds(11));

        assertThat(first(line).view().cycleCount()).isEqualTo(1);
        assertThat(first(line).view().lastCycleMs()).isEqualTo(10_000);
        assertThat(states(line)).containsExactly("Stopped");
    }

    @Test
    void aStationWithoutInfeedTakesNothing() {
        LineProcess line = line(2, station(5, 0));
        line.stations().get(1).setInfeedEnabled(false);

        run(line, Duration.ofMinutes(2));

        assertThat(states(line)).containsExactly("Suspended", "Stopped");
    }

    @Test
    void aStuckPartStaysWhileTheOthersPassIt() {
        LineProcess line = line(3, station(5, 0));
        line.stations().get(1).stickPart();
        long before = line.finished();
        run(line, Duration.ofMinutes(5));
        assertThat(line.finished()).isGreaterThan(before + 50);
        first(line).setInfeedEnabled(false);

        run(line, Duration.ofHours(1));

        assertThat(partsInLine(line)).isEqualTo(1);
        assertThat(line.stations().get(1).view().parts()).isEqualTo(1);
    }

    @Test
    void softwareMakesItsOwnStationSlowerRejectingAndAlarming() {
        LineProcess line = line(2, station(5, 0));
        run(line, Duration.ofMinutes(5));
        assertThat(first(line).view().lastCycleMs()).isEqualTo(5000);
        assertThat(first(line).view().alarms()).isEmpty();

        first(line).drive(Station.Mode.RUNNING, new Behaviour(1.08, 1, 1));
        run(line, Duration.ofMinutes(5));

        assertThat(first(line).view().lastCycleMs()).isCloseTo(5400, within(0.001));
        assertThat(first(line).view().rejectCount()).isGreaterThan(50);
        assertThat(first(line).view().alarms()).hasSize(1);
        assertThat(line.stations().get(1).view().alarms()).isEmpty();
        assertThat(states(line)).containsExactly("Execute", "Idle");
    }

    @Test
    void aFailureAbortsTheStationWithAnAlarm() {
        LineProcess line = line(1, station(5, 0));
        first(line).drive(Station.Mode.ABORTED, GOOD);
        run(line, Duration.ofMinutes(1));

        assertThat(states(line)).containsExactly("Aborted");
        assertThat(first(line).view().alarms()).hasSize(1);
        assertThat(first(line).view().cycleCount()).isZero();
    }

    @Test
    void theSameSeedGivesTheSameTraceAndAnotherSeedAnother() {
        assertThat(trace(1)).isEqualTo(trace(1)).isNotEqualTo(trace(2));
    }

    @Test
    void theLengthOfRealTicksChangesNothing() {
        List<String> fine = new ArrayList<>();
        List<String> coarse = new ArrayList<>();
        LineProcess one = line(1, 3, noisy());
        LineProcess other = line(1, 3, noisy());
        SimulationClock fineClock = new SimulationClock(20, () -> one.step(STEP_MS));
        SimulationClock coarseClock = new SimulationClock(20, () -> other.step(STEP_MS));
        for (int second = 0; second < 60; second++) {
            for (int tick = 0; tick < 100; tick++) {
                fineClock.realTime(Duration.ofMillis(10));
            }
            for (int tick = 0; tick < 4; tick++) {
                coarseClock.realTime(Duration.ofMillis(250));
            }
            fine.add(views(one));
            coarse.add(views(other));
        }
        assertThat(fine).isEqualTo(coarse);
    }

    @Test
    void aLongStallIsForgottenInsteadOfCaughtUpWith() {
        long[] steps = {0};
        SimulationClock clock = new SimulationClock(10, () -> steps[0]++);
        clock.realTime(Duration.ofHours(1));
        assertThat(steps[0]).isEqualTo(500 * 10 / STEP_MS);
    }

    private static List<String> trace(long seed) {
        LineProcess line = line(seed, 4, noisy());
        List<String> trace = new ArrayList<>();
        for (int second = 0; second < 600; second++) {
            run(line, Duration.ofSeconds(1));
            trace.add(views(line));
        }
        return trace;
    }

    private static StationSettings noisy() {
        return new StationSettings(Duration.ofSeconds(5), 0.2, 0.05, 0.1, 2, "A");
    }

    private static StationSettings station(int cycleS, double jitter) {
        return new StationSettings(Duration.ofSeconds(cycleS), jitter, 0, 0, 2, "A");
    }

    private static LineProcess line(int stations, StationSettings each) {
        return line(1, stations, each);
    }

    private static LineProcess line(long seed, int stations, StationSettings each) {
        return new LineProcess(Collections.nCopies(stations, each), random(seed));
    }

    private static LineProcess line(List<StationSettings> stations) {
        return new LineProcess(stations, random(1));
    }

    private static SplittableGenerator random(long seed) {
        return (SplittableGenerator)
                RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    private static long drainMs(List<StationSettings> stations) {
        LineProcess line = line(stations);
        run(line, Duration.ofMinutes(10));
        first(line).setInfeedEnabled(false);
        return msUntilEmpty(line);
    }

    private static long msUntilEmpty(LineProcess line) {
        long ms = 0;
        while (partsInLine(line) > 0) {
            line.step(STEP_MS);
            ms += STEP_MS;
            assertThat(ms).as("the line never gets empty").isLessThan(3_600_000);
        }
        return ms;
    }

    private static void run(LineProcess line, Duration simulated) {
        for (long ms = 0; ms < simulated.toMillis(); ms += STEP_MS) {
            line.step(STEP_MS);
        }
    }

    private static int partsInLine(LineProcess line) {
        return line.stations().stream()
                .mapToInt(station -> station.view().parts())
                .sum();
    }

    private static List<String> states(LineProcess line) {
        return line.stations().stream().map(station -> station.view().state()).toList();
    }

    private static String views(LineProcess line) {
        return line.stations().stream().map(Station::view).toList() + " " + line.finished();
    }

    private static Station first(LineProcess line) {
        return line.stations().getFirst();
    }
}
