package org.millwright.equipment;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The end of the time that a caller gave, on the machine's monotonic clock. */
public final class Deadline {
    private final long endNanos;

    private Deadline(long endNanos) {
        this.endNanos = endNanos;
    }

    public static Deadline in(Duration limit) {
        return new Deadline(System.nanoTime() + limit.toNanos());
    }

    /** This deadline or the given time from now, whichever is earlier. */
    public Deadline atMost(Duration limit) {
        long other = System.nanoTime() + limit.toNanos();
        return new Deadline(other - endNanos < 0 ? other : endNanos);
    }

    public boolean passed() {
        return endNanos - System.nanoTime() <= 0;
    }

    /** Milliseconds left, 1 or more, so that no library takes it for "no limit". */
    public long leftMs() {
        return Math.max(1, (endNanos - System.nanoTime()) / 1_000_000);
    }

    /** Waits between two looks at something that is not ready; shorter when the deadline comes or on interruption. */
    public void pause(Duration time) {
        LockSupport.parkNanos(Math.min(time.toNanos(), leftMs() * 1_000_000));
    }
}
