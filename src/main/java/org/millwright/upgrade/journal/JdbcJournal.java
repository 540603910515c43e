package org.millwright.upgrade.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.millwright.plant.LineId;
import org.millwright.upgrade.Entry;
import org.millwright.upgrade.Event;
import org.millwright.upgrade.RunId;
import org.millwright.upgrade.journal.LeaseTable.Term;
import org.millwright.upgrade.journal.RowTable.Draft;

/**
 * The journal in a relational database.
 *
 * <ol>
 *   <li>A row is made into text, and refused when that is too long, before the database hears of it.
 *   <li>Each write is one transaction: fence, the run locked, next number in it, hash over the row before and this one.
 *   <li>Rows of open runs that were read once are kept, so that a read costs only what is new; they are forgotten
 *       together with the connection that they came from.
 * </ol>
 */
public final class JdbcJournal implements Journal, AutoCloseable {
    private static final long NO_EPOCH = 0;

    private final JournalDatabase database;
    private final Clock clock;
    private final Listeners listeners = new Listeners();
    private final Map<RunId, List<Entry>> known = new HashMap<>();
    private @Nullable Connection knownFrom;

    /** Takes over the database and closes it in the end. */
    JdbcJournal(JournalDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Entry open(RunId run, LineId line, Event.Requested request) throws LineBusyException {
        Draft draft = Draft.of(run, NO_EPOCH, request);
        Opening opening = database.writing(c -> {
            Optional<RunId> busy = openRunOf(c, line);
            return new Opening(busy, busy.isPresent() ? Optional.empty() : Optional.of(insertRun(c, line, draft)));
        });
        if (opening.busy().isPresent()) {
            throw new LineBusyException(line, opening.busy().get());
        }
        listeners.tell();
        return opening.entry().orElseThrow();
    }

    private static Optional<RunId> openRunOf(Connection c, LineId line) throws SQLException {
        try (PreparedStatement select = c.prepareStatement("select id from run where open_line = ?")) {
            select.setString(1, line.value());
            ResultSet row = select.executeQuery();
            return row.next() ? Optional.of(new RunId(row.getString(1))) : Optional.empty();
        }
    }

    private Entry insertRun(Connection c, LineId line, Draft draft) throws SQLException {
        if (runRow(c, draft.run()).isPresent()) {
            throw new IllegalStateException("run " + draft.run() + " exists already");
        }
        try (PreparedStatement insert = c.prepareStatement("insert into run (id, line, open_line) values (?, ?, ?)")) {
            insert.setString(1, draft.run().value());
            insert.setString(2, line.value());
            insert.setString(3, line.value());
            insert.executeUpdate();
        }
        return RowTable.insertFirst(c, draft, now());
    }

    @Override
    public Entry submit(RunId run, Event event) {
        Draft draft = Draft.of(run, NO_EPOCH, event);
        Entry entry = database.writing(c -> insertNext(c, draft, openRun(c, draft)));
        listeners.tell();
        return entry;
    }

    @Override
    public Entry append(Lease lease, RunId run, Event event) throws FencedException {
        Draft draft = Draft.of(run, lease.epoch(), event);
        Optional<Entry> entry = database.writing(
                c -> LeaseTable.holds(c, lease) ? Optional.of(insertHeld(c, draft, lease)) : Optional.empty());
        Entry written = entry.orElseThrow(() -> new FencedException("lease " + lease.epoch() + " of " + lease.line()
                + " is no longer the newest: " + event + " was not written"));
        listeners.tell();
        return written;
    }

    private Entry insertHeld(Connection c, Draft draft, Lease lease) throws SQLException {
        RunRow run = openRun(c, draft);
        if (!run.line().equals(lease.line().value())) {
            throw new IllegalArgumentException("run " + draft.run() + " is of line " + run.line() + ", the lease of "
                    + lease.line() + ": " + draft.event() + " was not written");
        }
        return insertNext(c, draft, run);
    }

    private static RunRow openRun(Connection c, Draft draft) throws SQLException {
        RunRow run =
                runRow(c, draft.run()).orElseThrow(() -> new IllegalStateException("there is no run " + draft.run()));
        if (!run.open()) {
            throw new IllegalStateException("run " + draft.run() + " is over: " + draft.event() + " was not written");
        }
        return run;
    }

    private static Optional<RunRow> runRow(Connection c, RunId run) throws SQLException {
        try (PreparedStatement select =
                c.prepareStatement("select id, line, open_line from run where id = ? for update")) {
            select.setString(1, run.value());
            ResultSet row = select.executeQuery();
            return row.next()
                    ? Optional.of(
                            new RunRow(row.getString("id"), row.getString("line"), row.getString("open_line") != null))
                    : Optional.empty();
        }
    }

    private Entry insertNext(Connection c, Draft draft, RunRow run) throws SQLException {
        if (draft.event() instanceof Event.Finished) {
            close(c, run);
        }
        return RowTable.insertNext(c, draft, now());
    }

    private static void close(Connection c, RunRow run) throws SQLException {
        try (PreparedStatement update = c.prepareStatement("update run set open_line = null where id = ?")) {
            update.setString(1, run.id());
            if (update.executeUpdate() != 1) {
                throw new IllegalStateException("run " + run.id() + " was not closed");
            }
        }
    }

    @Override
    public List<Entry> read(RunId run) {
        return database.quickly(c -> {
            List<Entry> before = knownOf(run, c);
            List<Entry> fresh = RowTable.readFrom(c, run, before.size());
            List<Entry> all = fresh.isEmpty()
                    ? before
                    : Stream.concat(before.stream(), fresh.stream()).toList();
            if (all.isEmpty() || all.getLast().event() instanceof Event.Finished) {
                known.remove(run);
            } else {
                known.put(run, all);
            }
            return all;
        });
    }

    /** Called by the database's thread alone, as everything that touches what is known. */
    private List<Entry> knownOf(RunId run, Connection c) {
        if (knownFrom != c) {
            known.clear();
            knownFrom = c;
        }
        return known.getOrDefault(run, List.of());
    }

    @Override
    public List<Entry> readAfter(long position, int limit) {
        return database.quickly(c -> RowTable.readAfter(c, position, limit));
    }

    @Override
    public List<RunId> runs() {
        return ids("select id from run order by number");
    }

    @Override
    public List<RunId> openRuns() {
        return ids("select id from run where open_line is not null order by number");
    }

    private List<RunId> ids(String query) {
        return database.quickly(c -> {
            try (Statement select = c.createStatement()) {
                ResultSet rows = select.executeQuery(query);
                List<RunId> ids = new ArrayList<>();
                while (rows.next()) {
                    ids.add(new RunId(rows.getString(1)));
                }
                return List.copyOf(ids);
            }
        });
    }

    @Override
    public Optional<Lease> claim(LineId line, String owner, Duration ttl) {
        return database.writing(c -> LeaseTable.claim(c, line, owner, new Term(now(), ttl)));
    }

    @Override
    public boolean renew(Lease lease, Duration ttl) {
        return database.quickly(c -> LeaseTable.renew(c, lease, new Term(now(), ttl)));
    }

    @Override
    public void release(Lease lease) {
        renew(lease, Duration.ZERO);
    }

    /** Frees every lease: for a database file that only one process can have open, so that no owner can be alive. */
    void releaseAll() {
        database.writing(c -> LeaseTable.releaseAll(c, now()));
    }

    @Override
    public void onAppend(Runnable listener) {
        listeners.add(listener);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** Waits for what is being written; the journal then refuses all that is asked of it. */
    @Override
    public void close() {
        database.close();
    }

    private record RunRow(String id, String line, boolean open) {}

    /** Either the run that keeps the line busy or the first row. */
    private record Opening(Optional<RunId> busy, Optional<Entry> entry) {}
}
