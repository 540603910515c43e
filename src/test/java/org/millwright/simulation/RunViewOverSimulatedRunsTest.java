package org.millwright.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.millwright.equipment.fake.Fault;
import org.millwright.equipment.fake.Verb;
import org.millwright.panel.BenchCard;
import org.millwright.panel.ControllerView;
import org.millwright.panel.RunView;
import org.millwright.plant.ControllerId;
import org.millwright.upgrade.Entry;
import org.millwright.upgrade.Event;
import org.millwright.upgrade.Event.Ending;
import org.millwright.upgrade.Live;
import org.millwright.upgrade.Phase;
import org.millwright.upgrade.Run;
import org.millwright.upgrade.RunReport.Result;
import org.millwright.upgrade.StepId;
import org.millwright.upgrade.StepId.Leg;
import org.millwright.upgrade.StepKind;

/** What people are shown of a run, at each of its rows. */
class RunViewOverSimulatedRunsTest {
    private static final int SEEDS = 60;

    static LongStream seeds() {
        return LongStream.range(0, SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void atEveryRowTheViewAgreesWithTheRun(long seed) {
        Simulation simulation = new FaultPlan(seed).arm(seed);
        List<Entry> rows = simulation.drive().entries();

        int ordered = (int) rows.stream()
                .takeWhile(e -> !(e.event() instanceof Event.Requested))
                .count();
        for (int n = ordered + 1; n <= rows.size(); n++) {
            Run run = Run.of(rows.subList(0, n));
            RunView view = view(simulation, run);

            assertThat(view.phase()).isEqualTo(run.phase());
            assertThat(view.held() != null).isEqualTo(view.phase() == Phase.HELD);
            assertThat(view.outcome() != null).isEqualTo(view.phase().ended());
            assertThat(view.endedAt() != null).isEqualTo(view.phase().ended());
            assertThat(view.controllers()).extracting(ControllerView::wave).containsExactly(1, 1, 2, 2);
            assertThat(view.controllers()).allSatisfy(c -> {
                assertThat(c.outcome() != null).isEqualTo(view.outcome() != null);
                assertThat(c.percent()).as("nothing is live in a journal").isNull();
            });
            assertThat(view.benchCards().isEmpty())
                    .as("a card for whatever is not proven, and for nothing else")
                    .isEqualTo(view.controllers().stream().noneMatch(c -> c.outcome() == Result.UNPROVEN));
        }
        controllersAreWhatTheirOutcomeSays(simulation, view(simulation, simulation.run()));
    }

    /** The fake tells what is really installed. */
    private static void controllersAreWhatTheirOutcomeSays(Simulation simulation, RunView view) {
        for (ControllerView controller : view.controllers()) {
            String installed = simulation
                    .plant
                    .controller(new ControllerId(controller.id()))
                    .software()
                    .revision()
                    .value();
            Result result = Optional.ofNullable(controller.outcome()).orElse(Result.UNPROVEN);
            switch (result) {
                case UPGRADED -> assertThat(installed).isEqualTo("2.0.0");
                case ROLLED_BACK, UNTOUCHED -> assertThat(installed).isEqualTo("1.0.0");
                case UNPROVEN -> assertThat(view.outcome()).isIn(Ending.NEEDS_ATTENTION, null);
            }
        }
    }

    @Test
    void aGoodRunShowsWhereEachControllerCameFromAndWhatItRuns() {
        Simulation simulation = new Simulation(1);

        RunView view = view(simulation, simulation.drive());

        assertThat(view.outcome()).isEqualTo(Ending.COMPLETED);
        assertThat(view.downtimeMs()).isPositive();
        assertThat(view.controllers()).allSatisfy(c -> {
            assertThat(c.fromRevision()).isEqualTo("1.0.0");
            assertThat(c.toRevision()).isEqualTo("2.0.0");
            assertThat(c.snapshotId()).hasSize(64);
            assertThat(c.outcome()).isEqualTo(Result.UPGRADED);
            assertThat(c.reason()).isNull();
        });
    }

    @Test
    void aSlowerProgramIsShownAsTheReasonOfTheWayBack() {
        Simulation simulation = new Simulation(1, Map.of(Simulation.controller(2), Map.of("slower", "1.5")));

        RunView view = view(simulation, simulation.drive());

        assertThat(view.outcome()).isEqualTo(Ending.ROLLED_BACK);
        assertThat(view.reason()).contains("VALIDATE").contains("st2");
        assertThat(view.controllers()).extracting(ControllerView::outcome).containsOnly(Result.ROLLED_BACK);
    }

    @Test
    void aControllerThatNeverComesBackHasABenchCardWithItsLastGoodProgram() {
        Simulation simulation = new Simulation(1);
        simulation.plant.faultOn(Verb.INSTALL, Simulation.controller(3), new Fault.NeverReturns());

        Run run = simulation.drive();
        RunView view = view(simulation, run);

        assertThat(view.outcome()).isEqualTo(Ending.NEEDS_ATTENTION);
        assertThat(view.benchCards()).extracting(BenchCard::controller).containsExactly("st3");
        BenchCard card = view.benchCards().getFirst();
        assertThat(card.lastGoodHash())
                .isEqualTo(run.evidenceNeeded(StepId.of(Leg.FORWARD, StepKind.SNAPSHOT, Simulation.controller(3)))
                        .get("program"));
        assertThat(card.contact()).isEqualTo("shift lead, 4711");
        assertThat(card.nextStep()).contains("power and network");
        assertThat(card.problem()).isNotBlank();
    }

    @Test
    void whatAStepSeesNowIsShownAndNothingElseIsGuessed() {
        Simulation simulation = new Simulation(1);
        List<Entry> rows = simulation.drive().entries();
        StepId stage = StepId.of(Leg.FORWARD, StepKind.STAGE, Simulation.controller(1));
        Live live = new Live();
        live.show(stage, 40, "sent 200 of 500 bytes");

        RunView view = RunView.of(Run.of(rows), live, Optional.of(simulation.line), simulation.clock.instant());

        assertThat(view.controllers()).extracting(ControllerView::percent).containsExactly(40, null, null, null);
    }

    private static RunView view(Simulation simulation, Run run) {
        return RunView.of(run, new Live(), Optional.of(simulation.line), simulation.clock.instant());
    }
}
