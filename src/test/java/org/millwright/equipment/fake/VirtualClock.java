package org.millwright.equipment.fake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Time that stands until it is moved. */
public final class VirtualClock extends Clock {
    private Instant now = Instant.parse("2030-01-07T06:00:00Z");

    public void advance(Duration by) {
        now = now.plus(by);
    }

    /** Moves on to an instant; an earlier one changes nothing. */
    public void advanceTo(Instant to) {
        now = to.isAfter(now) ? to : now;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
