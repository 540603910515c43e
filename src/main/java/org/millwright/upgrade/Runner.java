package org.millwright.upgrade;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.Fence;
import org.millwright.plan.Plan;
import org.millwright.plant.ControllerId;
import org.millwright.plant.Line;
import org.millwright.upgrade.Decision.Attempt;
import org.millwright.upgrade.journal.Journal;
import org.millwright.upgrade.journal.Journal.FencedException;
import org.millwright.upgrade.journal.Journal.Lease;
import org.millwright.upgrade.journal.Journal.OvertakenException;
import org.millwright.upgrade.step.Step;

/**
 * Performs what {@link Progress} decides for one run, at its own pace.
 *
 * <ol>
 *   <li>Each tick folds the journal anew and decides; nothing is remembered that the journal does not tell, except the
 *       steps that are going on.
 *   <li>The intent is in the journal before the step acts. An intent without an active step, after a crash, gets a new
 *       step, which observes first.
 *   <li>What was decided is written only while no row has come that the decision does not know; else it is decided anew.
 *       So an order to wait or to end that was recorded first is never overlooked.
 *   <li>A step that waits is looked at again; what it waits for is not recorded. Past its limit it ends as unknown.
 *   <li>Whoever finds that the lease is lost stops at once, without another word to the equipment.
 * </ol>
 */
public final class Runner {
    private final RunId id;
    private final Journal journal;
    private final Lease lease;
    private final Stage stage;
    private final Map<StepId, Active> active = new HashMap<>();
    private Optional<Run> folded = Optional.empty();
    private final Instant tookOver;
    private long judged;
    private boolean over;

    /**
     * Where the runner acts.
     *
     * @param executor carries out each look at a step; the run's tick never waits for it
     * @param changed told when a look has ended, from the executor's thread
     */
    public record Stage(Line line, Scene.Means means, Executor executor, Runnable changed) {}

    public Runner(RunId id, Journal journal, Lease lease, Stage stage) {
        this.id = id;
        this.journal = journal;
        this.lease = lease;
        this.stage = stage;
        this.tookOver = stage.means().clock().instant();
        stage.means().sessions().onChange(this::changed);
    }

    /** A controller says that something may have changed there: its steps are looked at now. */
    private void changed(ControllerId controller) {
        synchronized (this) {
            Instant now = stage.means().clock().instant();
            active.values().stream()
                    .filter(a -> a.attempt
                            .step()
                            .controller()
                            .filter(controller::equals)
                            .isPresent())
                    .forEach(a -> a.changed(now));
        }
        stage.changed().run();
    }

    /** Ends this runner: whatever its steps still see is not written any more. */
    public synchronized void stop() {
        over = true;
    }

    /** Whether this runner has nothing more to do: the run is over, or somebody else owns the line. */
    public synchronized boolean over() {
        return over;
    }

    /**
     * Decides and begins what is due.
     *
     * @return when to tick again at the latest; now or earlier means at once, empty means when something changes
     */
    public synchronized Optional<Instant> tick() {
        Run run = fold();
        if (run.abort().isPresent()) {
            stage.means().staging().stop();
        }
        Instant now = stage.means().clock().instant();
        try {
            return switch (Progress.decide(run, now)) {
                case Decision.Over _ -> {
                    over = true;
                    yield Optional.empty();
                }
                case Decision.Write(Event event) -> {
                    decided(event);
                    yield Optional.of(now);
                }
                case Decision.Sleep(Optional<Instant> until) -> until;
                case Decision.Perform perform -> {
                    for (Attempt attempt : perform.attempts()) {
                        attend(run, attempt, now);
                    }
                    yield earliest(perform.wake());
                }
            };
        } catch (OvertakenException _) {
            return Optional.of(now);
        } catch (FencedException _) {
            over = true;
            return Optional.empty();
        }
    }

    /** Writes what was decided, unless somebody has added a row that the decision does not know. */
    private Entry decided(Event event) throws FencedException, OvertakenException {
        Entry row = journal.append(lease, id, event, judged);
        judged = row.seq();
        return row;
    }

    /** Writes what was seen; whoever decided anything decided it in the knowledge of its own rows. */
    private Entry saw(Event event) throws FencedException {
        Entry row = journal.append(lease, id, event);
        judged = row.seq() == judged + 1 ? row.seq() : judged;
        return row;
    }

    /** The fold of the rows so far; made anew only when there are new ones. */
    private Run fold() {
        List<Entry> rows = journal.read(id);
        Run run = folded.filter(f -> f.entries().size() == rows.size()).orElseGet(() -> Run.of(rows));
        folded = Optional.of(run);
        judged = run.newest();
        return run;
    }

    private Optional<Instant> earliest(Optional<Instant> wake) {
        Optional<Instant> look = active.values().stream()
                .filter(a -> !a.busy)
                .map(a -> a.nextLook)
                .min(Comparator.naturalOrder());
        return look.isPresent() && (wake.isEmpty() || look.get().isBefore(wake.get())) ? look : wake;
    }

    private void attend(Run run, Attempt attempt, Instant now) throws FencedException, OvertakenException {
        Active known = active.get(attempt.step());
        if (known == null || known.attempt.number() != attempt.number()) {
            known = begin(run, attempt, now);
            active.put(attempt.step(), known);
        }
        if (known.end.isPresent()) {
            write(known, known.end.get());
        } else if (!known.busy && !known.nextLook.isAfter(now)) {
            known.busy = true;
            known.lookedAt = now;
            Active step = known;
            stage.executor().execute(() -> lookAt(step));
        }
    }

    private Active begin(Run run, Attempt attempt, Instant now) throws FencedException, OvertakenException {
        Entry intent = attempt.intended()
                ? intentOf(run, attempt)
                : decided(new Event.Intended(attempt.step(), attempt.number()));
        Fence fence = new Fence(lease.epoch(), intent.position());
        Scene scene = new Scene(run, attempt.step(), fence, stage.line(), stage.means());
        Step step = Step.of(attempt.step().kind(), scene);
        Instant since = run.step(attempt.step())
                .filter(a -> a.count() > 0 && !step.measures())
                .map(Run.Attempts::since)
                .filter(s -> s.isAfter(tookOver))
                .orElse(now);
        Active begun =
                new Active(attempt, step, since.plus(Limits.limit(attempt.step().kind(), run.plan())), now);
        run.step(attempt.step()).flatMap(Run.Attempts::awaits).ifPresent(begun::awaits);
        return begun;
    }

    private static Entry intentOf(Run run, Attempt attempt) {
        return run.entries().reversed().stream()
                .filter(e -> e.event() instanceof Event.Intended intent
                        && intent.step().equals(attempt.step())
                        && intent.attempt() == attempt.number())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no intent of " + attempt));
    }

    private void lookAt(Active step) {
        Outcome outcome = outcomeOf(step);
        try {
            synchronized (this) {
                step.busy = false;
                if (!over) {
                    settle(step, outcome);
                }
            }
        } finally {
            stage.changed().run();
        }
    }

    /** The one place where whatever a step throws becomes an outcome. */
    private Outcome outcomeOf(Active step) {
        try {
            return step.step.look();
        } catch (EquipmentException e) {
            String reason = String.valueOf(e.getMessage());
            return switch (e.kind()) {
                case REFUSED, NOT_PREPARED -> new Outcome.Refused(reason);
                case UNTRUSTED -> untrusted(step, reason);
                case UNREACHABLE, TIMED_OUT, BROKEN_PROTOCOL -> new Outcome.Unknown(reason);
            };
        } catch (IOException e) {
            return new Outcome.Refused(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            return new Outcome.Broken("Millwright itself failed: " + e);
        } catch (LinkageError | VirtualMachineError e) {
            return new Outcome.Unknown("Millwright itself failed: " + e);
        }
    }

    /**
     * A certificate that nobody trusts holds the run by name, and it goes on as soon as somebody trusts it. Only an
     * assessment says no at once: nothing is begun that could wait.
     */
    private Outcome untrusted(Active step, String reason) {
        if (step.attempt.step().kind() == StepKind.ASSESS) {
            return new Outcome.Refused(reason);
        }
        if (step.step.measures()) {
            // A measurement with a hole is worth nothing: it is begun anew, and then a person is asked.
            return new Outcome.Unknown(reason);
        }
        return new Outcome.Wait(
                stage.means().clock().instant().plus(Limits.LOOK_WATCHED),
                reason,
                Optional.of(
                        "make sure that the right device answers, and do what is said about its certificate; the run"
                                + " goes on by itself"));
    }

    private void settle(Active step, Outcome outcome) {
        Instant now = stage.means().clock().instant();
        Outcome end = outcome;
        try {
            if (outcome instanceof Outcome.Wait wait) {
                person(step, wait, now);
                if (givenUp(step, wait)) {
                    end = new Outcome.Unknown("given up with the abort: " + wait.why());
                } else if (now.isBefore(step.limit.plus(step.step.transferring()))) {
                    Instant soon = now.plus(Limits.LOOK);
                    step.nextLook = step.changedInLook && soon.isBefore(wait.until()) ? soon : wait.until();
                    step.changedInLook = false;
                    return;
                } else {
                    end = new Outcome.Unknown("no end in time, last seen: " + wait.why());
                }
            }
            step.end = Optional.of(end);
            write(step, end);
        } catch (FencedException _) {
            over = true;
        }
    }

    /** Whoever aborts does not wait for the person that a step of the way there waits for. */
    private boolean givenUp(Active step, Outcome.Wait wait) {
        return wait.person().isPresent()
                && step.attempt.step().leg() == StepId.Leg.FORWARD
                && folded.orElseThrow().abort().isPresent();
    }

    private Plan plan() {
        return folded.orElseThrow().plan();
    }

    /** Writes down that a step waits for a person's hands, and that it does no longer; gives the person time. */
    private void person(Active step, Outcome.Wait wait, Instant now) throws FencedException {
        StepId about = step.attempt.step();
        int number = step.attempt.number();
        if (wait.person().isEmpty()) {
            if (step.awaited.isPresent()) {
                saw(new Event.Served(about, number));
                step.served(Limits.limit(about.kind(), plan()), now);
            }
            return;
        }
        String awaited = shortened(wait.person().get());
        if (!step.awaited.equals(Optional.of(awaited))) {
            Instant until = step.patience.orElseGet(() -> now.plus(plan().patience()));
            step.awaits(saw(new Event.Awaits(about, number, shortened(wait.why()), awaited, until)));
        }
    }

    /** The outcome is kept until it is written: a full disk must not cost a verdict. */
    private void write(Active step, Outcome end) throws FencedException {
        saw(new Event.Ended(step.attempt.step(), step.attempt.number(), shortened(end)));
        active.remove(step.attempt.step(), step);
        stage.means().live().forget(step.attempt.step());
    }

    private static Outcome shortened(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Refused(String reason) -> new Outcome.Refused(shortened(reason));
            case Outcome.Broken(String reason) -> new Outcome.Broken(shortened(reason));
            case Outcome.Unknown(String reason) -> new Outcome.Unknown(shortened(reason));
            case Outcome.Done _, Outcome.Wait _ -> outcome;
        };
    }

    private static String shortened(String reason) {
        return reason.length() <= Limits.REASON_CHARS ? reason : reason.substring(0, Limits.REASON_CHARS) + " …";
    }

    /** A step that is going on. */
    private static final class Active {
        private final Attempt attempt;
        private final Step step;
        private Instant limit;
        private Instant nextLook;
        private Optional<String> awaited = Optional.empty();
        private Optional<Instant> patience = Optional.empty();
        private boolean busy;
        private Instant lookedAt = Instant.MIN;
        private boolean changedInLook;
        private Optional<Outcome> end = Optional.empty();

        Active(Attempt attempt, Step step, Instant limit, Instant nextLook) {
            this.attempt = attempt;
            this.step = step;
            this.limit = limit;
            this.nextLook = nextLook;
        }

        /** Also of a look that is under way, which may have been too early to see it. */
        private void changed(Instant now) {
            changedInLook = busy;
            Instant soonest = lookedAt.plus(Limits.LOOK);
            Instant look = soonest.isAfter(now) ? soonest : now;
            nextLook = nextLook.isAfter(look) ? look : nextLook;
        }

        /** A person's time comes on top of the controller's. */
        private void awaits(Entry row) {
            Event.Awaits awaits = (Event.Awaits) row.event();
            awaited = Optional.of(awaits.awaited());
            patience = Optional.of(awaits.until());
            limit = limit.isAfter(awaits.until()) ? limit : awaits.until();
        }

        /** The controller has its time again, once: whoever waits again and again for hands is given up. */
        private void served(Duration again, Instant now) {
            awaited = Optional.empty();
            Instant latest = patience.orElse(now).plus(again);
            Instant renewed = now.plus(again);
            limit = limit.isAfter(renewed) ? limit : renewed.isBefore(latest) ? renewed : latest;
        }
    }
}
