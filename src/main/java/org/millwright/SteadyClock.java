package org.millwright;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The time of day at the start, carried on by the machine's steady counter: setting the machine's clock while a line
 * stands still neither freezes nor hurries an upgrade. It is set right at the next start.
 */
final class SteadyClock extends Clock {
    private final Instant start = Clock.systemUTC().instant();
    private final long startNanos = System.nanoTime();

    @Override
    public Instant instant() {
        return start.plusNanos(System.nanoTime() - startNanos);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("times are told in UTC");
    }
}
