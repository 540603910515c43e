package org.millwright.simulation;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.millwright.plant.LineId;
import org.millwright.upgrade.Entry;
import org.millwright.upgrade.Event;
import org.millwright.upgrade.RunId;
import org.millwright.upgrade.journal.Journal;
import org.millwright.upgrade.journal.MemoryJournal;

/** A journal whose process dies at chosen appends: either just before the row is kept or just after. */
final class CrashingJournal implements Journal {
    private final MemoryJournal journal;
    private final Set<Integer> before = new TreeSet<>();
    private final Set<Integer> after = new TreeSet<>();
    private Runnable meddler = () -> {};
    private int appends;

    CrashingJournal(Clock clock) {
        this.journal = new MemoryJournal(clock);
    }

    /** The process is dead; an Error, so that nothing takes it for an outcome. */
    static final class Crash extends Error {
        Crash(String where) {
            super(where);
        }
    }

    /** Dies instead of keeping the n-th appended row, 1 for the first; what it tells about has happened. */
    void crashBefore(int append) {
        before.add(append);
    }

    /** Dies when the n-th appended row is kept. */
    void crashAfter(int append) {
        after.add(append);
    }

    /** What opening the journal's file does: whoever had a lease is dead. */
    void freeLeases() {
        journal.freeLeases();
    }

    int appends() {
        return appends;
    }

    @Override
    public Entry append(Lease lease, RunId run, Event event) throws FencedException {
        dieBefore(event);
        Entry entry = journal.append(lease, run, event);
        dieAfter(event);
        return entry;
    }

    @Override
    public Entry append(Lease lease, RunId run, Event event, long judged) throws FencedException, OvertakenException {
        dieBefore(event);
        meddler.run();
        Entry entry = journal.append(lease, run, event, judged);
        dieAfter(event);
        return entry;
    }

    private void dieBefore(Event event) {
        appends++;
        if (before.remove(appends)) {
            throw new Crash("before " + event);
        }
    }

    private void dieAfter(Event event) {
        if (after.remove(appends)) {
            throw new Crash("after " + event);
        }
    }

    /** Somebody who is asked between a decision and its row. */
    void meddler(Runnable other) {
        meddler = other;
    }

    @Override
    public Entry store(RunId run, LineId line, Event.Stored order) {
        return journal.store(run, line, order);
    }

    @Override
    public Entry open(RunId run, LineId line, Event.Requested request, long after)
            throws LineBusyException, OvertakenException {
        return journal.open(run, line, request, after);
    }

    @Override
    public Entry submit(RunId run, Event event, long after) throws OvertakenException {
        return journal.submit(run, event, after);
    }

    @Override
    public List<RunId> jobs(LineId line) {
        return journal.jobs(line);
    }

    @Override
    public Entry open(RunId run, LineId line, Event.Requested request) throws LineBusyException {
        return journal.open(run, line, request);
    }

    @Override
    public Entry submit(RunId run, Event event) {
        return journal.submit(run, event);
    }

    @Override
    public List<Entry> read(RunId run) {
        return journal.read(run);
    }

    @Override
    public List<Entry> readAfter(long position, int limit) {
        return journal.readAfter(position, limit);
    }

    @Override
    public long lastPosition() {
        return journal.lastPosition();
    }

    @Override
    public List<RunId> runs() {
        return journal.runs();
    }

    @Override
    public List<RunId> openRuns() {
        return journal.openRuns();
    }

    @Override
    public Optional<Lease> claim(LineId line, String owner, Duration ttl) {
        return journal.claim(line, owner, ttl);
    }

    @Override
    public boolean renew(Lease lease, Duration ttl) {
        return journal.renew(lease, ttl);
    }

    @Override
    public void release(Lease lease) {
        journal.release(lease);
    }

    @Override
    public void onAppend(Runnable listener) {
        journal.onAppend(listener);
    }
}
