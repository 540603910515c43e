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
    public synchronized Entry open(RunId run, LineId line, Event.Requested request) throws LineBusyException {
        for (RunId open : openRuns()) {
            if (line.equals(lines.get(open))) {
                throw new LineBusyException(line, open);
            }
        }
        if (lines.putIfAbsent(run, line) != null) {
            throw new IllegalStateException("run " + run + " exists already");
        }
        return add(run, List.of(), request);
    }

    @Override
    public synchronized Entry submit(RunId run, Event event) {
        return addNext(run, event);
    }

    @Override
    public synchronized Entry append(Lease lease, RunId run, Event event) throws FencedException {
        if (!lease.equals(leases.get(lease.line()))) {
            throw new FencedException("lease " + lease + " is no longer the newest");
        }
        LineId line = lines.get(run);
        if (line != null && !line.equals(lease.line())) {
            throw new IllegalArgumentException("run " + run + " is of line " + line + ", not " + lease.line());
        }
        return addNext(run, event);
    }

    private Entry addNext(RunId run, Event event) {
        List<Entry> before = read(run);
        if (before.isEmpty() || before.getLast().event() instanceof Event.Finished) {
            throw new IllegalStateException("run " + run + " is over or was never: " + event + " was not written");
        }
        return add(run, before, event);
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
    public synchronized List<RunId> runs() {
        return rows.stream().filter(e -> e.seq() == 1).map(Entry::run).toList();
    }

    @Override
    public synchronized List<RunId> openRuns() {
        return runs().stream()
                .filter(r -> !(read(r).getLast().event() instanceof Event.Finished))
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
