package org.millwright.upgrade;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.millwright.equipment.Equipment;
import org.millwright.equipment.Sessions;
import org.millwright.plan.Plan;
import org.millwright.plant.Line;
import org.millwright.plant.Plant;
import org.millwright.release.Library;
import org.millwright.upgrade.journal.Journal;
import org.millwright.upgrade.journal.Journal.LineBusyException;
import org.millwright.upgrade.journal.Journal.OvertakenException;
import org.millwright.upgrade.journal.JournalBrokenException;

/**
 * Everything that outsiders may ask of upgrades: panel, MES and command line all come through here. A request is a
 * journal row; what follows from it is the runner's business, one virtual thread a run.
 */
public final class Upgrades implements AutoCloseable {
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(1);

    private final Setting setting;
    private final String owner;
    private final Map<RunId, Loop> loops = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean closed;

    /**
     * What upgrades work with.
     */
    public record Setting(Plant plant, Equipment equipment, Journal journal, Library library, Tools tools) {
        /**
         * Time and a voice.
         *
         * @param alarm told what a person must know about Millwright itself
         */
        public record Tools(Clock clock, Consumer<String> alarm) {}
    }

    /**
     * Nothing is begun yet.
     *
     * @param owner names this process in the leases
     */
    public Upgrades(Setting setting, String owner) {
        this.setting = setting;
        this.owner = owner;
        setting.journal().onAppend(() -> loops.values().forEach(Loop::wake));
    }

    /** Goes on with every run that is not over. */
    public void recover() {
        setting.journal().openRuns().forEach(this::begin);
    }

    /**
     * Asks for a run. The same id with the same plan and mode is the same request and gives the same run.
     *
     * @param id chosen by the one who asks, so that asking twice does no harm
     * @throws Refusal when the line has an open run, or the id names another request or a job order
     */
    public Run request(RunId id, Plan plan, Mode mode, Person person) throws Refusal {
        Optional<Run> known = known(id, plan, mode);
        if (known.isPresent()) {
            return known.get();
        }
        lineOf(plan);
        Event.Requested request = new Event.Requested(plan, mode, person.name(), person.comment());
        try {
            setting.journal().open(id, plan.line(), request);
        } catch (LineBusyException e) {
            // Somebody who asked for the same at the same instant may have been quicker.
            return known(id, plan, mode).orElseThrow(() -> new Refusal(String.valueOf(e.getMessage())));
        } catch (IllegalArgumentException e) {
            throw new Refusal("the request is too long to be kept: " + e.getMessage());
        }
        begin(id);
        return run(id).orElseThrow();
    }

    private Optional<Run> known(RunId id, Plan plan, Mode mode) throws Refusal {
        List<Entry> rows = setting.journal().read(id);
        Optional<Run> known = Run.find(rows);
        Optional<Event.Requested> before = known.map(Run::request);
        boolean other = before.isPresent()
                ? !(before.get().plan().equals(plan) && before.get().mode() == mode)
                : !rows.isEmpty();
        if (other) {
            throw new Refusal("run " + id + " exists and is another request");
        }
        return known;
    }

    /**
     * Begins the run of a job order in the name of whoever released it.
     *
     * @return empty when somebody has changed, revoked or begun the order since it was read, or the line is busy
     * @throws Refusal when the request is too long to be kept, or the plant has no such line
     */
    Optional<Run> begin(Job job, Plan plan, Person person) throws Refusal {
        lineOf(plan);
        Event.Requested request = new Event.Requested(
                plan,
                job.order().mode(),
                person.name(),
                person.comment(),
                Optional.of(job.order().window()));
        try {
            setting.journal().open(job.id(), plan.line(), request, job.newest());
        } catch (LineBusyException | OvertakenException _) {
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            throw new Refusal("the request is too long to be kept: " + e.getMessage());
        }
        begin(job.id());
        return run(job.id());
    }

    /** Lets an assessed PRODUCTION run begin. */
    public Run approve(RunId id, Person person) throws Refusal {
        return command(id, run -> {
            if (run.approved()) {
                return Optional.empty();
            }
            if (run.phase() != Phase.ASSESSED) {
                throw new Refusal("run " + id + " is " + run.phase() + "; it can be approved when it is ASSESSED");
            }
            return Optional.of(new Event.Approved(person.name(), person.comment()));
        });
    }

    /** Makes the run wait at its next safe point. */
    public Run hold(RunId id, Person person) throws Refusal {
        return command(
                id,
                run -> run.held().isPresent() || run.holdAsked().isPresent()
                        ? Optional.empty()
                        : Optional.of(new Event.HoldAsked(person.name(), person.comment())));
    }

    /** Lets a held run go on. */
    public Run resume(RunId id, Person person) throws Refusal {
        return command(id, run -> {
            if (run.held().isEmpty() && run.holdAsked().isEmpty()) {
                throw new Refusal(
                        run.awaits().isPresent()
                                ? "run " + id + " goes on by itself as soon as the equipment shows that it is done"
                                : "run " + id + " is " + run.phase() + " and is not held");
            }
            return Optional.of(new Event.Resumed(person.name(), person.comment()));
        });
    }

    /** Ends the run at its next safe point. */
    public Run abort(RunId id, Event.AbortPolicy policy, Person person) throws Refusal {
        return command(id, run -> {
            if (run.turnedBack().isPresent()
                    && run.held().isEmpty()
                    && run.awaits().isEmpty()) {
                throw new Refusal("run " + id + " is on its way back already");
            }
            if (run.releasing()) {
                throw new Refusal(
                        "run " + id + " has validated the line and gives it back to production; it completes");
            }
            if (policy == Event.AbortPolicy.STOP && !run.drainBegun()) {
                throw new Refusal("run " + id + " has not begun to drain; it can be aborted");
            }
            return Optional.of(new Event.AbortAsked(policy, person.name(), person.comment()));
        });
    }

    /** Writes what a rule makes of the run as it stands, unless there is nothing to write. */
    private Run command(RunId id, Rule rule) throws Refusal {
        Optional<Run> commanded = Optional.empty();
        while (commanded.isEmpty()) {
            commanded = judged(open(id), rule);
        }
        return commanded.get();
    }

    /** Empty when the run has gone on meanwhile: then it is judged anew, by all rows. */
    private Optional<Run> judged(Run run, Rule rule) throws Refusal {
        Optional<Event> event = rule.judge(run);
        if (event.isEmpty()) {
            return Optional.of(run);
        }
        try {
            setting.journal().submit(run.id(), event.get(), run.newest());
            return run(run.id());
        } catch (OvertakenException _) {
            return Optional.empty();
        } catch (IllegalStateException e) {
            throw new Refusal(String.valueOf(e.getMessage()));
        }
    }

    private interface Rule {
        Optional<Event> judge(Run run) throws Refusal;
    }

    private Run open(RunId id) throws Refusal {
        Run run = run(id).orElseThrow(() -> new Refusal("there is no run " + id));
        if (run.finished().isPresent()) {
            throw new Refusal("run " + id + " is over: " + run.phase());
        }
        return run;
    }

    /** Empty when there is no such run; a job order may still wait for its own. */
    public Optional<Run> run(RunId id) {
        return Run.find(setting.journal().read(id));
    }

    /** All runs, oldest first. */
    public List<Run> runs() {
        return setting.journal().runs().stream().flatMap(id -> run(id).stream()).toList();
    }

    /** What the steps of a run see at this moment; empty when this process does not work on it. */
    public Live live(RunId id) {
        Loop loop = loops.get(id);
        return loop == null ? new Live() : loop.live;
    }

    private Line lineOf(Plan plan) throws Refusal {
        return setting.plant()
                .line(plan.line())
                .orElseThrow(() -> new Refusal("plant.yaml has no line " + plan.line()));
    }

    private void begin(RunId id) {
        Loop loop = new Loop(id);
        if (!closed && loops.putIfAbsent(id, loop) == null) {
            threads.execute(loop);
        }
    }

    /** Stops deciding; what a controller is doing goes on there and is found again at the next start. */
    @Override
    public void close() {
        closed = true;
        threads.shutdownNow();
    }

    /** Who asks, and why. */
    public record Person(String name, String comment) {}

    /** Asked for something that cannot be; the message says why. */
    public static final class Refusal extends Exception {
        public Refusal(String message) {
            super(message);
        }
    }

    /** Drives one run until it is over. */
    private final class Loop implements Runnable {
        private final RunId id;
        private final Live live = new Live();
        private final Semaphore changes = new Semaphore(0);

        Loop(RunId id) {
            this.id = id;
        }

        void wake() {
            changes.release();
        }

        @Override
        public void run() {
            try {
                boolean over = false;
                while (!closed && !over) {
                    over = untilOverOrTrouble();
                }
            } catch (InterruptedException _) {
                // The process ends; the journal has everything.
                Thread.currentThread().interrupt();
            } finally {
                loops.remove(id);
            }
        }

        private boolean untilOverOrTrouble() throws InterruptedException {
            try {
                return drive();
            } catch (JournalBrokenException e) {
                setting.tools().alarm().accept("run " + id + " waits: " + e.getMessage());
            } catch (RuntimeException e) {
                setting.tools().alarm().accept("run " + id + " cannot go on, Millwright itself failed: " + e);
            } catch (Refusal e) {
                setting.tools().alarm().accept("run " + id + " cannot go on: " + e.getMessage());
            }
            await(now().plus(AFTER_TROUBLE));
            return false;
        }

        private boolean drive() throws InterruptedException, Refusal {
            Run run = Upgrades.this.run(id).orElseThrow();
            Line line = lineOf(run.plan());
            Optional<Journal.Lease> lease = setting.journal().claim(line.id(), owner, Limits.LEASE);
            if (lease.isEmpty()) {
                await(now().plus(AFTER_TROUBLE));
                return false;
            }
            Journal.Lease held = lease.get();
            try (Sessions sessions = new Sessions(
                    setting.equipment(),
                    line,
                    Limits.connecting(run.plan()),
                    setting.tools().clock())) {
                Scene.Means means = new Scene.Means(
                        sessions,
                        setting.library(),
                        setting.tools().clock(),
                        live,
                        new Budget(line.staging(), setting.tools().clock()));
                Runner runner =
                        new Runner(id, setting.journal(), held, new Runner.Stage(line, means, threads, this::wake));
                try {
                    work(runner, held);
                } finally {
                    runner.stop();
                }
            } finally {
                // With the connections closed: the next owner of the line is alone.
                setting.journal().release(held);
            }
            return Upgrades.this.run(id).orElseThrow().finished().isPresent();
        }

        private void work(Runner runner, Journal.Lease lease) throws InterruptedException {
            Instant renewed = now();
            while (!closed && !runner.over()) {
                Instant renewal = renewed.plus(Limits.LEASE.dividedBy(3));
                if (!now().isBefore(renewal)) {
                    if (!setting.journal().renew(lease, Limits.LEASE)) {
                        return;
                    }
                    renewed = now();
                }
                Optional<Instant> next = runner.tick();
                await(next.filter(n -> n.isBefore(renewal)).orElse(renewal));
            }
        }

        private void await(Instant until) throws InterruptedException {
            long millis = Duration.between(now(), until).toMillis();
            if (millis >= 0) {
                changes.tryAcquire(millis + 1, TimeUnit.MILLISECONDS);
            }
            changes.drainPermits();
        }

        private Instant now() {
            return setting.tools().clock().instant();
        }
    }
}
