package org.millwright.panel;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import org.millwright.upgrade.RunId;

/** Names for runs whose asker chose none: the time, so that they sort, and four digits against two at once. */
@Singleton
final class RunNames {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Clock clock;

    RunNames(Clock clock) {
        this.clock = clock;
    }

    RunId next() {
        return new RunId(TIME.format(clock.instant()) + "-"
                + UUID.randomUUID().toString().substring(0, 4));
    }
}
