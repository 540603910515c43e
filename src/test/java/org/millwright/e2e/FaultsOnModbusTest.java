package org.millwright.e2e;

import static org.assertj.core.api.Assertions.assertThat;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.millwright.equipment.Equipment;
import org.millwright.equipment.opcua.OpcuaEquipment;
import org.millwright.rehearsal.Scenario;
import org.millwright.simulators.config.UpdateSettings;
import org.millwright.simulators.config.UpdateSettings.Loading;
import org.millwright.simulators.faults.FaultKind;
import org.millwright.upgrade.Phase;

/**
 * What goes wrong in the demo, and everything else that the simulators know, on a Modbus controller behind an OPC UA one:
 * by the real engine and drivers, to the end that is stated here, the simulators asked afterwards.
 */
class FaultsOnModbusTest {
    private static final int AT_ONCE = 12;

    @TempDir
    Path folder;

    private final FaultRows rows = new FaultRows(AT_ONCE);

    /**
     * Something that goes wrong.
     *
     * @param fault of the simulators, or empty
     * @param effect of the new software, with its value where it has one, or empty
     * @param twoSlots the end where software is staged ahead and the old one stays in a slot
     * @param oneSlot the ends that are right where taking the software is installing it
     */
    private record Trouble(String fault, String effect, Phase twoSlots, Set<Phase> oneSlot) {
        static Trouble of(Scenario scenario, Set<Phase> oneSlot) {
            return new Trouble(
                    scenario.faults().stream()
                            .map(f -> f.substring(f.indexOf(':') + 1))
                            .collect(Collectors.joining()),
                    scenario.badPackage().map(Scenario.BadPackage::effects).orElse(""),
                    scenario.end(),
                    oneSlot);
        }

        static Trouble fault(String fault, Phase twoSlots, Phase oneSlot) {
            return new Trouble(fault, "", twoSlots, EnumSet.of(oneSlot));
        }

        static Trouble effect(String effect) {
            return new Trouble("", effect, ROLLED_BACK, EnumSet.of(ROLLED_BACK));
        }

        String name() {
            return fault.isEmpty() ? effect.isEmpty() ? "nothing" : effect : fault;
        }

        RealLine.Wish in(RealLine.Wish line) {
            RealLine.Wish wish = fault.isEmpty() ? line : line.fault(fault);
            if (effect.isEmpty()) {
                return wish;
            }
            String[] words = effect.replace("TotalParts", "Total").split("=", 2);
            return wish.delivery(RealLine.delivery().effect(words[0], words.length > 1 ? words[1] : ""));
        }
    }

    /** Those that wait for a limit come first, so that the others are done meanwhile. */
    private static Stream<Trouble> troubles() {
        return Stream.concat(
                Stream.of(
                        // Nobody knows what a controller does that never comes to an end; on one slot nothing sticks.
                        Trouble.fault("stick-installing", NEEDS_ATTENTION, COMPLETED),
                        Trouble.fault("stick-preparing", ROLLED_BACK, ROLLED_BACK),
                        Trouble.fault("slow-answers", ABORTED, ABORTED),
                        Trouble.fault("exception-codes", ABORTED, ABORTED),
                        // Staged again; but what a lone slot refuses has overwritten what was there.
                        Trouble.fault("corrupt-commit", COMPLETED, ROLLED_BACK),
                        Trouble.fault("lying-commit", COMPLETED, ROLLED_BACK),
                        Trouble.effect("no-boot"),
                        Trouble.effect("refuse-install"),
                        Trouble.effect("alarms=1"),
                        Trouble.effect("reject-rate=1")),
                Stream.of(Scenario.values()).map(s -> Trouble.of(s, onOneSlot(s))));
    }

    private static Set<Phase> onOneSlot(Scenario scenario) {
        return switch (scenario) {
            // There is no trial that could lapse, and lost power is a cut transfer, which goes on.
            case UNCONFIRMED, POWER_LOSS -> EnumSet.of(COMPLETED);
            // In the standstill a transfer that is cut goes on; a staging one costs the station its infeed.
            case TORN_IMAGE -> EnumSet.of(COMPLETED);
            // Who hears the answer to the commit turns back; who does not looks, and sends it again.
            case OLD_REVISION -> EnumSet.of(ROLLED_BACK, COMPLETED);
            case NOMINAL,
                    VALIDATION_FAILS,
                    INSTALL_ERROR,
                    NEVER_RETURNS,
                    DRAIN_STUCK,
                    INTEGRITY_LOST,
                    BOOT_LOOP,
                    BAD_HEALTH,
                    REFUSE_PREPARE,
                    CUT_TRANSFER,
                    WRONG_CRC,
                    STUCK_MAILBOX -> EnumSet.of(scenario.end());
        };
    }

    @TestFactory
    Stream<DynamicTest> everyTroubleEndsAsStated() throws Exception {
        Equipment opcua = new OpcuaEquipment(folder.resolve("pki"), Map.of());
        List<DynamicTest> tests = new ArrayList<>();
        RealLine.Wish twoSlots = RealLine.Wish.of(UpdateSettings.USUAL).speakingModbus();
        RealLine.Wish oneSlot =
                RealLine.Wish.of(UpdateSettings.USUAL.as(Loading.DIRECT)).speakingModbus();
        troubles().forEach(trouble -> {
            tests.add(row(
                    trouble.name() + " with two slots", trouble.in(twoSlots), EnumSet.of(trouble.twoSlots()), opcua));
            tests.add(row(trouble.name() + " with one slot", trouble.in(oneSlot), trouble.oneSlot(), opcua));
        });
        return tests.stream();
    }

    private DynamicTest row(String name, RealLine.Wish wish, Set<Phase> expected, Equipment opcua) {
        return rows.row(name, wish, expected, RealDrivers.with(opcua), folder.resolve(name.replace(' ', '-')));
    }

    @Test
    void noFaultOfAModbusControllerIsLeftOut() {
        List<String> covered =
                troubles().map(t -> t.fault().replaceFirst("=.*", "")).toList();

        assertThat(covered)
                .containsAll(Stream.of(FaultKind.values())
                        .filter(kind -> kind != FaultKind.LOST_LOCK && kind != FaultKind.STICK_COMPLETION)
                        .map(FaultKind::wireName)
                        .toList());
    }

    @AfterEach
    void stop() {
        rows.close();
    }
}
