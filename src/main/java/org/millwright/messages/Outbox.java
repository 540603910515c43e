package org.millwright.messages;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.jboss.logging.Logger;
import org.millwright.upgrade.Entry;
import org.millwright.upgrade.journal.Follower;
import org.millwright.upgrade.journal.Journal;
import org.millwright.upgrade.journal.RowJson;

/**
 * Gives every journal row to the channel {@code run-events}, one after another: the next one goes when the outlet has
 * acknowledged the one before, and its position is kept first. An outlet that is down makes rows wait in the journal,
 * nothing else.
 */
@Singleton
final class Outbox {
    /** An outlet that does not acknowledge for so long is asked again with the same row. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private static final Logger LOG = Logger.getLogger(Outbox.class);

    private final Journal journal;
    private final OutboxPosition position;
    private final Emitter<String> events;
    private Optional<Follower> follower = Optional.empty();

    Outbox(Journal journal, OutboxPosition position, @Channel("run-events") Emitter<String> events) {
        this.journal = journal;
        this.position = position;
        this.events = events;
    }

    void start(@Observes StartupEvent event) throws IOException {
        follower = Optional.of(Follower.start(journal, position.read(), this::send, LOG::warn));
    }

    void stop(@Observes @Priority(1) ShutdownEvent event) {
        follower.ifPresent(Follower::close);
    }

    private void send(Entry row) throws InterruptedException {
        try {
            events.send(RowJson.of(row)).toCompletableFuture().get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
            position.write(row.position());
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the outlet does not take row " + row.seq() + " of run " + row.run(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("the outbox's position cannot be kept", e);
        }
    }
}
