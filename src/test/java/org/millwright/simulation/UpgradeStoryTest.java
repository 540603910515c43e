package org.millwright.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.millwright.upgrade.StepId.Leg.BACK;
import static org.millwright.upgrade.StepId.Leg.FORWARD;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.millwright.equipment.fake.Command;
import org.millwright.equipment.fake.Fault;
import org.millwright.equipment.fake.Verb;
import org.millwright.plan.Plan;
import org.millwright.plan.ProgramSource;
import org.millwright.plant.ControllerId;
import org.millwright.simulation.Simulation.Shape;
import org.millwright.snapshot.ControllerSnapshot;
import org.millwright.upgrade.Event;
import org.millwright.upgrade.Phase;
import org.millwright.upgrade.Run;
import org.millwright.upgrade.StepId;
import org.millwright.upgrade.StepKind;

/** One run each, told by what it leaves behind. */
class UpgradeStoryTest {
    private static final ControllerId THIRD = Simulation.controller(3);
    private static final Map<ControllerId, Map<String, String>> TOO_SLOW = Map.of(THIRD, Map.of("slower", "1.3"));

    @Test
    void aGoodUpgradeCompletesWithEveryControllerOnTheNewSoftware() {
        Simulation simulation = new Simulation(1);

        Run run = simulation.drive();

        assertThat(run.phase()).isEqualTo(Phase.COMPLETED);
        assertThat(revisions(simulation)).containsOnly("2.0.0");
    }

    @Test
    void aProgramThatCannotBeReadComesBackFromTheArchive() {
        Simulation simulation = third(TOO_SLOW, Shape.UNREADABLE);

        Run run = simulation.drive();

        assertThat(run.phase()).isEqualTo(Phase.ROLLED_BACK);
        assertThat(revisions(simulation)).containsOnly("1.0.0");
        assertThat(snapshot(run).program().source()).isEqualTo(ProgramSource.ARCHIVED_PACKAGE);
        assertThat(run.evidence(StepId.of(BACK, StepKind.PROVE_REVERTED, THIRD)))
                .hasValueSatisfying(e -> assertThat(e).containsEntry("proof", "hash told"));
    }

    @Test
    void aProgramThatNobodyHasIsNotTouched() {
        Simulation simulation = third(Map.of(), Shape.UNREADABLE);
        simulation.emptyArchive();

        Run run = simulation.drive();

        assertThat(run.phase()).isEqualTo(Phase.ABORTED);
        assertThat(run.finished().orElseThrow().reason())
                .contains("st3", "no archived package", "no fallback slot", "waive");
        assertThat(commands(simulation, THIRD)).doesNotContain(Verb.STAGE, Verb.PREPARE);
    }

    @Test
    void whatAnEngineerWaivedByNameIsUpgradedAndWhenItFailsSaidToBeLost() {
        Plan.Waiver waiver = new Plan.Waiver(THIRD, "M. Keller", "spare part is on the shelf");
        Simulation good = third(Map.of(), Shape.UNREADABLE).waiving(waiver);
        good.emptyArchive();
        Simulation bad = third(TOO_SLOW, Shape.UNREADABLE).waiving(waiver);
        bad.emptyArchive();

        assertThat(good.drive().phase()).isEqualTo(Phase.COMPLETED);
        Run run = bad.drive();

        assertThat(run.phase()).isEqualTo(Phase.NEEDS_ATTENTION);
        assertThat(run.finished().orElseThrow().reason()).contains("st3", "nobody has a copy");
        assertThat(snapshot(run).program().source()).isEqualTo(ProgramSource.NONE);
    }

    @Test
    void theFallbackSlotAloneIsEnoughToComeBack() {
        Simulation simulation = third(TOO_SLOW, Shape.FALLBACK_ONLY);
        simulation.emptyArchive();

        Run run = simulation.drive();

        assertThat(run.phase()).isEqualTo(Phase.ROLLED_BACK);
        assertThat(snapshot(run).program().source()).isEqualTo(ProgramSource.FALLBACK_SLOT);
        assertThat(revisions(simulation)).containsOnly("1.0.0");
    }

    @Test
    void parametersThatNoFileSavesAreNotThrownAway() {
        Simulation simulation = new Simulation(1, Map.of(), Map.of(Simulation.controller(2), Shape.BARE));

        Run run = simulation.drive();

        assertThat(run.phase()).isEqualTo(Phase.ABORTED);
        assertThat(run.finished().orElseThrow().reason()).contains("st2", "loses the parameters");
        assertThat(run.touched()).isFalse();
    }

    @Test
    void aRunThatWaitsForAPowerCycleSaysSoAndGoesOnByItself() {
        Simulation simulation = third(Map.of(), Shape.POWER_CYCLE);
        List<Phase> whileWaiting = new ArrayList<>();
        simulation.operator((run, now) -> {
            run.awaits().ifPresent(_ -> whileWaiting.add(run.phase()));
            return List.of();
        });

        Run run = simulation.drive();

        assertThat(run.phase()).isEqualTo(Phase.COMPLETED);
        assertThat(whileWaiting).isNotEmpty().containsOnly(Phase.HELD);
        assertThat(events(run, Event.Awaits.class)).singleElement().satisfies(a -> {
            assertThat(a.step().controller()).contains(THIRD);
            assertThat(a.awaited()).contains("st3", "station 3", "off");
        });
        assertThat(events(run, Event.Served.class)).hasSize(1);
        assertThat(run.awaits()).isEmpty();
    }

    @Test
    void whenNobodyCutsThePowerTheControllerIsNamedAndTheOthersAreBack() {
        Simulation simulation = third(Map.of(), Shape.POWER_CYCLE);
        simulation.noElectrician();

        Run run = simulation.drive();

        assertThat(run.phase()).isEqualTo(Phase.NEEDS_ATTENTION);
        assertThat(run.finished().orElseThrow().reason()).contains("st3", "power");
        assertThat(revisions(simulation)).containsOnly("1.0.0");
    }

    @Test
    void aCertificateThatChangesInTheRebootHoldsTheRunUntilSomebodyTrustsIt() {
        Simulation simulation = new Simulation(1);
        simulation.plant.faultOn(Verb.INSTALL, THIRD, new Fault.NewCertificate());
        simulation.operator((run, now) -> {
            run.awaits()
                    .filter(row -> now.isAfter(row.at().plusSeconds(4)))
                    .ifPresent(_ -> simulation.plant.controller(THIRD).heal());
            return List.of();
        });

        Run run = simulation.drive();

        assertThat(run.phase()).isEqualTo(Phase.COMPLETED);
        assertThat(events(run, Event.Awaits.class)).singleElement().satisfies(a -> {
            assertThat(a.reason()).contains("st3", "new certificate", "trust ADD");
            assertThat(a.awaited()).contains("right device");
        });
    }

    @Test
    void aCertificateThatNobodyTrustsIsNeverPassedOver() {
        Simulation simulation = new Simulation(1);
        simulation.plant.faultOn(Verb.INSTALL, THIRD, new Fault.NewCertificate());

        Run run = simulation.drive();

        assertThat(run.phase()).isEqualTo(Phase.NEEDS_ATTENTION);
        assertThat(run.finished().orElseThrow().reason()).contains("st3", "new certificate");
    }

    @Test
    void whoeverAbortsDoesNotWaitForThePersonThatAStepWaitsFor() {
        Simulation simulation = third(Map.of(), Shape.POWER_CYCLE);
        simulation.operator(
                (run, now) -> run.awaits().isPresent() && run.abort().isEmpty()
                        ? List.of(new Event.AbortAsked(Event.AbortPolicy.ROLL_BACK, "shift lead", ""))
                        : List.of());

        Run run = simulation.drive();

        assertThat(run.phase()).isEqualTo(Phase.ROLLED_BACK);
        assertThat(revisions(simulation)).containsOnly("1.0.0");
    }

    @Test
    void everyRebootOfAnInstallationIsConfirmed() {
        Simulation simulation = new Simulation(1);
        simulation.plant.faultOn(Verb.INSTALL, THIRD, new Fault.RebootsTwice());

        Run run = simulation.drive();

        assertThat(run.phase()).isEqualTo(Phase.COMPLETED);
        assertThat(commands(simulation, THIRD)).containsOnlyOnce(Verb.INSTALL);
        assertThat(commands(simulation, THIRD).stream().filter(v -> v == Verb.CONFIRM))
                .hasSize(2);
    }

    @Test
    void aDirectTransferThatIsCutIsSentAgainFromItsFirstByte() {
        Simulation simulation = third(Map.of(), Shape.DIRECT);
        simulation.plant.faultOn(Verb.INSTALL, THIRD, new Fault.TransferCut(40));

        Run run = simulation.drive();

        assertThat(run.phase()).isEqualTo(Phase.COMPLETED);
        assertThat(run.step(StepId.of(FORWARD, StepKind.INSTALL, THIRD))
                        .orElseThrow()
                        .number())
                .isEqualTo(2);
        assertThat(commands(simulation, THIRD)).doesNotContain(Verb.STAGE);
    }

    @Test
    void aServerThatTakesNothingUnpreparedGetsItsPackageInTheStandstill() {
        Simulation simulation = new Simulation(1);
        simulation.plant.faultAt(simulation.clock.instant(), THIRD, new Fault.StagesWhenPrepared());

        Run run = simulation.drive();

        assertThat(run.phase()).isEqualTo(Phase.COMPLETED);
        assertThat(commands(simulation, THIRD)).containsSubsequence(Verb.PREPARE, Verb.STAGE, Verb.INSTALL);
    }

    private static Simulation third(Map<ControllerId, Map<String, String>> effects, Shape shape) {
        return new Simulation(1, effects, Map.of(THIRD, shape));
    }

    private static List<String> revisions(Simulation simulation) {
        return simulation.plant.controllers().stream()
                .map(c -> c.software().revision().value())
                .toList();
    }

    private static List<Verb> commands(Simulation simulation, ControllerId id) {
        return simulation.plant.commands().stream()
                .filter(c -> c.controller().equals(id) && c.carriedOut())
                .map(Command::verb)
                .toList();
    }

    private static ControllerSnapshot snapshot(Run run) {
        return ControllerSnapshot.fromEvidence(run.evidenceNeeded(StepId.of(FORWARD, StepKind.SNAPSHOT, THIRD)));
    }

    private static <E extends Event> List<E> events(Run run, Class<E> kind) {
        return run.entries().stream()
                .map(e -> e.event())
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }
}
