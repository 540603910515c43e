package org.millwright.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.millwright.upgrade.Phase;
import org.millwright.upgrade.Run;

/**
 * Thousands of upgrades with whatever a seed makes go wrong. A failure names its seed; {@code -Dseed=N} replays it alone
 * and prints the run.
 */
class SeededFaultsTest {
    private static final long SEEDS = Long.getLong("seeds", 2_500);

    @Test
    void whateverGoesWrongTheLineEndsInAStateThatIsProvenOrSaid() {
        Optional<Long> only = Optional.ofNullable(System.getProperty("seed")).map(Long::valueOf);
        AtomicLong faults = new AtomicLong();
        AtomicLong crashes = new AtomicLong();
        Map<Phase, AtomicLong> ends = new EnumMap<>(Phase.class);
        for (Phase phase : Phase.values()) {
            ends.put(phase, new AtomicLong());
        }
        List<String> violations = LongStream.range(
                        only.orElse(0L), only.map(s -> s + 1).orElse(SEEDS))
                .parallel()
                .mapToObj(seed -> {
                    FaultPlan plan = new FaultPlan(seed);
                    Simulation simulation = plan.arm(seed);
                    Optional<String> violation = violation(seed, plan, simulation, only.isPresent());
                    faults.addAndGet(plan.faults());
                    crashes.addAndGet(simulation.crashes());
                    ends.getOrDefault(simulation.run().phase(), new AtomicLong())
                            .incrementAndGet();
                    return violation;
                })
                .flatMap(Optional::stream)
                .collect(Collectors.toList());
        System.out.println("simulation: " + faults + " faults, " + crashes + " crashes, ends "
                + ends.entrySet().stream()
                        .filter(e -> e.getValue().get() > 0)
                        .map(Object::toString)
                        .collect(Collectors.joining(", ")));
        assertThat(violations.stream().limit(20))
                .as("first of " + violations.size() + " violations")
                .isEmpty();
    }

    private static Optional<String> violation(long seed, FaultPlan plan, Simulation simulation, boolean print) {
        try {
            Run run = simulation.drive();
            if (print) {
                run.entries().forEach(e -> System.out.println(e.at() + " " + e.seq() + " " + e.event()));
                simulation.plant.commands().forEach(System.out::println);
            }
            new Checkers(simulation, run).checkAll();
            simulation.mes().ifPresent(mes -> mes.check(run));
            return Optional.empty();
        } catch (RuntimeException | AssertionError e) {
            return Optional.of("-Dseed=" + seed + " (" + plan + "): " + e);
        }
    }
}
