package org.millwright.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.millwright.plant.ControllerId;

class SamplerTest {
    private static final ControllerId LOADER = new ControllerId("st10-loader");
    private static final ControllerId WELD = new ControllerId("st30-weld");

    private final Sampler sampler = new Sampler();

    @Test
    void nothingReadIsNoSample() {
        assertThat(sampler.samples()).isEmpty();
    }

    @Test
    void theFirstReadingIsOnlyTheReference() {
        sampler.add(LOADER, 812, 5, 6850, List.of());
        assertThat(loader()).isEqualTo(new Sample(0, 0, 0, 0, 0, List.of()));
    }

    @Test
    void aCounterThatStandsStillAddsNoCycleTime() {
        read(100, 0, 1000);
        read(101, 0, 1100);
        read(101, 0, 1100);
        read(101, 0, 1100);
        assertThat(loader()).isEqualTo(new Sample(1, 0, 1, 1100, 0, List.of()));
    }

    @Test
    void cyclesBetweenTwoReadingsCountButOnlyTheNewestIsTimed() {
        read(100, 3, 1000);
        read(104, 4, 1100);
        read(105, 5, 1300);
        assertThat(loader().cycles()).isEqualTo(5);
        assertThat(loader().rejects()).isEqualTo(2);
        assertThat(loader().timed()).isEqualTo(2);
        assertThat(loader().meanMs()).isEqualTo(1200);
        assertThat(loader().deviationMs()).isCloseTo(Math.sqrt(20_000), within(1e-9));
    }

    @Test
    void aRestartedControllerIsMeasuredAnewFromThere() {
        read(100, 3, 9000);
        read(101, 4, 9000);
        read(0, 0, 0);
        read(1, 0, 1000);
        read(2, 1, 1000);
        assertThat(loader()).isEqualTo(new Sample(2, 1, 2, 1000, 0, List.of()));
    }

    @Test
    void aRejectCounterThatWasResetAloneStartsAnewToo() {
        read(100, 3, 9000);
        read(105, 4, 9000);
        read(106, 0, 1000);
        read(107, 0, 1000);
        assertThat(loader()).isEqualTo(new Sample(1, 0, 1, 1000, 0, List.of()));
    }

    @Test
    void aRestartOfOneStationLeavesTheOthersAlone() {
        sampler.add(WELD, 10, 0, 500, List.of());
        sampler.add(WELD, 14, 0, 500, List.of());
        read(100, 0, 1000);
        read(103, 0, 1000);
        assertThat(loader()).returns(3L, Sample::cycles);
        read(0, 0, 1000);
        assertThat(loader()).returns(0L, Sample::cycles);
        assertThat(sampler.samples().get(WELD))
                .asInstanceOf(InstanceOfAssertFactories.type(Sample.class))
                .returns(4L, Sample::cycles);
    }

    @Test
    void alarmsOfEveryReadingAreKeptSortedOnceAndThroughARestart() {
        sampler.add(LOADER, 100, 0, 1000, List.of("torque", "door"));
        sampler.add(LOADER, 100, 0, 1000, List.of("door", " "));
        sampler.add(LOADER, 0, 0, 1000, List.of("battery"));
        assertThat(loader().alarms()).containsExactly("battery", "door", "torque");
    }

    @Test
    void alarmsWithARunningNumberDoNotGrowForEver() {
        for (int i = 0; i < 10_000; i++) {
            sampler.add(LOADER, i, 0, 1000, List.of("part " + i + " lost"));
        }
        assertThat(loader().alarms()).hasSize(100);
    }

    @Test
    void aCycleTimeThatIsNoneIsNotTimed() {
        read(100, 0, 1000);
        DoubleStream.of(0, -1, Double.NaN, Double.POSITIVE_INFINITY)
                .forEach(time -> read(100 + loader().cycles() + 1, 0, time));
        assertThat(loader()).isEqualTo(new Sample(4, 0, 0, 0, 0, List.of()));
    }

    /** The counters are read one after the other, so a part may be rejected between the two. */
    @Test
    void aRejectThatShowsBeforeItsCycleIsNoImpossibleSample() {
        read(100, 0, 1000);
        read(101, 2, 1000);
        assertThat(loader().rejects()).isEqualTo(1);
        read(102, 2, 1000);
        assertThat(loader().rejects()).isEqualTo(2);
    }

    @Test
    void meanAndDeviationAreThoseOfTheTextbook() {
        SplittableRandom random = new SplittableRandom(42);
        double[] times = random.doubles(200, 6_000_000, 6_000_003).toArray();
        read(0, 0, 1);
        for (int i = 0; i < times.length; i++) {
            read(i + 1, 0, times[i]);
        }
        double mean = DoubleStream.of(times).average().orElseThrow();
        double squares =
                DoubleStream.of(times).map(t -> (t - mean) * (t - mean)).sum();
        assertThat(loader().meanMs()).isCloseTo(mean, within(1e-6));
        assertThat(loader().deviationMs()).isCloseTo(Math.sqrt(squares / 199), within(1e-6));
    }

    private void read(long cycles, long rejects, double lastCycleTimeMs) {
        sampler.add(LOADER, cycles, rejects, lastCycleTimeMs, List.of());
    }

    private Sample loader() {
        Map<ControllerId, Sample> samples = sampler.samples();
        assertThat(samples).containsKey(LOADER);
        return samples.getOrDefault(LOADER, new Sample(0, 0, 0, 0, 0, List.of()));
    }
}
