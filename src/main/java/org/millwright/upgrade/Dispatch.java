package org.millwright.upgrade;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.millwright.document.DocumentException;
import org.millwright.plant.Line;
import org.millwright.plant.LineId;
import org.millwright.plant.Plant;
import org.millwright.release.StoreException;
import org.millwright.upgrade.JobState.Top;
import org.millwright.upgrade.Upgrades.Person;
import org.millwright.upgrade.Upgrades.Refusal;
import org.millwright.upgrade.journal.Journal;
import org.millwright.upgrade.journal.JournalBrokenException;

/**
 * Begins job orders, on its own virtual thread.
 *
 * <ol>
 *   <li>A line without an open run gets that of its released orders which has the highest priority, then the earliest
 *       window, then the longest wait. Staging comes before the window, by an hour at most.
 *   <li>An assessed run of an order that needs no person is approved in the name of whoever released the order.
 *   <li>Nothing is remembered but what could not be begun and when to try again: a new process just looks.
 * </ol>
 */
public final class Dispatch implements AutoCloseable {
    /** Before its window an order may be staged for so long. */
    static final Duration AHEAD = Duration.ofHours(1);

    /** Between two looks when nobody tells of rows: time itself opens windows. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** Packages are hashed for each try. */
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(30);

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private static final Comparator<Job> ORDER = Comparator.comparing(
                    (Job j) -> -(long) j.order().priority())
            .thenComparing(j -> j.order().window().notBefore().orElse(Instant.MIN))
            .thenComparing(j -> j.stored().position());

    private final Orders orders;
    private final Requests requests;
    private final Upgrades upgrades;
    private final Setting setting;
    private final Map<RunId, Trouble> troubles = new HashMap<>();
    private final Map<LineId, String> told = new HashMap<>();
    private final Semaphore news = new Semaphore(0);
    private final Thread thread = Thread.ofVirtual().name("dispatch").unstarted(this::work);

    /**
     * What it looks at.
     *
     * @param alarm told what a person must know about Millwright itself
     */
    public record Setting(Plant plant, Journal journal, Clock clock, Consumer<String> alarm) {}

    /** What could not be begun, as its rows stood then. */
    private record Trouble(long newest, Instant again) {}

    /** Nothing is begun yet. */
    public Dispatch(Orders orders, Requests requests, Upgrades upgrades, Setting setting) {
        this.orders = orders;
        this.requests = requests;
        this.upgrades = upgrades;
        this.setting = setting;
        setting.journal().onAppend(news::release);
    }

    public void start() {
        thread.start();
    }

    private void work() {
        boolean troubled = false;
        try {
            while (true) {
                try {
                    look();
                    troubled = false;
                } catch (JournalBrokenException e) {
                    if (!troubled) {
                        setting.alarm().accept("job orders wait: " + e.getMessage());
                    }
                    troubled = true;
                }
                news.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                news.drainPermits();
            }
        } catch (InterruptedException _) {
            // Closed.
            Thread.currentThread().interrupt();
        }
    }

    /** Looks at every line once and begins or approves what is due. */
    void look() {
        // Beginning proves packages, which takes its time: nobody's approval waits for that.
        setting.plant().lines().forEach(line -> of(line, jobs -> jobs.forEach(this::approve)));
        setting.plant().lines().forEach(line -> of(line, jobs -> begin(line.id(), jobs)));
    }

    /** One line's trouble leaves the others alone; it is told again when it is another one. */
    private void of(Line line, Consumer<List<Job>> work) {
        try {
            List<Job> jobs = orders.jobs(line.id());
            if (!jobs.isEmpty()) {
                work.accept(jobs);
            }
        } catch (JournalBrokenException e) {
            throw e;
        } catch (RuntimeException e) {
            String trouble = "job orders of " + line.id() + " wait, Millwright itself failed: " + e;
            if (!trouble.equals(told.put(line.id(), trouble))) {
                setting.alarm().accept(trouble);
            }
        }
    }

    private void approve(Job job) {
        boolean due = !job.order().needsPerson()
                && job.state().top() == Top.ALLOWED_TO_START
                && job.run()
                        .filter(r -> r.phase() == Phase.ASSESSED && !r.approved())
                        .isPresent();
        if (due) {
            try {
                upgrades.approve(job.id(), inTheNameOf(job));
            } catch (Refusal _) {
                // It has gone on or ended since: the next look sees that.
                news.release();
            }
        }
    }

    private void begin(LineId line, List<Job> jobs) {
        if (busy(line)) {
            return;
        }
        Instant now = setting.clock().instant();
        jobs.stream()
                .filter(j -> j.run().isEmpty() && j.state().top() == Top.ALLOWED_TO_START)
                .filter(j -> !j.order().window().early(now.plus(AHEAD))
                        && !j.order().window().late(now))
                .filter(j -> mayTry(j, now))
                .min(ORDER)
                .ifPresent(j -> begin(j, now));
    }

    private boolean busy(LineId line) {
        return setting.journal().openRuns().stream()
                .flatMap(id -> upgrades.run(id).stream())
                .anyMatch(r -> r.plan().line().equals(line));
    }

    private boolean mayTry(Job job, Instant now) {
        Trouble trouble = troubles.get(job.id());
        return trouble == null || trouble.newest() != job.newest() || !now.isBefore(trouble.again());
    }

    private void begin(Job job, Instant now) {
        try {
            if (requests.begin(job, inTheNameOf(job)).isEmpty()) {
                news.release();
            }
            troubles.remove(job.id());
            orders.noTrouble(job.id());
        } catch (Refusal | DocumentException | StoreException e) {
            troubles.put(job.id(), new Trouble(job.newest(), now.plus(AFTER_TROUBLE)));
            orders.trouble(job, String.valueOf(e.getMessage()));
            news.release();
        }
    }

    private static Person inTheNameOf(Job job) {
        Event.Released released = (Event.Released) job.released().orElseThrow().event();
        return new Person(released.by(), released.comment());
    }

    /** What is being begun is begun; nothing else is. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(CLOSE_LIMIT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
