package org.millwright.upgrade;

import java.util.List;
import java.util.Optional;
import org.millwright.plant.LineId;
import org.millwright.upgrade.JobState.Sub;
import org.millwright.upgrade.JobState.Top;

/**
 * A job order as its journal rows tell it.
 *
 * @param order as it was last stored
 * @param rows the whole chain
 * @param run empty until the line was free for it
 * @param waitingFor what has to happen before it goes on; empty when it goes on by itself or is over
 * @param listed neither cancelled nor cleared
 */
public record Job(
        RunId id,
        JobOrder order,
        List<Entry> rows,
        Optional<Run> run,
        JobState state,
        Optional<String> waitingFor,
        boolean listed) {

    /** Folds a chain; empty when it does not begin with an order. */
    public static Optional<Job> find(List<Entry> rows) {
        if (rows.isEmpty() || !(rows.getFirst().event() instanceof Event.Stored)) {
            return Optional.empty();
        }
        Optional<Run> run = Run.find(rows);
        JobState state = run.map(JobState::of).orElseGet(() -> withoutRun(rows));
        return Optional.of(new Job(
                rows.getFirst().run(),
                newest(rows, Event.Stored.class).orElseThrow().order(),
                List.copyOf(rows),
                run,
                state,
                waitingFor(state, run),
                last(rows, Event.Stored.class) > last(rows, Event.Cancelled.class)
                        && last(rows, Event.Cleared.class) == 0));
    }

    private static JobState withoutRun(List<Entry> rows) {
        if (last(rows, Event.AbortAsked.class) > last(rows, Event.Cancelled.class)) {
            return JobState.of(Top.ABORTED, Sub.ABORT_ROLLED_BACK);
        }
        long withdrawn = Math.max(last(rows, Event.Revoked.class), unreleased(rows));
        return JobState.waiting(last(rows, Event.Released.class) > withdrawn);
    }

    private static Optional<String> waitingFor(JobState state, Optional<Run> run) {
        Optional<Entry> held = run.flatMap(Run::held).or(() -> run.flatMap(Run::awaits));
        if (held.isPresent()) {
            return held.map(row -> switch (row.event()) {
                case Event.Held asks -> asks.awaited();
                case Event.Awaits awaits -> awaits.awaited();
                default -> throw new IllegalStateException("not a hold: " + row);
            });
        }
        if (state.top() == Top.NOT_ALLOWED_TO_START) {
            return Optional.of("its release");
        }
        if (state.top() != Top.ALLOWED_TO_START) {
            return Optional.empty();
        }
        if (run.isEmpty()) {
            return Optional.of("its turn on the line");
        }
        if (run.get().phase() == Phase.ASSESSED) {
            return Optional.of("approval by a person");
        }
        return state.sub().equals(Optional.of(Sub.LOADED)) ? Optional.of("its window") : Optional.empty();
    }

    /** Whether it was taken back, and not stored anew since. */
    boolean cancelled() {
        return last(rows, Event.Cancelled.class) > last(rows, Event.Stored.class);
    }

    boolean cleared() {
        return last(rows, Event.Cleared.class) > 0;
    }

    boolean is(Sub sub) {
        return state.sub().equals(Optional.of(sub));
    }

    /** When the drain may begin: as its run was begun with, if it has one. */
    Window window() {
        return run.map(Run::window).orElse(order.window());
    }

    Job waitingFor(String why) {
        return new Job(id, order, rows, run, state, Optional.of(why), listed);
    }

    /** The line in whose list it is. */
    LineId line() {
        return ((Event.Stored) rows.getFirst().event()).order().line();
    }

    /** Whether it may start and has no run yet. */
    boolean inTurn() {
        return listed && run.isEmpty() && state.top() == Top.ALLOWED_TO_START;
    }

    /** The newest row that let it start; empty when there is none since it was stored or updated. */
    Optional<Entry> released() {
        long unreleased = unreleased(rows);
        return rows.reversed().stream()
                .takeWhile(e -> e.seq() > unreleased)
                .filter(e -> e.event() instanceof Event.Released)
                .findFirst();
    }

    /** The newest row behind which a release begins anew: who let an order start did not let another one start. */
    private static long unreleased(List<Entry> rows) {
        return Math.max(last(rows, Event.Stored.class), last(rows, Event.Cancelled.class));
    }

    /** Whether the newest row of these kinds is of that one. */
    boolean newestIs(Class<? extends Event> kind, List<Class<? extends Event>> others) {
        long of = last(rows, kind);
        return of > 0 && others.stream().allMatch(other -> of >= last(rows, other));
    }

    /** Seq of the newest row. */
    long newest() {
        return rows.getLast().seq();
    }

    /** The first row of its present life: an order that was cancelled may be stored anew. */
    Entry stored() {
        long cancelled = last(rows, Event.Cancelled.class);
        return rows.stream()
                .filter(e -> e.event() instanceof Event.Stored && e.seq() > cancelled)
                .findFirst()
                .orElse(rows.getFirst());
    }

    private static long last(List<Entry> rows, Class<? extends Event> kind) {
        return rows.reversed().stream()
                .filter(e -> kind.isInstance(e.event()))
                .mapToLong(Entry::seq)
                .findFirst()
                .orElse(0);
    }

    private static <E extends Event> Optional<E> newest(List<Entry> rows, Class<E> kind) {
        return rows.reversed().stream()
                .map(Entry::event)
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst();
    }
}
