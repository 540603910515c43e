package org.millwright.upgrade;

import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** Rows of an order that has no run yet; whoever has written so many is in a loop. */
    static final int MOST_CHANGES = 200;

    /** Whoever is overtaken so often is told to come again. */
    private static final int TRIES = 100;

    private final Journal journal;
    private final Plant plant;
    private final Clock clock;
    private final Map<RunId, Job> folded = new ConcurrentHashMap<>();
    private final Map<RunId, Trouble> troubles = new ConcurrentHashMap<>();

    /** Why an order could not be begun, as its rows stood then. */
    private record Trouble(long newest, String why) {}

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
        return judged(id, rows -> {
            Verdict verdict = JobRules.store(rows, order, person, clock.instant());
            return verdict instanceof Verdict.Write && !roomFor(order.line())
                    ? Verdict.refused("the list has " + MOST + " job orders; clear some", Ground.LIST_FULL)
                    : verdict;
        });
    }

    /** Stores and lets it start: two rows. What is refused only then stays stored, and the answer says so. */
    public Answer storeAndStart(RunId id, JobOrder order, Person person) {
        Answer stored = store(id, order, person);
        if (!(stored instanceof Answer.Done)) {
            return stored;
        }
        return switch (command(id, job -> JobRules.startStored(job, person, clock.instant()))) {
            case Answer.Refused(var grounds, String why) -> new Answer.Refused(grounds, "stored, not started: " + why);
            case Answer.Done done -> done;
            case Answer.Deferred deferred -> deferred;
        };
    }

    /** Replaces a stored order, which then has to be released anew. */
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

    /** Lets an interrupted job go on. */
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
            switch (rule.apply(rows)) {
                case Verdict.Say(Answer answer) -> {
                    return answer;
                }
                case Verdict.Write(Event event, Answer answer) -> {
                    if (endless(rows, event)) {
                        return Answer.refused(
                                "too much was stored and started under " + id + "; cancel it", Ground.BUSY);
                    }
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

    /** A loop somewhere else must not fill the disk here: what withdraws an order is always taken. */
    private static boolean endless(List<Entry> rows, Event event) {
        boolean more = event instanceof Event.Stored || event instanceof Event.Released;
        return more && rows.size() >= MOST_CHANGES && Run.find(rows).isEmpty();
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

    /** Clears the oldest job that is over and proven when the list is full. */
    private boolean roomFor(LineId line) {
        if (journal.jobs(line).size() < MOST) {
            return true;
        }
        return jobs(line).stream()
                .filter(JobRules::proven)
                .findFirst()
                .map(j -> clear(j.id(), MILLWRIGHT))
                .filter(Answer.Done.class::isInstance)
                .isPresent();
    }

    /** What the line's list has, oldest first. */
    public List<Job> jobs(LineId line) {
        return journal.jobs(line).stream()
                .flatMap(id -> job(id).stream())
                .filter(Job::listed)
                .sorted(Comparator.comparing(j -> j.stored().position()))
                .toList();
    }

    /** Empty when there is no such job order; one that was cancelled or cleared is still told, as not listed. */
    public Optional<Job> job(RunId id) {
        List<Entry> rows = journal.read(id);
        Optional<Job> job = Optional.ofNullable(folded.get(id))
                .filter(known -> known.rows().size() == rows.size())
                .or(() -> Job.find(rows));
        job.filter(Job::listed).ifPresentOrElse(j -> folded.put(id, j), () -> folded.remove(id));
        Trouble trouble = troubles.get(id);
        if (trouble == null || job.isEmpty()) {
            return job;
        }
        if (trouble.newest() != job.get().newest()) {
            troubles.remove(id, trouble);
            return job;
        }
        return job.map(j -> j.waitingFor(trouble.why()));
    }

    /** Why an order cannot be begun now, for people only: lost with the process. */
    void trouble(Job job, String why) {
        troubles.put(job.id(), new Trouble(job.newest(), why));
    }

    void noTrouble(RunId id) {
        troubles.remove(id);
    }
}
