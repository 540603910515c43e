package org.millwright.e2e;

import static org.millwright.upgrade.Phase.ABORTED;
import static org.millwright.upgrade.Phase.COMPLETED;
import static org.millwright.upgrade.Phase.NEEDS_ATTENTION;
import static org.millwright.upgrade.Phase.ROLLED_BACK;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.millwright.equipment.Equipment;
import org.millwright.equipment.opcua.OpcuaEquipment;
import org.millwright.simulators.config.UpdateOption;
import org.millwright.simulators.config.UpdateSettings;
import org.millwright.simulators.config.UpdateSettings.Loading;
import org.millwright.simulators.faults.FaultKind;
import org.millwright.upgrade.Phase;

/** Every fault of the simulators on every kind of loading, by the real engine and driver, to the end that is stated here. */
class FaultsOnEveryLoadingTest {
    private static final Set<FaultKind> MODBUS_ONLY =
            EnumSet.of(FaultKind.EXCEPTION_CODES, FaultKind.STUCK_MAILBOX, FaultKind.WRONG_CRC, FaultKind.TORN_IMAGE);

    private static final int AT_ONCE = 8;

    @TempDir
    Path folder;

    private final FaultRows rows = new FaultRows(AT_ONCE);

    /** What becomes of a run with cached, direct and file system loading. */
    private record Ends(Phase cached, Phase direct, Phase files) {
        Phase with(Loading loading) {
            return switch (loading) {
                case CACHED -> cached;
                case DIRECT -> direct;
                case FILESYSTEM -> files;
            };
        }
    }

    /** Those that wait for a limit come first, so that the others are done meanwhile. */
    private static Stream<FaultKind> kinds() {
        Set<FaultKind> waiting = EnumSet.of(
                FaultKind.NEVER_RETURNS,
                FaultKind.STICK_INSTALLING,
                FaultKind.STICK_PREPARING,
                FaultKind.LOST_LOCK,
                FaultKind.SLOW_ANSWERS,
                FaultKind.UNCONFIRMED);
        Set<FaultKind> others = EnumSet.complementOf(EnumSet.copyOf(waiting));
        others.removeAll(MODBUS_ONLY);
        return Stream.concat(waiting.stream(), others.stream());
    }

    private static Ends ends(FaultKind kind) {
        return switch (kind) {
            // Nothing was touched: the line stays as it was.
            case PART_STUCK, SLOW_ANSWERS -> new Ends(ABORTED, ABORTED, ABORTED);
            // Sent again; but what is refused at a direct commit has overwritten what was there.
            case CUT_TRANSFER -> new Ends(COMPLETED, COMPLETED, COMPLETED);
            // In mid-transfer a loss of power is a cut transfer.
            case POWER_LOSS -> new Ends(ROLLED_BACK, COMPLETED, ROLLED_BACK);
            case CORRUPT_COMMIT, LYING_COMMIT -> new Ends(COMPLETED, ROLLED_BACK, COMPLETED);
            case REFUSE_PREPARE, STICK_PREPARING, INSTALL_ERROR, BOOT_LOOP, OLD_REVISION, UNCONFIRMED, LOST_LOCK ->
                new Ends(ROLLED_BACK, ROLLED_BACK, ROLLED_BACK);
            // Direct loading has no installation that could stick.
            case STICK_INSTALLING -> new Ends(NEEDS_ATTENTION, COMPLETED, NEEDS_ATTENTION);
            case STICK_COMPLETION -> new Ends(COMPLETED, COMPLETED, COMPLETED);
            case NEVER_RETURNS -> new Ends(NEEDS_ATTENTION, NEEDS_ATTENTION, NEEDS_ATTENTION);
            case EXCEPTION_CODES, STUCK_MAILBOX, WRONG_CRC, TORN_IMAGE ->
                throw new IllegalArgumentException("no fault of an OPC UA controller: " + kind);
        };
    }

    @TestFactory
    Stream<DynamicTest> everyFaultEndsAsStated() throws Exception {
        Equipment driver = new OpcuaEquipment(folder.resolve("pki"), Map.of());
        List<DynamicTest> tests = new ArrayList<>();
        kinds().forEach(kind -> {
            Ends ends = ends(kind);
            for (Loading loading : Loading.values()) {
                if (kind == FaultKind.STICK_COMPLETION && loading == Loading.FILESYSTEM) {
                    // The parameter file sticks: seen after Limits.TRANSFER only, longer than a test may take.
                    continue;
                }
                String fault = kind.wireName() + (kind.takesPercent() ? "=50" : "");
                tests.add(rows.row(
                        "%s with %s loading".formatted(kind.wireName(), loading),
                        wish(kind, loading).fault(fault),
                        EnumSet.of(ends.with(loading)),
                        driver,
                        folder.resolve(kind.wireName() + "-" + loading)));
            }
        });
        return tests.stream();
    }

    @AfterEach
    void stop() {
        rows.close();
    }

    /** With what the fault needs; files cannot be read before one was installed, so an engineer has to sign. */
    private static RealLine.Wish wish(FaultKind kind, Loading loading) {
        UpdateSettings update = UpdateSettings.USUAL.as(loading);
        RealLine.Wish wish = RealLine.Wish.of(
                switch (kind) {
                    case LOST_LOCK -> update.with(UpdateOption.LOCK);
                    case STICK_COMPLETION -> update.with(UpdateOption.ASYNC_COMPLETION);
                    default -> update;
                });
        return loading == Loading.FILESYSTEM ? wish.waivedByAnEngineer() : wish;
    }
}
