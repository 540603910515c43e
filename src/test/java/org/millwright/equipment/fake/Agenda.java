package org.millwright.equipment.fake;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;

/** What is still to happen, in order of time and, at one instant, of entry. */
final class Agenda {
    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private Instant now;
    private long entered;

    Agenda(Instant now) {
        this.now = now;
    }

    Instant now() {
        return now;
    }

    Entry in(Duration delay, Runnable what) {
        return at(now.plus(delay), what);
    }

    Entry at(Instant when, Runnable what) {
        Entry entry = new Entry(when, entered++, what);
        entries.add(entry);
        return entry;
    }

    void cancel(Entry entry) {
        entries.remove(entry);
    }

    /** Lets everything happen that is due; {@code after} runs after each. */
    void advanceTo(Instant to, Runnable after) {
        Entry next = entries.peek();
        while (next != null && !next.at.isAfter(to)) {
            entries.remove();
            now = next.at.isAfter(now) ? next.at : now;
            next.what.run();
            after.run();
            next = entries.peek();
        }
        now = to.isAfter(now) ? to : now;
    }

    /** One thing to happen. */
    record Entry(Instant at, long number, Runnable what) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }
}
