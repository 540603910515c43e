package org.millwright.panel;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.millwright.upgrade.journal.Follower;
import org.millwright.upgrade.journal.Journal;

/** Follows the journal for the panel: each row counts in the figures and wakes the streams. */
@Singleton
final class Feed {
    private static final Logger LOG = Logger.getLogger(Feed.class);

    private final Follower follower;
    private final RunStreams streams;

    Feed(Journal journal, RunStreams streams, RunFigures figures) {
        this.streams = streams;
        this.follower = Follower.start(
                journal,
                0,
                row -> {
                    figures.count(row);
                    streams.wake();
                },
                LOG::warn);
    }

    void start(@Observes StartupEvent event) {
        // To be made is to be started.
    }

    void stop(@Observes ShutdownEvent event) {
        follower.close();
        streams.close();
    }
}
