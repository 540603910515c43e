package org.millwright.upgrade.journal;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The one connection to the journal's database, and the one thread that uses it.
 *
 * <ol>
 *   <li>One writer: a second one could leave a row behind that can never be written again after a kill (H2 2.4.240,
 *       measured).
 *   <li>A thread of its own that nobody interrupts: H2 closes the whole database when a thread is interrupted while it
 *       writes (measured), and a virtual thread's socket ends the same way.
 *   <li>A write is committed, then put on disk, and only then returned. Reads wait for neither.
 *   <li>After any failure the connection is thrown away. The next use gets a new, checked one, so that nothing is built
 *       on a row of which it is not known whether it is on disk.
 * </ol>
 */
final class JournalDatabase implements AutoCloseable {
    /** SQL state of a key that is there already. */
    private static final String TAKEN = "23505";

    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("journal").daemon().factory());
    private final Source source;
    private final String makeDurable;
    private @Nullable Connection connection;
    private volatile boolean closed;

    /** Where connections come from. */
    interface Source extends AutoCloseable {
        /** Connects to a migrated database of which every row is good and on disk; without automatic commits. */
        Connection connect() throws SQLException;

        /** Lets others use the database. */
        @Override
        void close() throws IOException;
    }

    /** One transaction; it may be performed twice, when another node was quicker. */
    interface Work<T> {
        T perform(Connection connection) throws SQLException;
    }

    /**
     * Closes the connection and the source in the end.
     *
     * @param first a connection from the source
     * @param makeDurable statement that puts committed rows on disk; empty where a commit already does
     */
    JournalDatabase(Source source, Connection first, String makeDurable) {
        this.source = source;
        this.connection = first;
        this.makeDurable = makeDurable;
    }

    /** Performs, commits and puts on disk. */
    <T> T writing(Work<T> work) {
        return inThread(c -> {
            T result = performed(work, c);
            makeDurable(c);
            return result;
        });
    }

    /** Performs and commits; what is written may be lost when the power fails. */
    <T> T quickly(Work<T> work) {
        return inThread(c -> performed(work, c));
    }

    private static <T> T performed(Work<T> work, Connection connection) throws SQLException {
        try {
            return once(work, connection);
        } catch (SQLException e) {
            if (!TAKEN.equals(e.getSQLState())) {
                throw e;
            }
            // Another node was quicker: once more on what it wrote.
            connection.rollback();
            return once(work, connection);
        }
    }

    /** After a refusal the connection goes on; whoever gets a SQLException throws it away. */
    private static <T> T once(Work<T> work, Connection connection) throws SQLException {
        boolean refused = true;
        try {
            T result = work.perform(connection);
            refused = false;
            connection.commit();
            return result;
        } catch (SQLException e) {
            refused = false;
            throw e;
        } finally {
            if (refused) {
                connection.rollback();
            }
        }
    }

    private void makeDurable(Connection connection) throws SQLException {
        if (!makeDurable.isEmpty()) {
            try (Statement sync = connection.createStatement()) {
                sync.execute(makeDurable);
            }
        }
    }

    private <T> T inThread(Work<T> work) {
        try {
            return CompletableFuture.supplyAsync(() -> guarded(work), thread).join();
        } catch (RejectedExecutionException e) {
            throw new JournalBrokenException("the journal is closed", e);
        } catch (CompletionException e) {
            throw unwrapped(e);
        }
    }

    private static RuntimeException unwrapped(CompletionException e) {
        return switch (e.getCause()) {
            case RuntimeException failure -> failure;
            case Error error -> throw error;
            case null, default -> e;
        };
    }

    private <T> T guarded(Work<T> work) {
        if (closed) {
            throw new JournalBrokenException("the journal is closed", null);
        }
        try {
            return work.perform(connected());
        } catch (SQLException e) {
            disconnect(e);
            throw new JournalBrokenException("the journal cannot be used: " + e.getMessage(), e);
        }
    }

    private Connection connected() throws SQLException {
        Connection known = connection;
        if (known == null) {
            known = source.connect();
            connection = known;
        }
        return known;
    }

    private void disconnect(Exception why) {
        Connection known = connection;
        connection = null;
        if (known != null) {
            try {
                known.close();
            } catch (SQLException e) {
                why.addSuppressed(e);
            }
        }
    }

    /** Waits for what is going on; later uses are refused. Closing twice does nothing. */
    @Override
    public void close() {
        closed = true;
        try {
            CompletableFuture.runAsync(this::end, thread).join();
        } catch (RejectedExecutionException _) {
            return;
        } catch (CompletionException e) {
            throw unwrapped(e);
        } finally {
            thread.shutdown();
        }
    }

    private void end() {
        try (source) {
            Connection known = connection;
            connection = null;
            if (known != null) {
                known.close();
            }
        } catch (SQLException | IOException e) {
            throw new JournalBrokenException("the journal did not close well: " + e.getMessage(), e);
        }
    }
}
