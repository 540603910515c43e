package org.millwright.panel;

import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.millwright.plant.LineId;
import org.millwright.upgrade.journal.Journal;
import org.millwright.upgrade.journal.JournalBrokenException;

/**
 * Ready when the journal takes a write: without it nothing may be done. The write is a lease that runs out at once, of a
 * line that a plant can hardly have.
 */
@Readiness
@Singleton
public final class JournalReady implements HealthCheck {
    private static final String NAME = "journal";
    private static final LineId NO_LINE = new LineId("is-the-journal-writable-no-line-has-this-name");

    private final Journal journal;

    JournalReady(Journal journal) {
        this.journal = journal;
    }

    @Override
    public HealthCheckResponse call() {
        try {
            journal.claim(NO_LINE, "health check", Duration.ZERO);
            return HealthCheckResponse.up(NAME);
        } catch (JournalBrokenException e) {
            return HealthCheckResponse.named(NAME)
                    .down()
                    .withData("reason", String.valueOf(e.getMessage()))
                    .build();
        }
    }
}
