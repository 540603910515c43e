package org.millwright.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.millwright.upgrade.Answer;
import org.millwright.upgrade.Event;
import org.millwright.upgrade.Job;
import org.millwright.upgrade.JobState.Top;
import org.millwright.upgrade.Orders;
import org.millwright.upgrade.Phase;
import org.millwright.upgrade.Run;
import org.millwright.upgrade.StepId;
import org.millwright.upgrade.StepKind;
import org.millwright.upgrade.Upgrades.Person;
import org.millwright.upgrade.Window;

/** A job order and its run: who was first, and when the drain may begin. */
class JobOrderStoryTest {
    private static final Person MES = new Person("mes", "");

    /** Commands that promise something when they are answered with Done. */
    enum Promise {
        REVOKE,
        CANCEL,
        ABORT;

        private Answer ask(Simulation simulation, Mes mes) {
            Orders orders = simulation.orders();
            return switch (this) {
                case REVOKE -> orders.revokeStart(Simulation.RUN, MES);
                case CANCEL -> orders.cancel(Simulation.RUN, MES);
                case ABORT -> mes.abort();
            };
        }
    }

    /** The command comes between a decision and its row, for every row that the run decides. */
    @ParameterizedTest
    @EnumSource(Promise.class)
    void whoeverWasToldDoneBeforeTheDrainKnowsThatItNeverBegins(Promise promise) {
        List<String> wrong = new ArrayList<>();
        int kept = 0;
        int tooLate = 0;
        boolean more = true;
        for (int row = 1; more; row++) {
            Simulation simulation = new Simulation(1);
            Mes mes = simulation.ordered(Window.ALWAYS);
            AtomicReference<Optional<Answer>> answer = new AtomicReference<>(Optional.empty());
            int at = row;
            AtomicInteger decided = new AtomicInteger();
            simulation.journal.meddler(() -> {
                if (decided.incrementAndGet() == at) {
                    answer.set(Optional.of(promise.ask(simulation, mes)));
                }
            });
            Run run = simulation.drive();
            more = answer.get().isPresent();
            boolean drained = run.drainBegun();
            boolean done = answer.get().filter(Answer.Done.class::isInstance).isPresent();
            kept += done && !drained ? 1 : 0;
            tooLate += drained ? 1 : 0;
            if (promise != Promise.ABORT && more && done == drained) {
                wrong.add("before decided row " + row + ": " + answer.get() + ", drained: " + drained);
            }
            if (promise == Promise.ABORT && done && run.phase() == Phase.COMPLETED) {
                wrong.add("before decided row " + row + ": aborted and yet completed");
            }
            mes.check(run);
            new Checkers(simulation, run).checkUnlessWaiting();
        }
        assertThat(wrong).isEmpty();
        assertThat(kept).isPositive();
        assertThat(tooLate).isPositive();
        System.out.println("interleavings of " + promise + ": " + kept + " before the drain, " + tooLate + " behind");
    }

    @Test
    void aRevokedRunGoesOnWhereItWasWhenItIsReleasedAgain() {
        Simulation simulation = new Simulation(1);
        simulation.ordered(Window.ALWAYS);
        Orders orders = simulation.orders();
        List<String> states = new ArrayList<>();
        simulation.operator((run, _) -> {
            Job job = orders.job(Simulation.RUN).orElseThrow();
            if (job.state().top() == Top.ALLOWED_TO_START && run.phase() == Phase.STAGING && states.isEmpty()) {
                assertThat(orders.revokeStart(Simulation.RUN, MES)).isEqualTo(Answer.done());
                states.add("revoked");
            } else if (job.state().top() == Top.NOT_ALLOWED_TO_START && states.size() < 20) {
                states.add("waits");
                return List.of(new Event.HoldAsked("nobody", ""), new Event.Resumed("nobody", ""));
            } else if (job.state().top() == Top.NOT_ALLOWED_TO_START) {
                return List.of(new Event.Released("mes", ""));
            }
            return List.of();
        });

        Run run = simulation.drive();

        assertThat(states).hasSize(20);
        assertThat(run.phase()).isEqualTo(Phase.COMPLETED);
    }

    @Test
    void theDrainWaitsForItsWindowWhileStagingDoesNot() {
        Simulation simulation = new Simulation(1);
        Instant start = simulation.clock.instant().plus(Duration.ofMinutes(10));
        Mes mes = simulation.ordered(new Window(
                Optional.of(start), Optional.of(start.plus(Duration.ofHours(1))), Optional.of(Duration.ofMinutes(20))));

        Run run = simulation.drive();

        assertThat(run.phase()).isEqualTo(Phase.COMPLETED);
        Instant drain = at(run, "STOP_INFEED");
        assertThat(drain).isEqualTo(start);
        assertThat(at(run, "BASELINE")).isBefore(start.minusSeconds(400));
        mes.check(run);
    }

    @Test
    void aRunThatIsTooLateToBeginItsDrainGoesBackUntouched() {
        for (int seconds : List.of(1, 4, 8, 15)) {
            Simulation simulation = new Simulation(1);
            Instant latest = simulation.clock.instant().plusSeconds(10 + seconds);
            Mes mes = simulation.ordered(new Window(
                    Optional.empty(),
                    Optional.of(latest.plus(Duration.ofMinutes(5))),
                    Optional.of(Duration.ofMinutes(5))));
            simulation.operator((run, _) -> seconds == 15
                            && run.phase() == Phase.STAGING
                            && run.entries().stream().noneMatch(e -> e.event() instanceof Event.HoldAsked)
                    ? List.of(new Event.HoldAsked("shift lead", ""))
                    : List.of());

            Run run = simulation.drive();

            assertThat(run.drainBegun() || run.phase() == Phase.ABORTED).isTrue();
            if (run.drainBegun()) {
                assertThat(at(run, "STOP_INFEED")).isBeforeOrEqualTo(latest);
            } else {
                assertThat(run.finished().orElseThrow().reason()).contains("window is over");
            }
            if (seconds == 1 || seconds == 15) {
                assertThat(run.drainBegun()).isFalse();
            }
            mes.check(run);
        }
    }

    @Test
    void aRevokedRunDoesNotKeepItsLineBehindItsWindow() {
        Simulation simulation = new Simulation(1);
        Instant end = simulation.clock.instant().plusSeconds(600);
        Mes mes = simulation.ordered(new Window(Optional.empty(), Optional.of(end), Optional.empty()));
        Orders orders = simulation.orders();
        simulation.operator((run, _) -> {
            if (run.phase() == Phase.STAGING
                    && orders.job(Simulation.RUN).orElseThrow().state().top() == Top.ALLOWED_TO_START) {
                assertThat(orders.revokeStart(Simulation.RUN, MES)).isEqualTo(Answer.done());
            }
            return List.of();
        });

        Run run = simulation.drive();

        assertThat(run.phase()).isEqualTo(Phase.ABORTED);
        assertThat(run.touched() || run.drainBegun()).isFalse();
        assertThat(run.finishedAt()).hasValueSatisfying(at -> assertThat(at).isAfter(end));
        assertThat(orders.job(Simulation.RUN).orElseThrow().state().top()).isEqualTo(Top.ABORTED);
        mes.check(run);
    }

    /** Every row from the release of the line on, and both ways to end a run early. */
    @Test
    void aLineThatIsReleasedIsNotTakenDownAgain() {
        for (boolean abort : List.of(true, false)) {
            Simulation simulation = new Simulation(1);
            Mes mes = simulation.ordered(Window.ALWAYS);
            AtomicInteger refused = new AtomicInteger();
            Runnable ask = () -> {
                Run run = Run.of(simulation.journal.read(Simulation.RUN));
                if (run.steps().keySet().stream().anyMatch(s -> s.kind() == StepKind.RELEASE_LINE)) {
                    Answer answer = abort ? mes.abort() : simulation.orders().stop(Simulation.RUN, MES);
                    assertThat(answer)
                            .isInstanceOfSatisfying(
                                    Answer.Refused.class,
                                    r -> assertThat(r.grounds()).containsExactly(Answer.Ground.STATE));
                    refused.incrementAndGet();
                }
            };
            simulation.journal.meddler(ask);
            simulation.operator((run, _) -> {
                ask.run();
                boolean released = run.evidence(StepId.ofLine(StepId.Leg.FORWARD, StepKind.RELEASE_LINE))
                        .isPresent();
                boolean asked = run.entries().getLast().event() instanceof Event.AbortAsked;
                // As somebody who wrote it without asking.
                return released && !asked
                        ? List.of(new Event.AbortAsked(Event.AbortPolicy.ROLL_BACK, "nobody", ""))
                        : List.of();
            });

            Run run = simulation.drive();

            assertThat(refused).hasPositiveValue();
            assertThat(run.phase()).isEqualTo(Phase.COMPLETED);
            assertThat(run.downtime(simulation.clock.instant())).isPositive();
            mes.check(run);
            new Checkers(simulation, run).checkAll();
        }
    }

    @Test
    void aStoppedJobHasEndedAndAnAbortedOneIsAborted() {
        for (boolean abort : List.of(true, false)) {
            Simulation simulation = new Simulation(1);
            Mes mes = simulation.ordered(Window.ALWAYS);
            simulation.operator((run, _) -> {
                if (run.touched() && run.abort().isEmpty()) {
                    Answer answer = abort ? mes.abort() : simulation.orders().stop(Simulation.RUN, MES);
                    assertThat(answer).isInstanceOf(abort ? Answer.Done.class : Answer.Deferred.class);
                }
                return List.of();
            });

            Run run = simulation.drive();

            assertThat(run.phase()).isEqualTo(Phase.ROLLED_BACK);
            assertThat(simulation
                            .orders()
                            .job(Simulation.RUN)
                            .orElseThrow()
                            .state()
                            .top())
                    .isEqualTo(abort ? Top.ABORTED : Top.ENDED);
            mes.check(run);
            new Checkers(simulation, run).checkAll();
        }
    }

    private static Instant at(Run run, String kind) {
        return run.entries().stream()
                .filter(e -> e.event() instanceof Event.Intended intent
                        && intent.step().kind().name().equals(kind))
                .findFirst()
                .orElseThrow()
                .at();
    }
}
