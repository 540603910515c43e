package org.millwright.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.millwright.upgrade.Answer;
import org.millwright.upgrade.Entry;
import org.millwright.upgrade.Event;
import org.millwright.upgrade.Job;
import org.millwright.upgrade.JobOrder;
import org.millwright.upgrade.JobState.Top;
import org.millwright.upgrade.JobTransitions;
import org.millwright.upgrade.Mode;
import org.millwright.upgrade.Orders;
import org.millwright.upgrade.Phase;
import org.millwright.upgrade.Run;
import org.millwright.upgrade.RunId;
import org.millwright.upgrade.StepId;
import org.millwright.upgrade.StepKind;
import org.millwright.upgrade.Upgrades.Person;
import org.millwright.upgrade.Window;

/** An MES that orders one upgrade, commands it at random, also between a decision and its row, and holds us to our word. */
final class Mes {
    private static final Person MES = new Person("mes", "");

    private final Simulation simulation;
    private final RunId id;
    private final Orders orders;
    private final RandomGenerator random;
    private final boolean meddles;
    private Window window;
    private Optional<Long> abortedAt = Optional.empty();

    private Mes(Simulation simulation, RunId id, Orders orders, Optional<Window> window, long seed) {
        this.simulation = simulation;
        this.id = id;
        this.orders = orders;
        this.random = new SplittableRandom(seed);
        this.meddles = window.isEmpty();
        this.window = window.orElse(Window.ALWAYS);
    }

    /** One that commands whatever a seed makes it. */
    static Mes meddling(Simulation simulation, RunId id, Orders orders, long seed) {
        return new Mes(simulation, id, orders, Optional.empty(), seed);
    }

    /** One that orders and leaves the rest to others. */
    static Mes quiet(Simulation simulation, RunId id, Orders orders, Window window) {
        return new Mes(simulation, id, orders, Optional.of(window), 0);
    }

    /** Orders and releases, and gives the request that the run is to be opened with. */
    Event.Requested order() {
        if (meddles) {
            window = someWindow();
        }
        JobOrder order = new JobOrder(
                simulation.plan.name(),
                simulation.plan.hash(),
                simulation.line.id(),
                Mode.PRODUCTION,
                window,
                0,
                true,
                "");
        assertThat(orders.storeAndStart(id, order, MES)).isEqualTo(Answer.done());
        if (meddles) {
            simulation.journal.meddler(() -> {
                if (random.nextInt(25) == 0) {
                    command();
                }
            });
        }
        return new Event.Requested(simulation.plan, Mode.PRODUCTION, "mes", "", Optional.of(window));
    }

    private Window someWindow() {
        Instant now = simulation.clock.instant();
        return switch (random.nextInt(4)) {
            case 0 -> new Window(Optional.of(now.plusSeconds(random.nextInt(90))), Optional.empty(), Optional.empty());
            case 1 ->
                new Window(
                        Optional.empty(),
                        Optional.of(now.plusSeconds(30 + random.nextInt(120))),
                        Optional.of(Duration.ofSeconds(20)));
            default -> Window.ALWAYS;
        };
    }

    /** Whether it wrote anything. */
    boolean act() {
        if (!meddles) {
            return false;
        }
        int before = simulation.journal.read(id).size();
        Top top = job().state().top();
        if (top == Top.NOT_ALLOWED_TO_START && random.nextInt(8) == 0) {
            orders.cancel(id, MES);
        } else if (top == Top.NOT_ALLOWED_TO_START) {
            // Refused when the window is over: then it gives the order up.
            if (orders.start(id, MES) instanceof Answer.Refused) {
                abort();
            }
        } else if (top == Top.INTERRUPTED && random.nextBoolean()) {
            orders.resume(id, MES);
        } else if (random.nextInt(80) == 0) {
            command();
        }
        return simulation.journal.read(id).size() > before;
    }

    private void command() {
        switch (random.nextInt(16)) {
            case 0, 1, 2, 3, 4 -> orders.revokeStart(id, MES);
            case 5, 6, 7 -> orders.start(id, MES);
            case 8, 9, 10 -> orders.pause(id, MES);
            case 11, 12 -> orders.resume(id, MES);
            case 13 -> orders.stop(id, MES);
            case 14 -> abort();
            default -> orders.cancel(id, MES);
        }
    }

    Answer abort() {
        Answer answer = orders.abort(id, MES);
        if (answer instanceof Answer.Done && abortedAt.isEmpty()) {
            abortedAt = Optional.of((long) simulation.journal.read(id).size());
        }
        return answer;
    }

    private Job job() {
        return orders.job(id).orElseThrow();
    }

    /** What was promised was kept. */
    void check(Run run) {
        List<Entry> rows = run.entries();
        boolean revoked = false;
        boolean mayDrain = true;
        JobTransitions.assertStandard(rows);
        for (Entry row : rows) {
            Top top = Job.find(rows.subList(0, (int) row.seq()))
                    .orElseThrow()
                    .state()
                    .top();
            abortedAt
                    .filter(at -> row.seq() >= at)
                    .ifPresent(_ -> assertThat(top).as("aborted, row %s", row).isEqualTo(Top.ABORTED));
            switch (row.event()) {
                case Event.Revoked _ -> revoked = true;
                case Event.Released _ -> revoked = false;
                case Event.Cancelled _, Event.AbortAsked _ -> mayDrain = false;
                case Event.Intended intent
                when isDrain(intent) && intent.attempt() == 1 -> {
                    assertThat(revoked).as("drained while revoked: %s", row).isFalse();
                    assertThat(mayDrain).as("drained after its end: %s", row).isTrue();
                    assertThat(window.early(row.at()) || window.late(row.at()))
                            .as("drained outside %s: %s", window, row)
                            .isFalse();
                }
                default -> {}
            }
        }
        assertThat(run.aborted() && run.phase() == Phase.COMPLETED)
                .as("aborted and yet completed")
                .isFalse();
    }

    private static boolean isDrain(Event.Intended intent) {
        return intent.step().equals(StepId.ofLine(StepId.Leg.FORWARD, StepKind.STOP_INFEED));
    }
}
