package org.millwright.upgrade.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.millwright.plant.LineId;
import org.millwright.upgrade.Entry;
import org.millwright.upgrade.Event;
import org.millwright.upgrade.RunId;
import org.millwright.upgrade.journal.JournalDatabase.Work;
import org.millwright.upgrade.journal.LeaseTable.Term;
import org.millwright.upgrade.journal.RowTable.Draft;
import org.millwright.upgrade.journal.RunTable.Chain;

/**
 * The journal in a relational database.
 *
 * <ol>
 *   <li>A row is made into text, and refused when that is too long, before the database hears of it.
 *   <li>Each write is one transaction: fence, the chain locked, next number in it, hash over the row before and this one.
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
    public Entry store(RunId run, LineId line, Event.Stored order) {
        Draft draft = Draft.of(run, NO_EPOCH, order);
        Entry entry = database.writing(c -> insertFirst(c, line, draft));
        listeners.tell();
        return entry;
    }

    @Override
    public Entry open(RunId run, LineId line, Event.Requested request) throws LineBusyException {
        Draft draft = Draft.of(run, NO_EPOCH, request);
        return opened(line, c -> Optional.of(insertFirst(c, line, draft))).orElseThrow();
    }

    @Override
    public Entry open(RunId run, LineId line, Event.Requested request, long after)
            throws LineBusyException, OvertakenException {
        Draft draft = Draft.of(run, NO_EPOCH, request);
        return opened(line, c -> insertRequest(c, line, draft, after))
                .orElseThrow(() -> new OvertakenException(run, after));
    }

    /** The line is free, or nothing happens. */
    private Optional<Entry> opened(LineId line, Work<Optional<Entry>> insert) throws LineBusyException {
        Opening opening = database.writing(c -> {
            Optional<RunId> busy = RunTable.openOn(c, line);
            return new Opening(busy, busy.isPresent() ? Optional.empty() : insert.perform(c));
        });
        if (opening.busy().isPresent()) {
            throw new LineBusyException(line, opening.busy().get());
        }
        opening.entry().ifPresent(_ -> listeners.tell());
        return opening.entry();
    }

    private Entry insertFirst(Connection c, LineId line, Draft draft) throws SQLException {
        if (RunTable.locked(c, draft.run()).isPresent()) {
            throw new IllegalStateException("run " + draft.run() + " exists already");
        }
        RunTable.insert(c, draft.run(), line);
        RunTable.note(c, draft, line);
        return RowTable.insertFirst(c, draft, now());
    }

    private Optional<Entry> insertRequest(Connection c, LineId line, Draft draft, long after) throws SQLException {
        Chain chain = chain(c, draft);
        if (chain.last().seq() != after) {
            return Optional.empty();
        }
        if (!chain.takesRun() || !chain.line().equals(line)) {
            throw new IllegalStateException(draft.run() + " is no job order of " + line + " that waits for its run");
        }
        return Optional.of(insertNext(c, draft, chain));
    }

    @Override
    public Entry submit(RunId run, Event event) {
        return submitted(run, event, OptionalLong.empty()).orElseThrow();
    }

    @Override
    public Entry submit(RunId run, Event event, long after) throws OvertakenException {
        return submitted(run, event, OptionalLong.of(after)).orElseThrow(() -> new OvertakenException(run, after));
    }

    private Optional<Entry> submitted(RunId run, Event event, OptionalLong after) {
        Draft draft = Draft.of(run, NO_EPOCH, event);
        return told(database.writing(c -> insertTaken(c, draft, chain(c, draft), after)));
    }

    @Override
    public Entry append(Lease lease, RunId run, Event event) throws FencedException {
        return appended(lease, run, event, OptionalLong.empty()).orElseThrow();
    }

    @Override
    public Entry append(Lease lease, RunId run, Event event, long after) throws FencedException, OvertakenException {
        return appended(lease, run, event, OptionalLong.of(after))
                .orElseThrow(() -> new OvertakenException(run, after));
    }

    private Optional<Entry> appended(Lease lease, RunId run, Event event, OptionalLong after) throws FencedException {
        Draft draft = Draft.of(run, lease.epoch(), event);
        Appending appending = database.writing(c -> LeaseTable.holds(c, lease)
                ? new Appending(false, insertTaken(c, draft, ofLine(chain(c, draft), draft, lease), after))
                : new Appending(true, Optional.empty()));
        if (appending.fenced()) {
            throw new FencedException("lease " + lease.epoch() + " of " + lease.line() + " is no longer the newest: "
                    + event + " was not written");
        }
        return told(appending.entry());
    }

    private static Chain ofLine(Chain chain, Draft draft, Lease lease) {
        if (!chain.line().equals(lease.line())) {
            throw new IllegalArgumentException("run " + draft.run() + " is of line " + chain.line() + ", the lease of "
                    + lease.line() + ": " + draft.event() + " was not written");
        }
        return chain;
    }

    private static Chain chain(Connection c, Draft draft) throws SQLException {
        return RunTable.locked(c, draft.run())
                .orElseThrow(() -> new IllegalStateException("there is no run " + draft.run()));
    }

    private Optional<Entry> insertTaken(Connection c, Draft draft, Chain chain, OptionalLong after)
            throws SQLException {
        if (after.isPresent() && after.getAsLong() != chain.last().seq()) {
            return Optional.empty();
        }
        chain.take(draft.event());
        return Optional.of(insertNext(c, draft, chain));
    }

    private Entry insertNext(Connection c, Draft draft, Chain chain) throws SQLException {
        RunTable.note(c, draft, chain.line());
        return RowTable.insertNext(c, draft, chain.last(), now());
    }

    private Optional<Entry> told(Optional<Entry> entry) {
        entry.ifPresent(_ -> listeners.tell());
        return entry;
    }

    @Override
    public List<Entry> read(RunId run) {
        return database.quickly(c -> {
            List<Entry> before = knownOf(run, c);
            List<Entry> fresh = RowTable.readFrom(c, run, before.size());
            List<Entry> all = fresh.isEmpty()
                    ? before
                    : Stream.concat(before.stream(), fresh.stream()).toList();
            if (all.isEmpty() || isDone(all)) {
                known.remove(run);
            } else {
                known.put(run, all);
            }
            return all;
        });
    }

    /** A run that is over is asked for seldom; a job order as long as it is listed. */
    static boolean isDone(List<Entry> rows) {
        if (!(rows.getFirst().event() instanceof Event.Stored)) {
            return rows.getLast().event() instanceof Event.Finished;
        }
        boolean run = rows.stream().anyMatch(e -> e.event() instanceof Event.Requested);
        List<Event> sinceStored = rows.reversed().stream()
                .map(Entry::event)
                .takeWhile(e -> !(e instanceof Event.Stored))
                .toList();
        boolean cancelled = sinceStored.stream().anyMatch(Event.Cancelled.class::isInstance);
        boolean finished = sinceStored.stream().anyMatch(Event.Finished.class::isInstance);
        return sinceStored.stream().anyMatch(Event.Cleared.class::isInstance) || (cancelled && (finished || !run));
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
    public long lastPosition() {
        return database.quickly(RowTable::lastPosition);
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
                return RunTable.ids(select.executeQuery(query));
            }
        });
    }

    @Override
    public List<RunId> jobs(LineId line) {
        return database.quickly(c -> RunTable.jobs(c, line));
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

    /** Either the run that keeps the line busy or the row, if nothing has overtaken it. */
    private record Opening(Optional<RunId> busy, Optional<Entry> entry) {}

    /** A row, none when it was overtaken, or none because the lease is old. */
    private record Appending(boolean fenced, Optional<Entry> entry) {}
}
