package org.millwright.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.millwright.equipment.Equipment;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.Session;
import org.millwright.plant.Controller;
import org.millwright.simulators.plc.Plc;
import org.millwright.simulators.plc.UpdateView;
import org.millwright.upgrade.Phase;
import org.millwright.upgrade.Run;

/** What is true of a line after a run, asked of the simulated controllers and never of the run. */
final class LineTruth {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final RealLine line;
    private final Equipment driver;
    private final Map<String, String> parameters;
    private final Map<String, Map<String, Object>> retained;

    LineTruth(RealLine line, Equipment driver) {
        this.line = line;
        this.driver = driver;
        this.parameters = parameters();
        this.retained = line.plcs().stream().collect(Collectors.toMap(Plc::id, Plc::retained));
    }

    private Map<String, String> parameters() {
        return line.plcs().stream()
                .collect(Collectors.toMap(Plc::id, plc -> new String(plc.backupParameters(), UTF_8)));
    }

    void check(Run run) throws Exception {
        String reason = run.finished().orElseThrow().reason();
        if (run.phase() == Phase.NEEDS_ATTENTION) {
            assertThat(reason).isNotBlank();
            for (Plc plc : line.plcs()) {
                boolean said = reason.contains("infeed is off at") && reason.contains(plc.id() + "=");
                assertThat(!plc.process().infeedEnabled() || said)
                        .as("the infeed of %s is on and nobody says so: %s", plc.id(), reason)
                        .isTrue();
            }
            return;
        }
        String software = run.phase() == Phase.COMPLETED ? RealLine.NEW : RealLine.OLD;
        assertThat(revisions()).as(reason).containsOnly(software);
        assertThat(parameters()).isEqualTo(parameters);
        for (Plc plc : line.plcs()) {
            keepsItsMemory(plc);
            produces(plc, reason);
        }
        for (Controller controller : line.line().controllers()) {
            isFree(controller);
        }
    }

    List<String> revisions() {
        return line.plcs().stream()
                .map(plc -> plc.nameplate().softwareRevision())
                .toList();
    }

    /** A counter has only grown, a text is the same. */
    private void keepsItsMemory(Plc plc) {
        Map<String, Object> before = Objects.requireNonNull(retained.get(plc.id()));
        plc.retained().forEach((name, value) -> {
            if (value instanceof Long count) {
                assertThat(count).as("%s of %s", name, plc.id()).isGreaterThanOrEqualTo((Long) before.get(name));
            } else {
                assertThat(value).as("%s of %s", name, plc.id()).isEqualTo(before.get(name));
            }
        });
    }

    /** Whoever lost its power takes no parts until a person lets it: the run said why it went no further. */
    private static void produces(Plc plc, String reason) {
        UpdateView update = plc.update();
        assertThat(update.prepare()).as("%s is prepared", plc.id()).isEqualTo(UpdateView.Prepare.IDLE);
        assertThat(update.installation()).isEqualTo(UpdateView.Installation.IDLE);
        assertThat(update.waitingForConfirm()).as("%s is on trial", plc.id()).isFalse();
        boolean stoodStill = reason.contains("does not produce enough to be measured before the upgrade");
        assertThat(plc.process().infeedEnabled() || stoodStill)
                .as("infeed of %s: %s", plc.id(), reason)
                .isTrue();
    }

    /** A fault that is still on may refuse an answer or two. */
    private void isFree(Controller controller) throws Exception {
        List<String> trouble = new ArrayList<>();
        Awaited.condition(
                "an answer of " + controller.id(),
                LIMIT,
                () -> {
                    try (Session session = driver.open(controller, LIMIT)) {
                        assertThat(session.observe(LIMIT).lockedBy()).isEmpty();
                        return true;
                    } catch (EquipmentException e) {
                        trouble.add(String.valueOf(e.getMessage()));
                        return false;
                    }
                },
                trouble::toString);
    }
}
