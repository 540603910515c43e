package org.millwright.validation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.millwright.plan.Plan.ValidationPolicy;
import org.millwright.plant.ControllerId;

/** A line that produces by chance, as often as a test asks. */
final class Production {
    static final int LINES = 2000;
    static final ValidationPolicy FIVE_PERCENT = new ValidationPolicy(10, 10, 0.05, 0.05, Duration.ofMinutes(5));

    private static final ControllerId SOME = id(0);

    private Production() {}

    /** How a station produces: mean and standard deviation of its cycle time in ms, share of rejects. */
    record Station(double meanMs, double deviationMs, double rejectShare) {
        static Station withJitter(double jitter) {
            return new Station(6850, 6850 * jitter, 0);
        }

        Station slowerBy(double share) {
            return new Station(meanMs * (1 + share), deviationMs * (1 + share), rejectShare);
        }

        Station rejecting(double share) {
            return new Station(meanMs, deviationMs, share);
        }

        Sample run(int cycles, RandomGenerator random) {
            return run(cycles, random, source -> source.nextGaussian(meanMs, deviationMs));
        }

        /** Reads the station once before its first and once after each cycle, as a caller would. */
        Sample run(int cycles, RandomGenerator random, Function<RandomGenerator, Double> cycleTimeMs) {
            Sampler sampler = new Sampler();
            sampler.add(SOME, 500, 7, 0, List.of());
            int rejects = 7;
            for (int cycle = 1; cycle <= cycles; cycle++) {
                rejects += random.nextDouble() < rejectShare ? 1 : 0;
                sampler.add(SOME, 500 + cycle, rejects, cycleTimeMs.apply(random), List.of());
            }
            return sampler.samples().values().iterator().next();
        }
    }

    static ControllerId id(int station) {
        return new ControllerId("st" + (station + 1) + "0");
    }

    static Map<ControllerId, Sample> line(int stations, IntFunction<Sample> sample) {
        return IntStream.range(0, stations).boxed().collect(Collectors.toMap(Production::id, sample::apply));
    }

    /** Shares of the verdicts on many lines, each with its own seed. */
    static Rates rates(Function<RandomGenerator, Verdict> line) {
        int passed = 0;
        int failed = 0;
        for (long seed = 0; seed < LINES; seed++) {
            switch (line.apply(new SplittableRandom(seed))) {
                case Verdict.Pass _ -> passed++;
                case Verdict.Fail _ -> failed++;
                case Verdict.Inconclusive _ -> {}
            }
        }
        double lines = LINES;
        return new Rates(passed / lines, failed / lines, (lines - passed - failed) / lines);
    }

    record Rates(double pass, double fail, double inconclusive) {}

    /** All stations alike before; after it the first is as told and the others as they were. */
    record Trial(int stations, int cycles, Station before, Station firstAfter) {
        Verdict judge(RandomGenerator random) {
            Baseline baseline = new Baseline(line(stations, _ -> before.run(cycles, random)));
            return baseline.judge(
                    line(stations, i -> (i == 0 ? firstAfter : before).run(cycles, random)), FIVE_PERCENT);
        }
    }
}
