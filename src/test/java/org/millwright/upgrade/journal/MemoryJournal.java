package org.millwright.upgrade.journal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.millwright.plant.LineId;
import org.millwright.upgrade.Entry;
import org.millwright.upgrade.Event;
import org.millwright.upgrade.RunId;

/** The journal's contract without a disk, for thousands of simulated runs. */
public final class MemoryJournal implements Journal {
    private final Clock clock;
    private final List<Entry> rows = new ArrayList<>();
    private final Map<RunId, List<Entry>> byRun = new HashMap<>();
    private final Map<RunId, LineId> lines = new HashMap<>();
    private final Map<LineId, Lease> leases = new HashMap<>();
    private final Map<LineId, Instant> expiries = new HashMap<>();
    private final Listeners listeners = new Listeners();

    public MemoryJournal(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized Entry store(RunId run, LineId line, Event.Stored order) {
        return addFirst(run, line, order);
    }

    @Override
    public synchronized Entry open(RunId run, LineId line, Event.Requested request) throws LineBusyException {
        free(line);
        return addFirst(run, line, request);
    }

    @Override
    public synchronized Entry open(RunId run, LineId line, Event.Requested request, long after)
            throws LineBusyException, OvertakenException {
        free(line);
        List<Entry> rows = read(run);
        if (rows.isEmpty()) {
            throw new IllegalStateException("there is no run " + run);
        }
        judged(run, after);
        if (!line.equals(lines.get(run)) || has(rows, Event.Requested.class) || has(rows, Event.Cleared.class)) {
            throw new IllegalStateException(run + " is no order that waits for its run");
        }
        return add(run, rows, request);
    }

    private void free(LineId line) throws LineBusyException {
        for (RunId open : openRuns()) {
            if (line.equals(lines.get(open))) {
                throw new LineBusyException(line, open);
            }
        }
    }

    private Entry addFirst(RunId run, LineId line, Event event) {
        if (lines.putIfAbsent(run, line) != null) {
            throw new IllegalStateException("run " + run + " exists already");
        }
        return add(run, List.of(), event);
    }

    private void judged(RunId run, long after) throws OvertakenException {
        if (read(run).size() != after) {
            throw new OvertakenException(run, after);
        }
    }

    @Override
    public synchronized Entry submit(RunId run, Event event) {
        return addNext(run, event);
    }

    @Override
    public synchronized Entry submit(RunId run, Event event, long after) throws OvertakenException {
        judged(run, after);
        return addNext(run, event);
    }

    @Override
    public synchronized Entry append(Lease lease, RunId run, Event event) throws FencedException {
        fenced(lease);
        LineId line = lines.get(run);
        if (line != null && !line.equals(lease.line())) {
            throw new IllegalArgumentException("run " + run + " is of line " + line + ", not " + lease.line());
        }
        return addNext(run, event);
    }

    @Override
    public synchronized Entry append(Lease lease, RunId run, Event event, long after)
            throws FencedException, OvertakenException {
        fenced(lease);
        judged(run, after);
        return append(lease, run, event);
    }

    private void fenced(Lease lease) throws FencedException {
        if (!lease.equals(leases.get(lease.line()))) {
            throw new FencedException("lease " + lease + " is no longer the newest");
        }
    }

    private Entry addNext(RunId run, Event event) {
        List<Entry> before = read(run);
        if (before.isEmpty() || !takes(before, event)) {
            throw new IllegalStateException("run " + run + " is over or was never: " + event + " was not written");
        }
        return add(run, before, event);
    }

    private static boolean takes(List<Entry> rows, Event event) {
        if (has(rows, Event.Finished.class)) {
            return event instanceof Event.Cleared && !has(rows, Event.Cleared.class);
        }
        boolean open = has(rows, Event.Requested.class);
        return switch (event) {
            case Event.Stored _, Event.Released _, Event.Revoked _, Event.AbortAsked _, Event.Cancelled _ ->
                open || !has(rows, Event.Cleared.class);
            case Event.Cleared _ -> !open && !has(rows, Event.Cleared.class);
            default -> open;
        };
    }

    private static boolean has(List<Entry> rows, Class<? extends Event> kind) {
        return rows.stream().map(Entry::event).anyMatch(kind::isInstance);
    }

    private Entry add(RunId run, List<Entry> before, Event event) {
        Entry entry = new Entry(run, rows.size() + 1L, before.size() + 1L, clock.instant(), event);
        rows.add(entry);
        byRun.computeIfAbsent(run, _ -> new ArrayList<>()).add(entry);
        listeners.tell();
        return entry;
    }

    @Override
    public synchronized List<Entry> read(RunId run) {
        return List.copyOf(byRun.getOrDefault(run, List.of()));
    }

    @Override
    public synchronized List<Entry> readAfter(long position, int limit) {
        return rows.stream().filter(e -> e.position() > position).limit(limit).toList();
    }

    @Override
    public synchronized long lastPosition() {
        return rows.isEmpty() ? 0 : rows.getLast().position();
    }

    @Override
    public synchronized List<RunId> runs() {
        return rows.stream().filter(e -> e.seq() == 1).map(Entry::run).toList();
    }

    @Override
    public synchronized List<RunId> openRuns() {
        return runs().stream()
                .filter(r -> has(read(r), Event.Requested.class) && !has(read(r), Event.Finished.class))
                .toList();
    }

    @Override
    public synchronized List<RunId> jobs(LineId line) {
        return runs().stream()
                .filter(r -> line.equals(lines.get(r)))
                .filter(r -> read(r).reversed().stream()
                        .map(Entry::event)
                        .filter(e ->
                                e instanceof Event.Stored || e instanceof Event.Cancelled || e instanceof Event.Cleared)
                        .findFirst()
                        .filter(Event.Stored.class::isInstance)
                        .isPresent())
                .toList();
    }

    @Override
    public synchronized Optional<Lease> claim(LineId line, String owner, Duration ttl) {
        Optional<Lease> before = Optional.ofNullable(leases.get(line));
        Instant now = clock.instant();
        if (before.isPresent() && expiries.getOrDefault(line, now).isAfter(now)) {
            return Optional.empty();
        }
        Lease lease = new Lease(line, owner, before.map(Lease::epoch).orElse(0L) + 1);
        leases.put(line, lease);
        expiries.put(line, now.plus(ttl));
        return Optional.of(lease);
    }

    public synchronized void freeLeases() {
        expiries.clear();
    }

    @Override
    public synchronized boolean renew(Lease lease, Duration ttl) {
        boolean newest = lease.equals(leases.get(lease.line()));
        if (newest) {
            expiries.put(lease.line(), clock.instant().plus(ttl));
        }
        return newest;
    }

    @Override
    public synchronized void release(Lease lease) {
        renew(lease, Duration.ZERO);
    }

    @Override
    public synchronized void onAppend(Runnable listener) {
        listeners.add(listener);
    }
}
