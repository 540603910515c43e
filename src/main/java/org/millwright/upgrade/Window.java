package org.millwright.upgrade;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When the drain of a line may begin. A drain that has begun always goes on to a safe end.
 *
 * @param notBefore the drain does not begin earlier; staging may
 * @param notAfter the line is to produce again by then
 * @param reserve time that is kept free before {@code notAfter}, up to a year; none when empty
 */
public record Window(Optional<Instant> notBefore, Optional<Instant> notAfter, Optional<Duration> reserve) {
    /** Any time. */
    public static final Window ALWAYS = new Window(Optional.empty(), Optional.empty(), Optional.empty());

    private static final Duration LONGEST_RESERVE = Duration.ofDays(366);

    public Window {
        if (reserve.isPresent() && (reserve.get().isNegative() || reserve.get().compareTo(LONGEST_RESERVE) > 0)) {
            throw new IllegalArgumentException("a reserve is 0 to 366 days long: " + reserve.get());
        }
    }

    /** The last instant at which the drain may begin. */
    public Optional<Instant> latest() {
        return notAfter.map(end -> end.minus(reserve.orElse(Duration.ZERO)));
    }

    public boolean early(Instant now) {
        return notBefore.filter(now::isBefore).isPresent();
    }

    public boolean late(Instant now) {
        return latest().filter(now::isAfter).isPresent();
    }

    /** Whether there is no instant at which the drain may begin. */
    public boolean impossible() {
        return notBefore.isPresent() && late(notBefore.get());
    }
}
