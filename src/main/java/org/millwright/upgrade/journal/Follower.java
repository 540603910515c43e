package org.millwright.upgrade.journal;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.millwright.upgrade.Entry;

/**
 * Goes through all rows of the journal in order, as they come, on its own virtual thread. A reader that throws gets the
 * same row again after a pause: nothing is left out, and what the reader had done before it threw is done twice.
 */
public final class Follower implements AutoCloseable {
    private static final int ROWS_AT_ONCE = 100;

    /** Between two looks when nobody tells of rows: they may come from another process. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final Journal journal;
    private final Reader reader;
    private final Consumer<String> alarm;
    private final Semaphore news = new Semaphore(0);
    private final Thread thread;
    private long position;
    private boolean troubled;

    /** What is done with each row. */
    @FunctionalInterface
    public interface Reader {
        void read(Entry row) throws InterruptedException;
    }

    private Follower(Journal journal, long after, Reader reader, Consumer<String> alarm) {
        this.journal = journal;
        this.position = after;
        this.reader = reader;
        this.alarm = alarm;
        this.thread = Thread.ofVirtual().name("journal-follower").unstarted(this::follow);
    }

    /**
     * Begins with the first row after a position, 0 for the very first.
     *
     * @param alarm told once when rows cannot be read or given on, and once when they can again
     */
    public static Follower start(Journal journal, long after, Reader reader, Consumer<String> alarm) {
        Follower follower = new Follower(journal, after, reader, alarm);
        journal.onAppend(follower.news::release);
        follower.thread.start();
        return follower;
    }

    private void follow() {
        try {
            while (true) {
                if (!advance()) {
                    boolean told = news.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                    if (told) {
                        news.drainPermits();
                    }
                }
            }
        } catch (InterruptedException _) {
            // Closed.
            Thread.currentThread().interrupt();
        }
    }

    /** Gives rows on; false when there is nothing more to do at once. */
    private boolean advance() throws InterruptedException {
        try {
            List<Entry> rows = journal.readAfter(position, ROWS_AT_ONCE);
            for (Entry row : rows) {
                reader.read(row);
                position = row.position();
            }
            if (troubled) {
                alarm.accept("the journal is followed again");
                troubled = false;
            }
            return rows.size() == ROWS_AT_ONCE;
        } catch (RuntimeException e) {
            if (!troubled) {
                alarm.accept("the journal cannot be followed behind position " + position + ", trying on: " + e);
                troubled = true;
            }
            return false;
        }
    }

    /** Afterwards no row is given on any more; a reader that does not heed its interruption is left behind. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(CLOSE_LIMIT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
