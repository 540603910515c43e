package org.millwright.upgrade.journal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import org.millwright.plant.LineId;
import org.millwright.upgrade.Event;
import org.millwright.upgrade.RunId;
import org.millwright.upgrade.journal.Journal.FencedException;
import org.millwright.upgrade.journal.Journal.Lease;
import org.millwright.upgrade.journal.Journal.LineBusyException;

/** A journal in a file with one open run, for the benchmark: as in production, or without waiting for the disk. */
public final class BenchedJournal implements AutoCloseable {
    private static final RunId RUN = new RunId("run-1");

    private static final LineId LINE = new LineId("line-1");

    private final JdbcJournal journal;
    private final Lease lease;
    private final Event event = new Event.Held("parts in st30", "take it out", "x".repeat(300), Optional.empty());

    private BenchedJournal(JdbcJournal journal) {
        this.journal = journal;
        this.lease = journal.claim(LINE, "bench", Duration.ofDays(1)).orElseThrow();
    }

    private BenchedJournal withRun() throws LineBusyException {
        journal.open(RUN, LINE, new RandomEvents(new SplittableRandom(1)).requested());
        return this;
    }

    public static BenchedJournal synced(Path folder) throws LineBusyException {
        return new BenchedJournal(open(folder)).withRun();
    }

    /** One that has its run already. */
    public static BenchedJournal again(Path folder) {
        return new BenchedJournal(open(folder));
    }

    public static BenchedJournal unsynced(Path folder) throws LineBusyException, SQLException {
        open(folder).close();
        JournalDatabase.Source source = new JournalDatabase.Source() {
            @Override
            public Connection connect() throws SQLException {
                Connection connection = JournalFile.connect(folder, JournalFile.NAME);
                connection.setAutoCommit(false);
                return connection;
            }

            @Override
            public void close() {}
        };
        JournalDatabase database = new JournalDatabase(source, source.connect(), "");
        return new BenchedJournal(new JdbcJournal(database, Clock.systemUTC())).withRun();
    }

    private static JdbcJournal open(Path folder) {
        return new JournalFile(folder, Clock.systemUTC(), System.err::println).open();
    }

    public void append() throws FencedException {
        journal.append(lease, RUN, event);
    }

    public int read() {
        return journal.read(RUN).size();
    }

    @Override
    public void close() {
        journal.close();
    }
}
