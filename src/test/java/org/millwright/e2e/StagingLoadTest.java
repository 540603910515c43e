package org.millwright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millwright.equipment.opcua.OpcuaEquipment;
import org.millwright.plant.StagingLimits;
import org.millwright.simulators.config.UpdateSettings;
import org.millwright.simulators.plc.Plc;
import org.millwright.upgrade.Phase;
import org.millwright.upgrade.StepId;
import org.millwright.upgrade.StepKind;

/** Staging while a line produces makes a control task's scan longer, and the budget of plant.yaml keeps that small. */
class StagingLoadTest {
    private static final Duration LIMIT = Duration.ofMinutes(4);

    /** With the simulator's 4 ms, and 0.5 ms more for each megabyte a second. */
    private static final double SCAN_LIMIT_MS = 5;

    private static final int PACKAGE_BYTES = 4_000_000;

    /** Half of what the scan bears: a second of the simulator's may see the end of one budget second and the next. */
    private static final StagingLimits BUDGET = new StagingLimits(OptionalLong.empty(), OptionalLong.of(1_000_000));

    @TempDir
    Path folder;

    @Test
    void aBudgetKeepsTheScanTimeInsideItsLimit() throws Exception {
        RealLine.Wish wish = RealLine.Wish.of(UpdateSettings.USUAL)
                .delivery(RealLine.delivery().payload(PACKAGE_BYTES));

        assertThat(longestScanMs(wish, "free")).as("without a budget").isGreaterThan(SCAN_LIMIT_MS);
        assertThat(longestScanMs(wish.staging(BUDGET), "budget"))
                .as("with a budget")
                .isGreaterThan(4)
                .isLessThanOrEqualTo(SCAN_LIMIT_MS);
    }

    /** Of the second controller, until its package is staged. */
    private double longestScanMs(RealLine.Wish wish, String name) throws Exception {
        var driver = new OpcuaEquipment(folder.resolve("pki"), Map.of());
        AtomicBoolean over = new AtomicBoolean();
        double[] longest = {0};
        try (RealLine line = new RealLine(wish, driver, folder.resolve(name))) {
            Thread watch = Thread.ofVirtual().start(() -> {
                while (!over.get() && !staged(line)) {
                    longest[0] = Math.max(longest[0], second(line).scanTimeMs());
                    LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
                }
            });
            assertThat(line.upgrade(LIMIT).phase()).isEqualTo(Phase.COMPLETED);
            over.set(true);
            watch.join();
        }
        return longest[0];
    }

    private static Plc second(RealLine line) {
        return line.plcs().getLast();
    }

    private static boolean staged(RealLine line) {
        StepId stage = StepId.of(StepId.Leg.FORWARD, StepKind.STAGE, RealLine.SECOND);
        return line.run().flatMap(run -> run.evidence(stage)).isPresent();
    }
}
