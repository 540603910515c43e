package org.millwright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DynamicTest;
import org.millwright.equipment.Equipment;
import org.millwright.upgrade.Phase;
import org.millwright.upgrade.Run;

/** Upgrades of lines of their own, several at once, each to the end that its row states. */
final class FaultRows implements AutoCloseable {
    private static final Duration RUN_LIMIT = Duration.ofMinutes(4);

    private final ExecutorService threads;

    FaultRows(int atOnce) {
        threads = Executors.newFixedThreadPool(atOnce);
    }

    /** Begins it; the test waits for it. */
    DynamicTest row(String name, RealLine.Wish wish, Set<Phase> expected, Equipment driver, Path data) {
        Future<?> row = threads.submit(() -> {
            upgrade(name, wish, expected, driver, data);
            return null;
        });
        return DynamicTest.dynamicTest(name + ": " + expected, () -> row.get(10, TimeUnit.MINUTES));
    }

    private static void upgrade(String name, RealLine.Wish wish, Set<Phase> expected, Equipment driver, Path data)
            throws Exception {
        try (RealLine line = new RealLine(wish, driver, data)) {
            LineTruth truth = new LineTruth(line, driver);
            Run run = line.upgrade(RUN_LIMIT);
            assertThat(run.phase())
                    .as("%s: %s", name, run.finished().orElseThrow())
                    .isIn(expected);
            truth.check(run);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
