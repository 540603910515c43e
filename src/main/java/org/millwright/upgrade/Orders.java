package org.millwright.upgrade;

import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.millwright.plant.LineId;
import org.millwright.plant.Plant;
import org.millwright.upgrade.Answer.Ground;
import org.millwright.upgrade.JobRules.Verdict;
import org.millwright.upgrade.Upgrades.Person;
import org.millwright.upgrade.journal.Journal;
import org.millwright.upgrade.journal.Journal.OvertakenException;

/**
 * Job orders: what an MES may ask, each command one journal row. The rows decide everything, {@link Dispatch} and the
 * runner carry it out. Every command answers at once; none throws but for a journal that is broken.
 *
 * <p>A command is judged by the job's rows and written only if no other row has come since. So whoever was told that an
 * order is revoked, cancelled or aborted before the drain began knows that it will not begin.
 */
public final class Orders {
    /** Job orders in the list of one line. */
    public static final int MOST = 64;

    private static final Person MILLWRIGHT = new Person("millwright", "made room in the list");

    /** Rows of a chain that store, release, revoke or cancel; whoever has written so many is in a loop. */
    static final int MOST_CHANGES = 200;

    /** Whoever is overtaken so often is told to come again. */
    private static final int TRIES = 100;

    private final Journal journal;
    private final Plant plant;
    private final Clock clock;
    private final Map<RunId, Job> folded = new ConcurrentHashMap<>();
    private final Troubles troubles = new Troubles();

    public Orders(Journal journal, Plant plant, Clock clock) {
        this.journal = journal;
        this.plant = plant;
        this.clock = clock;
    }

    /** Puts an order into its line's list; whoever calls has made sure that there is such a plan. */
    public synchronized Answer store(RunId id, JobOrder order, Person person) {
        if (plant.line(order.line()).isEmpty()) {
            return Answer.refused("the plant has no line " + order.line(), Ground.NOT_ACCEPTED);
        }
        Answer answer = judged(id, rows -> {
            Verdict verdict = JobRules.store(rows, order, person, clock.instant());
            return verdict instanceof Verdict.Write && !roomFor(order.line())
                    ? Verdict.refused("the list has " + MOST + " job orders; clear some", Ground.LIST_FULL)
                    : verdict;
        });
        // Not before: an order that was refused after all must not have cost another one its place.
        makeRoom(order.line());
        return answer;
    }

    /**
     * Stores and lets it start: two rows. When only the second is refused, the order is in the list all the same, and
     * the answer says "stored, not released".
     */
    public Answer storeAndStart(RunId id, JobOrder order, Person person) {
        Answer stored = store(id, order, person);
        if (!(stored instanceof Answer.Done)) {
            return stored;
        }
        Answer started = command(id, job -> JobRules.startStored(job, person, clock.instant()));
        return started instanceof Answer.Refused(Set<Ground> grounds, String why)
                ? new Answer.Refused(grounds, "stored, not released: " + why)
                : started;
    }

    /** Replaces a stored order; a release was of the order as it stood, so it has to be released again. */
    public Answer update(RunId id, JobOrder order, Person person) {
        return command(id, job -> JobRules.update(job, order, person, clock.instant()));
    }

    /** Lets an order start as soon as line, window and approval do. */
    public Answer start(RunId id, Person person) {
        return command(id, job -> JobRules.start(job, person, clock.instant()));
    }

    /** Takes the start back; a drain that has begun goes on. */
    public Answer revokeStart(RunId id, Person person) {
        return command(id, job -> JobRules.revokeStart(job, person));
    }

    /** Makes the job wait at its next safe point. */
    public Answer pause(RunId id, Person person) {
        return command(id, job -> JobRules.pause(job, person));
    }

    /**
     * Lets an interrupted job go on, whatever holds it now. A command of OPC 10031-4 names the job and not the hold, so
     * one that comes again because its answer was lost also lifts a hold that came in between. That is safe, as a step
     * observes before it acts and asks anew for whatever is still missing; who wants the line to stay down besides what
     * the MES says stops the job, or takes its right to resume.
     */
    public Answer resume(RunId id, Person person) {
        return command(id, job -> JobRules.resume(job, person));
    }

    /** Ends the job at its next safe point, everything back as it was. */
    public Answer stop(RunId id, Person person) {
        return command(id, job -> JobRules.stop(job, person));
    }

    /** The same, but the job counts as aborted from now on. */
    public Answer abort(RunId id, Person person) {
        return command(id, job -> JobRules.abort(job, person));
    }

    /** Takes an order that has touched nothing out of the list, and ends its run. */
    public Answer cancel(RunId id, Person person) {
        return command(id, job -> JobRules.cancel(job, person));
    }

    /** Takes a job that is over out of the list; the journal keeps it. */
    public Answer clear(RunId id, Person person) {
        return command(id, job -> JobRules.clear(job, person));
    }

    private Answer command(RunId id, Function<Job, Verdict> rule) {
        return judged(
                id,
                rows -> Job.find(rows)
                        .map(rule)
                        .orElseGet(() -> Verdict.refused("there is no job order " + id, Ground.UNKNOWN_ORDER)));
    }

    private Answer judged(RunId id, Function<List<Entry>, Verdict> rule) {
        for (int i = 0; i < TRIES; i++) {
            List<Entry> rows = journal.read(id);
            switch (bounded(id, rows, rule.apply(rows))) {
                case Verdict.Say(Answer answer) -> {
                    return answer;
                }
                case Verdict.Write(Event event, Answer answer) -> {
                    try {
                        write(id, event, rows.size());
                        return answer;
                    } catch (OvertakenException _) {
                        // Judged anew, by all rows.
                        continue;
                    } catch (IllegalArgumentException e) {
                        return Answer.refused(String.valueOf(e.getMessage()), Ground.NOT_ACCEPTED);
                    }
                }
            }
        }
        return Answer.refused("too much happens to " + id + " at once; ask again", Ground.BUSY);
    }

    /** A chain that was changed too often takes nothing but what leads to its end. */
    private static Verdict bounded(RunId id, List<Entry> rows, Verdict verdict) {
        boolean grows = verdict instanceof Verdict.Write(Event event, Answer _)
                && (event instanceof Event.Stored || event instanceof Event.Released)
                && rows.size() >= MOST_CHANGES
                && rows.stream().filter(e -> changes(e.event())).count() >= MOST_CHANGES;
        return grows
                ? Verdict.refused("job order " + id + " was changed too often; order under another id", Ground.BUSY)
                : verdict;
    }

    private static boolean changes(Event event) {
        return event instanceof Event.Stored
                || event instanceof Event.Released
                || event instanceof Event.Revoked
                || event instanceof Event.Cancelled;
    }

    private void write(RunId id, Event event, int after) throws OvertakenException {
        if (after == 0 && event instanceof Event.Stored stored) {
            try {
                journal.store(id, stored.order().line(), stored);
            } catch (IllegalStateException e) {
                if (journal.read(id).isEmpty()) {
                    throw e;
                }
                throw new OvertakenException(id, after);
            }
        } else {
            journal.submit(id, event, after);
        }
    }

    private boolean roomFor(LineId line) {
        return journal.jobs(line).size() < MOST || jobs(line).stream().anyMatch(JobRules::proven);
    }

    /** Clears the oldest jobs that are over and proven while the list has too many. */
    private void makeRoom(LineId line) {
        int tooMany = journal.jobs(line).size() - MOST;
        if (tooMany > 0) {
            jobs(line).stream().filter(JobRules::proven).limit(tooMany).forEach(j -> clear(j.id(), MILLWRIGHT));
        }
    }

    /** What the line's list has, oldest first. */
    public List<Job> jobs(LineId line) {
        List<Job> listed = journal.jobs(line).stream()
                .flatMap(id -> find(id).stream())
                .filter(Job::listed)
                .sorted(Comparator.comparing(j -> j.stored().position()))
                .toList();
        troubles.keep(line, listed);
        Optional<RunId> holder = listed.isEmpty() ? Optional.empty() : holder(line);
        return listed.stream().map(j -> explained(j, holder)).toList();
    }

    /** Empty when there is no such job order; one that was cancelled or cleared is still told, as not listed. */
    public Optional<Job> job(RunId id) {
        return find(id).map(j -> explained(j, j.inTurn() ? holder(j.line()) : Optional.empty()));
    }

    private Optional<Job> find(RunId id) {
        List<Entry> rows = journal.read(id);
        Optional<Job> job = Optional.ofNullable(folded.get(id))
                .filter(known -> known.rows().size() == rows.size())
                .or(() -> Job.find(rows));
        job.filter(Job::listed).ifPresentOrElse(j -> folded.put(id, j), () -> folded.remove(id));
        return job;
    }

    private Job explained(Job job, Optional<RunId> holder) {
        return troubles.of(job)
                .or(() -> holder.filter(_ -> job.inTurn()).map(h -> "its turn on the line, which run " + h + " has"))
                .map(job::waitingFor)
                .orElse(job);
    }

    /** The run that has the line. */
    Optional<RunId> holder(LineId line) {
        return journal.openRuns().stream()
                .filter(id -> journal.read(id).stream()
                        .anyMatch(e -> e.event() instanceof Event.Requested r
                                && r.plan().line().equals(line)))
                .findFirst();
    }

    /** What could not be begun, kept for people. */
    Troubles troubles() {
        return troubles;
    }
}
