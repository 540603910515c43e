package org.millwright.upgrade.journal;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.millwright.plant.LineId;
import org.millwright.release.Sha256;
import org.millwright.upgrade.Entry;
import org.millwright.upgrade.Event;
import org.millwright.upgrade.RunId;

/**
 * The journal in a relational database over one connection, used by one thread at a time: a second writer could leave a
 * row behind that can never be written again after a kill (H2 2.4.240, measured).
 *
 * <ol>
 *   <li>Each write is one transaction: fence, next number in the run, hash over the row before and this one.
 *   <li>After the commit the database is told to put everything on disk; only then is the row returned.
 *   <li>Rows read once are kept, so that a read costs only what is new.
 * </ol>
 */
public final class JdbcJournal implements Journal, AutoCloseable {
    private static final long NO_EPOCH = 0;

    private final Connection connection;
    private final String makeDurable;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<RunId, List<Entry>> known = new HashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /**
     * Takes over an open connection to a migrated database.
     *
     * @param makeDurable statement that puts committed rows on disk; empty where a commit already does
     */
    JdbcJournal(Connection connection, String makeDurable, Clock clock) throws SQLException {
        this.connection = connection;
        this.makeDurable = makeDurable;
        this.clock = clock;
        connection.setAutoCommit(false);
    }

    @Override
    public Entry open(RunId run, LineId line, Event.Requested request) throws LineBusyException {
        Entry entry;
        lock.lock();
        try {
            Optional<RunId> busy = reading(() -> openRunOf(line));
            if (busy.isPresent()) {
                throw new LineBusyException(line, busy.get());
            }
            entry = writing(() -> insertRun(run, line, request));
        } finally {
            lock.unlock();
        }
        tell();
        return entry;
    }

    private Entry insertRun(RunId run, LineId line, Event.Requested request) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into run (id, line, opened_at, open_line) values (?, ?, ?, ?)
                """)) {
            insert.setString(1, run.value());
            insert.setString(2, line.value());
            insert.setObject(3, time(now()));
            insert.setString(4, line.value());
            insert.executeUpdate();
        }
        return insert(run, NO_EPOCH, request);
    }

    private Optional<RunId> openRunOf(LineId line) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select id from run where open_line = ?")) {
            select.setString(1, line.value());
            ResultSet row = select.executeQuery();
            return row.next() ? Optional.of(new RunId(row.getString(1))) : Optional.empty();
        }
    }

    @Override
    public Entry submit(RunId run, Event event) {
        Entry entry = writing(() -> insert(run, NO_EPOCH, event));
        tell();
        return entry;
    }

    @Override
    public Entry append(Lease lease, RunId run, Event event) throws FencedException {
        Optional<Entry> entry =
                writing(() -> holds(lease) ? Optional.of(insert(run, lease.epoch(), event)) : Optional.empty());
        tell();
        return entry.orElseThrow(() -> new FencedException("lease " + lease.epoch() + " of " + lease.line()
                + " is no longer the newest: " + event + " was not written"));
    }

    private boolean holds(Lease lease) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select owner, epoch from lease where line = ? for update")) {
            select.setString(1, lease.line().value());
            ResultSet row = select.executeQuery();
            return row.next()
                    && row.getLong("epoch") == lease.epoch()
                    && row.getString("owner").equals(lease.owner());
        }
    }

    private Entry insert(RunId run, long epoch, Event event) throws SQLException {
        long seq = 1;
        String previous = "";
        try (PreparedStatement last = connection.prepareStatement("""
                select seq, hash, kind from journal where run = ? order by seq desc limit 1
                """)) {
            last.setString(1, run.value());
            ResultSet row = last.executeQuery();
            if (row.next()) {
                seq = row.getLong("seq") + 1;
                previous = row.getString("hash");
                if (row.getString("kind").equals("Finished")) {
                    throw new IllegalStateException("run " + run + " is over: " + event + " was not written");
                }
            }
        }
        Instant at = now();
        String payload = EventJson.write(event);
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into journal (run, seq, written_at, epoch, kind, payload, hash) values (?, ?, ?, ?, ?, ?, ?)
                """, Statement.RETURN_GENERATED_KEYS)) {
            insert.setString(1, run.value());
            insert.setLong(2, seq);
            insert.setObject(3, time(at));
            insert.setLong(4, epoch);
            insert.setString(5, EventJson.kind(event));
            insert.setString(6, payload);
            insert.setString(7, chained(previous, run, seq, at, payload).hex());
            insert.executeUpdate();
            ResultSet key = insert.getGeneratedKeys();
            key.next();
            Entry entry = new Entry(run, key.getLong("position"), seq, at, event);
            if (event instanceof Event.Finished) {
                close(run);
            }
            return entry;
        }
    }

    private void close(RunId run) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("update run set open_line = null where id = ?")) {
            update.setString(1, run.value());
            if (update.executeUpdate() != 1) {
                throw new IllegalStateException("no run " + run + " to close");
            }
        }
    }

    static Sha256 chained(String previous, RunId run, long seq, Instant at, String payload) {
        String row = String.join("\n", previous, run.value(), Long.toString(seq), at.toString(), payload);
        return Sha256.of(row.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public List<Entry> read(RunId run) {
        return reading(() -> {
            List<Entry> rows = known.computeIfAbsent(run, _ -> new ArrayList<>());
            try (PreparedStatement select = connection.prepareStatement("""
                    select position, run, seq, written_at, payload from journal where run = ? and seq > ? order by seq
                    """)) {
                select.setString(1, run.value());
                select.setLong(2, rows.size());
                rows.addAll(entries(select.executeQuery()));
            }
            List<Entry> all = List.copyOf(rows);
            if (all.isEmpty() || all.getLast().event() instanceof Event.Finished) {
                known.remove(run);
            }
            return all;
        });
    }

    @Override
    public List<Entry> readAfter(long position, int limit) {
        return reading(() -> {
            try (PreparedStatement select = connection.prepareStatement("""
                    select position, run, seq, written_at, payload from journal where position > ? order by position
                    limit ?
                    """)) {
                select.setLong(1, position);
                select.setInt(2, limit);
                return entries(select.executeQuery());
            }
        });
    }

    private static List<Entry> entries(ResultSet rows) throws SQLException {
        List<Entry> entries = new ArrayList<>();
        while (rows.next()) {
            entries.add(new Entry(
                    new RunId(rows.getString("run")),
                    rows.getLong("position"),
                    rows.getLong("seq"),
                    rows.getObject("written_at", OffsetDateTime.class).toInstant(),
                    EventJson.read(rows.getString("payload"))));
        }
        return entries;
    }

    @Override
    public List<RunId> runs() {
        return ids("select id from run order by opened_at, id");
    }

    @Override
    public List<RunId> openRuns() {
        return ids("select id from run where open_line is not null order by opened_at, id");
    }

    private List<RunId> ids(String query) {
        return reading(() -> {
            try (Statement select = connection.createStatement()) {
                ResultSet rows = select.executeQuery(query);
                List<RunId> ids = new ArrayList<>();
                while (rows.next()) {
                    ids.add(new RunId(rows.getString(1)));
                }
                return ids;
            }
        });
    }

    @Override
    public Optional<Lease> claim(LineId line, String owner, Duration ttl) {
        return writing(() -> {
            long epoch = 1;
            boolean exists = false;
            try (PreparedStatement select =
                    connection.prepareStatement("select epoch, expires_at from lease where line = ? for update")) {
                select.setString(1, line.value());
                ResultSet row = select.executeQuery();
                if (row.next()) {
                    exists = true;
                    epoch = row.getLong("epoch") + 1;
                    if (row.getObject("expires_at", OffsetDateTime.class)
                            .toInstant()
                            .isAfter(now())) {
                        return Optional.empty();
                    }
                }
            }
            String write = exists
                    ? "update lease set owner = ?, epoch = ?, expires_at = ? where line = ?"
                    : "insert into lease (owner, epoch, expires_at, line) values (?, ?, ?, ?)";
            Lease lease = new Lease(line, owner, epoch);
            return writeLease(write, lease, now().plus(ttl)) ? Optional.of(lease) : Optional.empty();
        });
    }

    private boolean writeLease(String sql, Lease lease, Instant expires) throws SQLException {
        try (PreparedStatement write = connection.prepareStatement(sql)) {
            write.setString(1, lease.owner());
            write.setLong(2, lease.epoch());
            write.setObject(3, time(expires));
            write.setString(4, lease.line().value());
            return write.executeUpdate() == 1;
        }
    }

    @Override
    public boolean renew(Lease lease, Duration ttl) {
        return reading(() -> holds(lease)
                && writeLease(
                        "update lease set owner = ?, epoch = ?, expires_at = ? where line = ?",
                        lease,
                        now().plus(ttl)));
    }

    @Override
    public void release(Lease lease) {
        renew(lease, Duration.ZERO);
    }

    /** Frees every lease: for a database file that only one process can have open, so that no owner can be alive. */
    void releaseAll() {
        writing(() -> {
            try (PreparedStatement update = connection.prepareStatement("update lease set expires_at = ?")) {
                update.setObject(1, time(now()));
                return update.executeUpdate();
            }
        });
    }

    @Override
    public void onAppend(Runnable listener) {
        listeners.add(listener);
    }

    private void tell() {
        listeners.forEach(Runnable::run);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static OffsetDateTime time(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    @Override
    public void close() {
        lock.lock();
        try {
            connection.close();
        } catch (SQLException e) {
            throw new JournalBrokenException("the journal was not closed well: " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }

    /** Commits and puts on disk. */
    private <T> T writing(Work<T> work) {
        return inTransaction(() -> {
            T result = work.perform();
            connection.commit();
            if (!makeDurable.isEmpty()) {
                try (Statement sync = connection.createStatement()) {
                    sync.execute(makeDurable);
                }
            }
            return result;
        });
    }

    private <T> T reading(Work<T> work) {
        return inTransaction(work);
    }

    private <T> T inTransaction(Work<T> work) {
        lock.lock();
        try {
            boolean ended = false;
            try {
                T result = work.perform();
                connection.commit();
                ended = true;
                return result;
            } finally {
                if (!ended) {
                    connection.rollback();
                }
            }
        } catch (SQLException e) {
            throw new JournalBrokenException("the journal cannot be used: " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }

    private interface Work<T> {
        T perform() throws SQLException;
    }
}
