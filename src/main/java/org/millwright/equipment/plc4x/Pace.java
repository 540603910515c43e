package org.millwright.equipment.plc4x;

import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** Lets requests to one controller go at even distances, as many a second as its profile allows. */
final class Pace {
    private static final long SECOND_NANOS = 1_000_000_000;

    private final long distanceNanos;
    private final LongSupplier nanos;
    private final LongConsumer wait;
    private long next;

    /**
     * Paces by a clock of nanoseconds.
     *
     * @param wait waits about so many nanoseconds; may return early
     */
    Pace(OptionalInt requestsPerSecond, LongSupplier nanos, LongConsumer wait) {
        this.distanceNanos = requestsPerSecond.isEmpty() ? 0 : SECOND_NANOS / requestsPerSecond.getAsInt();
        this.nanos = nanos;
        this.wait = wait;
        this.next = nanos.getAsLong();
    }

    static Pace of(OptionalInt requestsPerSecond) {
        return new Pace(requestsPerSecond, System::nanoTime, LockSupport::parkNanos);
    }

    /** Whether requests are to be sent one at a time. */
    boolean isLimited() {
        return distanceNanos > 0;
    }

    /** Waits until the next request may go; false when that is not before the time given, or on interruption. */
    synchronized boolean turn(long withinNanos) {
        if (!isLimited()) {
            return true;
        }
        long now = nanos.getAsLong();
        long due = Math.max(0, next - now);
        if (due > withinNanos) {
            return false;
        }
        long goes = now + due;
        while (goes - nanos.getAsLong() > 0) {
            if (Thread.currentThread().isInterrupted()) {
                return false;
            }
            wait.accept(goes - nanos.getAsLong());
        }
        next = goes + distanceNanos;
        return true;
    }
}
