package org.millwright.panel;

import jakarta.inject.Singleton;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.millwright.upgrade.Entry;
import org.millwright.upgrade.Event;
import org.millwright.upgrade.RunId;
import org.millwright.upgrade.journal.Journal;
import org.millwright.upgrade.journal.JournalBrokenException;
import org.millwright.upgrade.journal.RowJson;

/**
 * Streams of journal rows, each on its own virtual thread at its client's own pace: a row is sent when the one before
 * it has left, and is read from the journal then, so that nothing is lost or sent twice however slow the client is.
 */
@Singleton
final class RunStreams {
    /** More would be programs gone wild; each open panel page needs one. */
    private static final int MOST_STREAMS = 100;

    /** A comment goes out when nothing else did, so that both ends notice a connection that is gone. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    /** A client that does not take a row for so long is dropped; it may come back with its Last-Event-ID. */
    private static final Duration SLOWEST = Duration.ofSeconds(30);

    private static final Logger LOG = Logger.getLogger(RunStreams.class);

    private final Journal journal;
    private final Set<Semaphore> waiting = ConcurrentHashMap.newKeySet();
    private final Semaphore free = new Semaphore(MOST_STREAMS);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    RunStreams(Journal journal) {
        this.journal = journal;
    }

    /** Where a stream goes. */
    record Client(SseEventSink sink, Sse sse) {}

    /** Sends the rows after a seq until the last one of the run; returns at once. */
    void open(RunId run, long after, Client client) {
        if (!free.tryAcquire()) {
            throw ProblemException.notAvailable("there are " + MOST_STREAMS + " streams already");
        }
        threads.execute(() -> stream(run, after, client));
    }

    void wake() {
        waiting.forEach(Semaphore::release);
    }

    void close() {
        threads.shutdownNow();
    }

    private void stream(RunId run, long after, Client client) {
        Semaphore news = new Semaphore(0);
        waiting.add(news);
        try (SseEventSink sink = client.sink()) {
            long sent = after;
            boolean over = false;
            while (!over && !sink.isClosed()) {
                List<Entry> rows = journal.read(run);
                for (Entry row : rows.subList((int) Math.min(sent, rows.size()), rows.size())) {
                    send(client, event(client, row));
                    sent = row.seq();
                }
                over = rows.stream().anyMatch(row -> row.event() instanceof Event.Finished);
                if (!over && !awaitNews(news)) {
                    send(client, client.sse().newEventBuilder().comment("").build());
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | JournalBrokenException e) {
            LOG.debugf("stream of run %s ended: %s", run, e);
        } finally {
            waiting.remove(news);
            free.release();
        }
    }

    private static boolean awaitNews(Semaphore news) throws InterruptedException {
        boolean told = news.tryAcquire(HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
        news.drainPermits();
        return told;
    }

    private static OutboundSseEvent event(Client client, Entry row) {
        return client.sse()
                .newEventBuilder()
                .id(Long.toString(row.seq()))
                .name(RowJson.kind(row))
                .data(String.class, RowJson.of(row))
                .build();
    }

    private static void send(Client client, OutboundSseEvent event)
            throws InterruptedException, ExecutionException, TimeoutException {
        client.sink().send(event).toCompletableFuture().get(SLOWEST.toMillis(), TimeUnit.MILLISECONDS);
    }
}
