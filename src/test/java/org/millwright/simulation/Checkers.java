package org.millwright.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.millwright.equipment.Fence;
import org.millwright.equipment.TagValue;
import org.millwright.equipment.UpdateState;
import org.millwright.equipment.UpdateState.Installation;
import org.millwright.equipment.UpdateState.Preparation;
import org.millwright.equipment.fake.Command;
import org.millwright.equipment.fake.FakeController;
import org.millwright.equipment.fake.Verb;
import org.millwright.plant.ControllerId;
import org.millwright.upgrade.Entry;
import org.millwright.upgrade.Event;
import org.millwright.upgrade.Outcome;
import org.millwright.upgrade.Phase;
import org.millwright.upgrade.Run;
import org.millwright.upgrade.StepId;
import org.millwright.upgrade.StepId.Leg;
import org.millwright.upgrade.StepKind;

/** What must be true of every run, whatever went wrong; looks at the equipment itself, never at what the run believes. */
final class Checkers {
    private final Simulation simulation;
    private final Run run;

    Checkers(Simulation simulation, Run run) {
        this.simulation = simulation;
        this.run = run;
    }

    /** The same of a run that waits for its release, which is no state that it ends in. */
    void checkUnlessWaiting() {
        if (run.finished().isPresent()) {
            checkAll();
        }
    }

    void checkAll() {
        endsOrAsksAPerson();
        oneWriterAController();
        snapshotComesBeforeTheFirstTouch();
        nothingIsFlashedTwiceOnAGuess();
        switch (run.phase()) {
            case COMPLETED -> {
                everythingIs("2.0.0");
                proven(Leg.FORWARD);
                lineProduces();
            }
            case ROLLED_BACK, ABORTED -> {
                everythingIs("1.0.0");
                if (!run.begun(StepKind.INSTALL).isEmpty()) {
                    proven(Leg.BACK);
                }
                lineProduces();
            }
            case NEEDS_ATTENTION -> lineIsNotReleasedSilently();
            default -> assertThat(run.phase()).isEqualTo(Phase.HELD);
        }
    }

    private void endsOrAsksAPerson() {
        boolean asks = run.held()
                .map(e -> (Event.Held) e.event())
                .filter(h -> !h.awaited().isBlank() && !h.ifNobody().isBlank())
                .isPresent();
        assertThat(run.finished().isPresent() || asks)
                .as("the run is %s and asks nobody", run.phase())
                .isTrue();
    }

    private void oneWriterAController() {
        Map<ControllerId, Fence> newest = new HashMap<>();
        for (Command command : simulation.plant.commands()) {
            Fence before = newest.merge(command.controller(), command.fence(), (a, b) -> a.compareTo(b) > 0 ? a : b);
            if (command.carriedOut()) {
                assertThat(command.fence())
                        .as("%s was carried out after a command of a newer owner", command)
                        .isGreaterThanOrEqualTo(before);
            }
        }
    }

    private void snapshotComesBeforeTheFirstTouch() {
        Optional<Entry> sealed = ended(StepId.ofLine(Leg.FORWARD, StepKind.SEAL_SNAPSHOT));
        Optional<Command> touch = simulation.plant.commands().stream()
                .filter(c -> c.verb() == Verb.PREPARE || c.verb() == Verb.INSTALL)
                .findFirst();
        if (touch.isPresent()) {
            assertThat(sealed)
                    .as("touched without a sealed snapshot: %s", touch.get())
                    .isPresent();
            assertThat(sealed.orElseThrow().at()).isBeforeOrEqualTo(touch.get().at());
        }
    }

    private Optional<Entry> ended(StepId step) {
        return run.entries().stream()
                .filter(e -> e.event() instanceof Event.Ended end
                        && end.step().equals(step)
                        && end.outcome() instanceof Outcome.Done)
                .findFirst();
    }

    private void nothingIsFlashedTwiceOnAGuess() {
        for (FakeController controller : simulation.plant.controllers()) {
            long flashes = simulation.plant.commands().stream()
                    .filter(c -> c.controller().equals(controller.id()) && c.verb() == Verb.INSTALL)
                    .filter(c -> c.carriedOut() && c.what().endsWith("2.0.0"))
                    .count();
            assertThat(flashes)
                    .as("%s was flashed %s times", controller.id(), flashes)
                    .isLessThanOrEqualTo(simulation.crashes() == 0 ? 1 : 2);
        }
    }

    private void everythingIs(String revision) {
        for (FakeController controller : simulation.plant.controllers()) {
            UpdateState state = controller.state();
            assertThat(controller.software().revision().value())
                    .as("software of %s", controller.id())
                    .isEqualTo(revision);
            assertThat(state.waitingForConfirm())
                    .as("%s is on trial", controller.id())
                    .isFalse();
            assertThat(state.installation()).isIn(Installation.IDLE, Installation.NONE);
            assertThat(state.preparation()).as("%s produces", controller.id()).isIn(Preparation.IDLE, Preparation.NONE);
            assertThat(controller.retained().get("Offset"))
                    .as("retained value of %s", controller.id())
                    .isEqualTo(Simulation.RETAINED.get("Offset"));
            assertThat(((TagValue.Whole)
                                    Objects.requireNonNull(controller.retained().get(Simulation.COUNTER)))
                            .value())
                    .as("part counter of %s", controller.id())
                    .isGreaterThanOrEqualTo(1_000);
        }
        assertThat(simulation.plant.controllers().stream()
                        .map(c -> new String(c.parameters(), StandardCharsets.UTF_8))
                        .distinct())
                .as("parameters, alike on every controller in the beginning")
                .hasSize(1);
    }

    private void proven(Leg leg) {
        assertThat(ended(StepId.ofLine(leg, StepKind.VALIDATE)))
                .as("released without validation")
                .isPresent();
        for (ControllerId id : run.begun(StepKind.INSTALL)) {
            StepKind proof = leg == Leg.FORWARD ? StepKind.VERIFY : StepKind.PROVE_REVERTED;
            assertThat(ended(StepId.of(leg, proof, id)))
                    .as("%s is not proven", id)
                    .isPresent();
        }
    }

    private void lineProduces() {
        assertThat(simulation.plant.controllers())
                .allSatisfy(c ->
                        assertThat(c.infeedEnabled()).as("infeed of %s", c.id()).isTrue());
    }

    private void lineIsNotReleasedSilently() {
        String reason = run.finished().orElseThrow().reason();
        assertThat(reason).isNotBlank();
        for (FakeController controller : simulation.plant.controllers()) {
            boolean said = reason.contains("infeed is off at") && reason.contains(controller.id() + "=");
            assertThat(!controller.infeedEnabled() || said)
                    .as("infeed of %s is on and nobody says so: %s", controller.id(), reason)
                    .isTrue();
        }
    }
}
