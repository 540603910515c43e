package org.millwright.upgrade;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.millwright.upgrade.Answer.Ground;
import org.millwright.upgrade.Event.AbortPolicy;
import org.millwright.upgrade.JobState.Sub;
import org.millwright.upgrade.JobState.Top;
import org.millwright.upgrade.Upgrades.Person;

/**
 * What each command does to a job in each state (OPC 10031-4, 7.1 and table 4): pure functions of the job and the clock.
 * A command that comes again, because its answer was lost, gets the same answer and writes nothing, wherever the job
 * still shows that it came before and nothing was taken back since.
 */
final class JobRules {
    private static final Set<Top> PREPARING = EnumSet.of(Top.NOT_ALLOWED_TO_START, Top.ALLOWED_TO_START);

    private static final String RELEASING = "the line is validated and given back to production, the run completes";

    private JobRules() {}

    /** What a command comes to. */
    sealed interface Verdict {
        /** Nothing is written. */
        record Say(Answer answer) implements Verdict {}

        /** That is written, and then this is said. */
        record Write(Event event, Answer answer) implements Verdict {}

        static Verdict done() {
            return new Say(Answer.done());
        }

        static Verdict refused(String why, Ground... grounds) {
            return new Say(Answer.refused(why, grounds));
        }
    }

    /**
     * Stores an order under a new id, or under one of the same line that was cancelled before it had a run.
     *
     * @param rows of the id's chain
     */
    static Verdict store(List<Entry> rows, JobOrder order, Person person, Instant now) {
        Optional<Job> known = Job.find(rows);
        boolean free = rows.isEmpty()
                || known.filter(j -> j.cancelled() && j.run().isEmpty())
                        .filter(j -> j.order().line().equals(order.line()))
                        .isPresent();
        if (free) {
            return fits(order, now).orElseGet(() -> write(new Event.Stored(order, person.name(), person.comment())));
        }
        boolean same = known.filter(j -> j.listed() && j.order().equals(order)).isPresent();
        return same
                ? Verdict.done()
                : Verdict.refused(
                        "the id names another job order or run already", Ground.NOT_ACCEPTED, Ground.DUPLICATE);
    }

    private static Optional<Verdict> fits(JobOrder order, Instant now) {
        return order.window().impossible() || order.window().late(now)
                ? Optional.of(Verdict.refused(
                        "there is no time left in the window for the drain to begin",
                        Ground.NOT_ACCEPTED,
                        Ground.OUTSIDE_WINDOW))
                : Optional.empty();
    }

    /** What comes behind storing an order that is to start at once: nothing of it was taken back since. */
    static Verdict startStored(Job job, Person person, Instant now) {
        return job.newestIs(Event.Revoked.class, List.of(Event.Stored.class, Event.Released.class))
                        && job.state().top() == Top.NOT_ALLOWED_TO_START
                ? wrong(job, "its start was revoked since; start it")
                : job.state().top() == Top.NOT_ALLOWED_TO_START ? start(job, person, now) : Verdict.done();
    }

    static Verdict update(Job job, JobOrder order, Person person, Instant now) {
        if (!in(job, PREPARING)) {
            return wrong(job, "it has begun");
        }
        if (job.order().equals(order)) {
            return Verdict.done();
        }
        if (job.run().isPresent()) {
            return Verdict.refused(
                    "its run is being prepared; revoke, cancel and store anew", Ground.NOT_ACCEPTED, Ground.BUSY);
        }
        if (!order.line().equals(job.order().line())) {
            return Verdict.refused("the order is of line " + job.order().line(), Ground.NOT_ACCEPTED);
        }
        return fits(order, now).orElseGet(() -> write(new Event.Stored(order, person.name(), person.comment())));
    }

    static Verdict start(Job job, Person person, Instant now) {
        if (!in(job, PREPARING)) {
            return wrong(job, "it is not waiting for its start");
        }
        if (job.state().top() == Top.ALLOWED_TO_START) {
            return Verdict.done();
        }
        return job.window().late(now)
                ? Verdict.refused("its window is over", Ground.OUTSIDE_WINDOW)
                : write(new Event.Released(person.name(), person.comment()));
    }

    static Verdict revokeStart(Job job, Person person) {
        boolean again = in(job, EnumSet.of(Top.NOT_ALLOWED_TO_START))
                && job.newestIs(Event.Revoked.class, List.of(Event.Released.class, Event.Cancelled.class));
        if (again) {
            return Verdict.done();
        }
        return in(job, EnumSet.of(Top.ALLOWED_TO_START))
                ? write(new Event.Revoked(person.name(), person.comment()))
                : wrong(job, "there is no start to revoke");
    }

    static Verdict pause(Job job, Person person) {
        if (in(job, EnumSet.of(Top.INTERRUPTED)) && job.is(Sub.SUSPENDED)) {
            return Verdict.done();
        }
        if (!in(job, EnumSet.of(Top.RUNNING))) {
            return wrong(job, "it is not running");
        }
        Run run = job.run().orElseThrow();
        if (run.abort().isPresent() && run.turnedBack().isEmpty()) {
            return wrong(job, "it is being stopped");
        }
        Answer deferred = new Answer.Deferred("it waits at its next safe point");
        return run.holdAsked().isPresent()
                ? new Verdict.Say(deferred)
                : new Verdict.Write(new Event.HoldAsked(person.name(), person.comment()), deferred);
    }

    static Verdict resume(Job job, Person person) {
        if (!in(job, EnumSet.of(Top.RUNNING, Top.INTERRUPTED))) {
            return wrong(job, "it is not interrupted");
        }
        Run run = job.run().orElseThrow();
        if (run.held().isPresent() || run.holdAsked().isPresent()) {
            return write(new Event.Resumed(person.name(), person.comment()));
        }
        if (run.awaits().isPresent()) {
            return wrong(job, "it goes on by itself as soon as the equipment shows that a person has done it");
        }
        return job.newestIs(Event.Resumed.class, List.of(Event.Held.class, Event.HoldAsked.class))
                ? Verdict.done()
                : wrong(job, "it is not interrupted");
    }

    static Verdict stop(Job job, Person person) {
        boolean asked = job.run()
                .flatMap(Run::abort)
                .filter(a -> a.policy() == AbortPolicy.STOP)
                .isPresent();
        Answer deferred = new Answer.Deferred("it ends at its next safe point");
        if (asked && job.listed()) {
            return job.state().top() == Top.ENDED ? Verdict.done() : new Verdict.Say(deferred);
        }
        if (!in(job, EnumSet.of(Top.RUNNING, Top.INTERRUPTED)) || onTheWayBack(job)) {
            return wrong(job, "it is not running");
        }
        if (releasing(job)) {
            return wrong(job, RELEASING);
        }
        return new Verdict.Write(new Event.AbortAsked(AbortPolicy.STOP, person.name(), person.comment()), deferred);
    }

    static Verdict abort(Job job, Person person) {
        if (in(job, EnumSet.of(Top.ABORTED))) {
            return Verdict.done();
        }
        if (in(job, EnumSet.of(Top.ENDED)) || !job.listed() || onTheWayBack(job)) {
            return wrong(job, onTheWayBack(job) ? "giving a way back up is for a person at the panel" : "it is over");
        }
        if (releasing(job)) {
            return wrong(job, RELEASING);
        }
        return write(new Event.AbortAsked(AbortPolicy.ROLL_BACK, person.name(), person.comment()));
    }

    static Verdict cancel(Job job, Person person) {
        if (job.cancelled()) {
            return Verdict.done();
        }
        return in(job, PREPARING)
                ? write(new Event.Cancelled(person.name(), person.comment()))
                : wrong(job, "it has begun; stop or abort it");
    }

    static Verdict clear(Job job, Person person) {
        if (job.cleared()) {
            return Verdict.done();
        }
        boolean over = in(job, EnumSet.of(Top.ENDED, Top.ABORTED)) && !job.is(Sub.ABORT_ROLLING_BACK);
        return over ? write(new Event.Cleared(person.name(), person.comment())) : wrong(job, "it is not over");
    }

    /** Whether nobody has to do anything about it any more. */
    static boolean proven(Job job) {
        return in(job, EnumSet.of(Top.ENDED, Top.ABORTED)) && (job.is(Sub.CLOSED) || job.is(Sub.ABORT_ROLLED_BACK));
    }

    private static boolean in(Job job, Set<Top> tops) {
        return job.listed() && tops.contains(job.state().top());
    }

    private static boolean releasing(Job job) {
        return job.run().filter(Run::releasing).isPresent();
    }

    private static boolean onTheWayBack(Job job) {
        return job.run()
                .filter(r -> r.finished().isEmpty() && r.turnedBack().isPresent())
                .isPresent();
    }

    private static Verdict write(Event event) {
        return new Verdict.Write(event, Answer.done());
    }

    private static Verdict wrong(Job job, String why) {
        if (!job.listed()) {
            return Verdict.refused("job order " + job.id() + " is no longer listed", Ground.UNKNOWN_ORDER);
        }
        String text = "job order " + job.id() + " is " + job.state().top() + ": " + why;
        boolean back = onTheWayBack(job) || job.is(Sub.ABORT_ROLLING_BACK);
        return back
                ? Verdict.refused(text, Ground.STATE, Ground.ROLLBACK_IN_PROGRESS)
                : Verdict.refused(text, Ground.STATE);
    }
}
