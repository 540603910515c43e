package org.millwright.upgrade;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.millwright.document.DocumentException;
import org.millwright.equipment.Deadline;
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
 * Begins job orders, on its own virtual thread and one for each line, since packages are hashed before a run is begun.
 *
 * <ol>
 *   <li>A line without an open run gets that of its released orders which has the highest priority, then the earliest
 *       window, then the longest wait. Staging comes before the window, by an hour at most.
 *   <li>An assessed run of an order that needs no person is approved in the name of whoever released the order,
 *       before anything is begun.
 *   <li>What goes wrong with one line or order is told once and keeps nobody else waiting.
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
    private final Troubles troubles;
    private final Map<LineId, Thread> beginning = new ConcurrentHashMap<>();
    private final Set<LineId> broken = ConcurrentHashMap.newKeySet();
    private final Semaphore news = new Semaphore(0);
    private final Thread thread = Thread.ofVirtual().name("dispatch").unstarted(this::work);

    /**
     * What it looks at.
     *
     * @param alarm told what a person must know about Millwright itself
     */
    public record Setting(Plant plant, Journal journal, Clock clock, Consumer<String> alarm) {}

    /** Nothing is begun yet. */
    public Dispatch(Orders orders, Requests requests, Upgrades upgrades, Setting setting) {
        this.orders = orders;
        this.troubles = orders.troubles();
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

    /**
     * Looks at every line once, approves what is due, and begins the rest on the threads that are returned.
     */
    List<Thread> look() {
        List<Thread> threads = new ArrayList<>();
        List<Job> next = new ArrayList<>();
        for (Line line : setting.plant().lines()) {
            try {
                List<Job> jobs = orders.jobs(line.id());
                jobs.forEach(this::approve);
                due(line.id(), jobs).ifPresent(next::add);
                broken.remove(line.id());
            } catch (JournalBrokenException e) {
                throw e;
            } catch (RuntimeException e) {
                if (broken.add(line.id())) {
                    setting.alarm()
                            .accept("job orders of " + line.id() + " cannot go on, Millwright itself failed: " + e);
                }
            }
        }
        for (Job job : next) {
            Thread thread = Thread.ofVirtual().name("begin " + job.id()).unstarted(() -> begin(job));
            if (beginning.putIfAbsent(job.line(), thread) == null) {
                thread.start();
                threads.add(thread);
            }
        }
        return List.copyOf(threads);
    }

    private void approve(Job job) {
        boolean due = !job.order().needsPerson()
                && job.state().top() == Top.ALLOWED_TO_START
                && job.released().isPresent()
                && job.run()
                        .filter(r -> r.phase() == Phase.ASSESSED && !r.approved())
                        .isPresent()
                && troubles.mayTry(job, setting.clock().instant());
        if (!due) {
            return;
        }
        try {
            upgrades.approve(job.id(), inTheNameOf(job));
        } catch (Refusal _) {
            // It has gone on or ended since: the next look sees that.
            news.release();
        } catch (RuntimeException e) {
            failed(job, e);
        }
    }

    private Optional<Job> due(LineId line, List<Job> jobs) {
        Instant now = setting.clock().instant();
        Optional<Job> next = jobs.stream()
                .filter(Job::inTurn)
                .filter(j -> !j.order().window().early(now.plus(AHEAD))
                        && !j.order().window().late(now))
                .filter(j -> troubles.mayTry(j, now))
                .min(ORDER);
        return next.filter(_ -> orders.holder(line).isEmpty());
    }

    private void begin(Job job) {
        try {
            // Whatever has changed since is found by the number of the newest row.
            requests.begin(job, inTheNameOf(job));
        } catch (Refusal | DocumentException | StoreException e) {
            troubles.note(job, String.valueOf(e.getMessage()), again());
        } catch (RuntimeException e) {
            failed(job, e);
        } finally {
            beginning.remove(job.line());
            news.release();
        }
    }

    private void failed(Job job, RuntimeException e) {
        if (troubles.note(job, "Millwright itself failed: " + e, again())) {
            setting.alarm().accept("job order " + job.id() + " cannot go on, Millwright itself failed: " + e);
        }
    }

    private Instant again() {
        return setting.clock().instant().plus(AFTER_TROUBLE);
    }

    private static Person inTheNameOf(Job job) {
        Event.Released released = (Event.Released) job.released().orElseThrow().event();
        return new Person(released.by(), released.comment());
    }

    /** What is being begun is begun; nothing else is. */
    @Override
    public void close() {
        thread.interrupt();
        Deadline until = Deadline.in(CLOSE_LIMIT);
        try {
            thread.join(Duration.ofMillis(until.leftMs()));
            for (Thread begins : List.copyOf(beginning.values())) {
                begins.join(Duration.ofMillis(until.leftMs()));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
