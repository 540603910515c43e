package org.millwright.upgrade.journal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.millwright.plant.LineId;
import org.millwright.upgrade.Entry;
import org.millwright.upgrade.Event;
import org.millwright.upgrade.RunId;

/**
 * The durable record of all runs and job orders, and who may act on a line. A row that was returned survives the death of
 * the process at the next instant.
 *
 * <p>An id has one chain of rows. Those of a job order come first and leave the line free; those of its run follow, or
 * stand alone. A chain whose run is over takes one more row, Cleared; behind Cleared nothing comes.
 *
 * <p>{@code after} is the seq of the newest row that whoever writes has judged by. When there is a newer one, nothing is
 * written.
 *
 * <p>Any method throws {@link JournalBrokenException} when the record cannot be kept; whether a row that was being
 * written then is there, only reading tells. A row too long to be kept is refused with IllegalArgumentException. Safe
 * to use from many threads; a call is not broken off when its thread is interrupted.
 */
public interface Journal {
    /**
     * Begins a chain with a job order; the line is not taken. Refused with IllegalStateException when the id is used.
     */
    Entry store(RunId run, LineId line, Event.Stored order);

    /**
     * Opens a run that nobody ordered before, with its first row. Refused with IllegalStateException when the id is used.
     *
     * @throws LineBusyException when the line has an open run, be it this one
     */
    Entry open(RunId run, LineId line, Event.Requested request) throws LineBusyException;

    /**
     * Opens the run of a job order behind its rows. Refused with IllegalStateException when there is no such order of
     * that line, or when it has or had a run or is cleared, and whoever asks has judged by all its rows.
     *
     * @throws LineBusyException when the line has an open run, be it this one
     */
    Entry open(RunId run, LineId line, Event.Requested request, long after)
            throws LineBusyException, OvertakenException;

    /**
     * Adds what somebody asked for; needs no lease. Refused with IllegalStateException when the chain does not take it.
     */
    Entry submit(RunId run, Event event);

    /** As {@link #submit(RunId, Event)}, unless there are newer rows. */
    Entry submit(RunId run, Event event, long after) throws OvertakenException;

    /**
     * Adds what the line's owner saw. Refused with IllegalStateException when there is no such run or it is over, with
     * IllegalArgumentException when the lease is another line's.
     *
     * @throws FencedException when the lease is no longer the line's newest; one that ran out counts until somebody
     *     claims the line
     */
    Entry append(Lease lease, RunId run, Event event) throws FencedException;

    /** As {@link #append(Lease, RunId, Event)} for what the owner decided, unless there are newer rows. */
    Entry append(Lease lease, RunId run, Event event, long after) throws FencedException, OvertakenException;

    /** All rows of a run in order; empty when there is no such run. */
    List<Entry> read(RunId run);

    /** At most that many rows after a position, over all runs, in order. */
    List<Entry> readAfter(long position, int limit);

    /** Position of the newest row over all runs; 0 before the first. */
    long lastPosition();

    /** All chains, oldest first. */
    List<RunId> runs();

    /** Runs without a Finished row, oldest first. */
    List<RunId> openRuns();

    /** Job orders of a line that were neither cancelled nor cleared, oldest first. */
    List<RunId> jobs(LineId line);

    /** Takes the line's lease when it is free or has run out; each new lease has a higher epoch. */
    Optional<Lease> claim(LineId line, String owner, Duration ttl);

    /** False when the lease is no longer the newest. */
    boolean renew(Lease lease, Duration ttl);

    void release(Lease lease);

    /** Told after each row, from any thread; must be quick. What it throws does not reach whoever wrote the row. */
    void onAppend(Runnable listener);

    /**
     * The right to act on a line.
     *
     * @param owner 1 to 128 characters
     */
    record Lease(LineId line, String owner, long epoch) {
        public Lease {
            if (owner.isEmpty() || owner.length() > 128) {
                throw new IllegalArgumentException("an owner's name has 1 to 128 characters: '" + owner + "'");
            }
        }
    }

    /** Somebody else owns the line now: stop at once. */
    final class FencedException extends Exception {
        public FencedException(String message) {
            super(message);
        }
    }

    /** There are rows that whoever wanted to write has not judged by: to be read, and judged anew. */
    final class OvertakenException extends Exception {
        public OvertakenException(RunId run, long after) {
            super("run " + run + " has rows behind " + after);
        }
    }

    /** The line has an open run. */
    final class LineBusyException extends Exception {
        private final RunId open;

        public LineBusyException(LineId line, RunId open) {
            super(line + " already has run " + open + ", which is not over");
            this.open = open;
        }

        public RunId openRun() {
            return open;
        }
    }
}
