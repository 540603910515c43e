package org.millwright.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.millwright.plant.ControllerId;
import org.millwright.upgrade.Phase;
import org.millwright.upgrade.Run;

/** The process dies before and after every single row of a good and of a rolled-back run; the verdict stays the same. */
class CrashEverywhereTest {
    /** What the new software of one controller is like. */
    enum Story {
        GOOD("", "", Phase.COMPLETED),
        TOO_SLOW("slower", "1.3", Phase.ROLLED_BACK),
        LOSES_A_COUNTER("reset-retained", Simulation.COUNTER, Phase.ROLLED_BACK),
        /** The following ones on a line of which no controller is like the other. */
        MIXED("", "", Phase.COMPLETED),
        MIXED_TOO_SLOW("slower", "1.3", Phase.ROLLED_BACK);

        private static final Map<ControllerId, Simulation.Shape> ALL_UNLIKE = Map.of(
                Simulation.controller(1), Simulation.Shape.DIRECT,
                Simulation.controller(2), Simulation.Shape.POWER_CYCLE,
                Simulation.controller(3), Simulation.Shape.UNREADABLE,
                Simulation.controller(4), Simulation.Shape.DIRECT_CONFIRMED);

        private final String effect;
        private final String value;
        private final Phase end;

        Story(String effect, String value, Phase end) {
            this.effect = effect;
            this.value = value;
            this.end = end;
        }

        Simulation simulation() {
            return new Simulation(
                    1,
                    effect.isEmpty() ? Map.of() : Map.of(Simulation.controller(3), Map.of(effect, value)),
                    name().startsWith("MIXED") ? ALL_UNLIKE : Map.of());
        }
    }

    @ParameterizedTest
    @EnumSource(Story.class)
    void aCrashAtAnyRowDoesNotChangeTheVerdict(Story story) {
        Simulation undisturbed = story.simulation();
        assertThat(undisturbed.drive().phase()).isEqualTo(story.end);
        int rows = undisturbed.journal.appends();

        Stream<String> wrong = IntStream.rangeClosed(1, rows)
                .boxed()
                .flatMap(row -> Stream.of(true, false).flatMap(before -> crashed(story, row, before)));

        assertThat(wrong).isEmpty();
        System.out.println("crash sweep " + story + ": " + rows + " rows, " + 2 * rows + " crashes, same verdict");
    }

    private static Stream<String> crashed(Story story, int row, boolean before) {
        Simulation simulation = story.simulation();
        if (before) {
            simulation.journal.crashBefore(row);
        } else {
            simulation.journal.crashAfter(row);
        }
        String where = (before ? "before row " : "after row ") + row;
        try {
            Run run = simulation.drive();
            new Checkers(simulation, run).checkAll();
            boolean right = run.phase() == story.end && simulation.crashes() == 1;
            return right ? Stream.empty() : Stream.of(where + ": " + run.phase() + " " + run.finished());
        } catch (RuntimeException | AssertionError e) {
            return Stream.of(where + ": " + e);
        }
    }

    @Test
    void aProcessThatDiesAtEverySecondRowStillGetsThere() {
        Simulation simulation = Story.GOOD.simulation();
        simulation.downMs(100);
        IntStream.rangeClosed(1, 60).forEach(i -> simulation.journal.crashAfter(2 * i));
        assertThat(simulation.drive().phase()).isEqualTo(Phase.COMPLETED);
    }
}
