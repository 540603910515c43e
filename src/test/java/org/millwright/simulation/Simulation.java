package org.millwright.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.millwright.equipment.Capabilities;
import org.millwright.equipment.Sessions;
import org.millwright.equipment.TagValue;
import org.millwright.equipment.TestPackage;
import org.millwright.equipment.fake.FakePlant;
import org.millwright.equipment.fake.FakeSettings;
import org.millwright.equipment.fake.VirtualClock;
import org.millwright.plan.Plan;
import org.millwright.plant.Controller;
import org.millwright.plant.ControllerId;
import org.millwright.plant.Line;
import org.millwright.plant.LineId;
import org.millwright.plant.Plant;
import org.millwright.plant.Revision;
import org.millwright.plant.Software;
import org.millwright.plant.Tag;
import org.millwright.release.Library;
import org.millwright.release.Sha256;
import org.millwright.release.SoftwarePackage;
import org.millwright.upgrade.Budget;
import org.millwright.upgrade.Event;
import org.millwright.upgrade.Limits;
import org.millwright.upgrade.Live;
import org.millwright.upgrade.Mode;
import org.millwright.upgrade.Orders;
import org.millwright.upgrade.Phase;
import org.millwright.upgrade.Run;
import org.millwright.upgrade.RunId;
import org.millwright.upgrade.Runner;
import org.millwright.upgrade.Scene;
import org.millwright.upgrade.Window;
import org.millwright.upgrade.journal.Journal;
import org.millwright.upgrade.journal.Journal.Lease;
import org.millwright.upgrade.journal.Journal.LineBusyException;
import org.millwright.upgrade.journal.Journal.OvertakenException;

/**
 * One run of the real engine on a fake line, on virtual time and one thread: the same seed and the same crash give the
 * same run to the last row. A crash drops the runner, its sessions and its lease, and begins a new one some time later.
 */
final class Simulation {
    static final RunId RUN = new RunId("simulated");
    static final String COUNTER = "TotalParts";
    static final Map<String, TagValue> RETAINED =
            Map.of(COUNTER, new TagValue.Whole(1_000), "Offset", new TagValue.Whole(77));
    private static final int TICKS_AT_MOST = 50_000;

    final VirtualClock clock = new VirtualClock();
    final Line line = line(4);
    final FakePlant plant;
    final MemoryStore store = new MemoryStore();
    final CrashingJournal journal = new CrashingJournal(clock);
    Plan plan;
    private final RandomGenerator random;
    private final Map<ControllerId, Shape> shapes;
    private boolean electrician = true;
    private boolean archive = true;
    private Optional<Mes> mes = Optional.empty();
    private Operator operator = (_, _) -> List.of();
    private int crashes;
    private int downMs = 2_000;

    /** What people do: asked at each tick, gives rows to add. */
    interface Operator {
        List<Event> act(Run run, Instant now);
    }

    Simulation(long seed) {
        this(seed, Map.of());
    }

    /** The new software of some controllers has effects (docs/protocols/simulators.md). */
    Simulation(long seed, Map<ControllerId, Map<String, String>> effects) {
        this(seed, effects, Map.of());
    }

    /** Some controllers are not the usual ones. */
    Simulation(long seed, Map<ControllerId, Map<String, String>> effects, Map<ControllerId, Shape> shapes) {
        this.shapes = Map.copyOf(shapes);
        this.plant = new FakePlant(clock, line, settings());
        this.random = new SplittableRandom(seed);
        this.plan = plan(effects);
    }

    /** The upgrade is a job order, and somebody at the MES cannot leave it alone. */
    void orderedByMes(long seed) {
        mes = Optional.of(Mes.meddling(this, RUN, orders(), seed));
    }

    /** The upgrade is a job order. */
    Mes ordered(Window window) {
        Mes quiet = Mes.quiet(this, RUN, orders(), window);
        mes = Optional.of(quiet);
        return quiet;
    }

    /** As a process knows them that was started just now. */
    Orders orders() {
        return new Orders(journal, new Plant(List.of(line)), clock);
    }

    Optional<Mes> mes() {
        return mes;
    }

    void operator(Operator other) {
        operator = other;
    }

    /** No package was ever delivered but the new ones. */
    void emptyArchive() {
        archive = false;
    }

    /** An engineer signs for a controller. */
    Simulation waiving(Plan.Waiver waiver) {
        plan = new Plan(
                plan.name(),
                plan.line(),
                plan.release(),
                plan.hash(),
                plan.waves(),
                plan.packages(),
                plan.drain(),
                plan.flash(),
                plan.validation(),
                plan.integrity(),
                plan.patience(),
                Optional.of(List.of(waiver)));
        return this;
    }

    /** Nobody is there to switch a power off and on. */
    void noElectrician() {
        electrician = false;
    }

    /** How long the process is dead after a crash: between once and twice this. */
    void downMs(int atLeast) {
        downMs = atLeast;
    }

    int crashes() {
        return crashes;
    }

    /** What a controller can and cannot do. */
    enum Shape {
        /** Takes software only into its one slot, which is installing it; asks nobody to confirm. */
        DIRECT,
        /** The same, with a copy of its own for the way back when it is not confirmed. */
        DIRECT_CONFIRMED,
        /** Goes on only when its power was switched off and on. */
        POWER_CYCLE,
        /** Gives its program to nobody; it lies in the archive. */
        UNREADABLE,
        /** Gives its program to nobody, but keeps the former one. */
        FALLBACK_ONLY,
        /** Has nothing but an installation. */
        BARE;

        private Capabilities capabilities() {
            return switch (this) {
                case DIRECT -> new Capabilities(false, false, true, true, false, true, false);
                case DIRECT_CONFIRMED -> new Capabilities(false, false, true, true, true, true, false);
                case POWER_CYCLE -> new Capabilities(true, true, true, true, true, true, true);
                case UNREADABLE -> new Capabilities(true, false, false, true, true, true, false);
                case FALLBACK_ONLY -> new Capabilities(true, true, false, true, true, true, false);
                case BARE -> new Capabilities(true, false, true, false, false, false, false);
            };
        }
    }

    static ControllerId controller(int number) {
        return new ControllerId("st" + number);
    }

    private static Line line(int controllers) {
        return new Line(
                new LineId("line-1"),
                "Line 1",
                "shift lead, 4711",
                IntStream.rangeClosed(1, controllers)
                        .mapToObj(Simulation::described)
                        .toList());
    }

    private static Controller described(int number) {
        Map<Tag, String> tags = new TreeMap<>();
        for (Tag tag : Tag.values()) {
            tags.put(tag, tag.key());
        }
        return new Controller(
                controller(number),
                "station " + number,
                Controller.Driver.OPCUA,
                "fake:" + number,
                new Controller.Expected("urn:test:works", "TW-" + number),
                new Controller.Access(Controller.Security.NONE, Optional.empty()),
                tags,
                Map.of(COUNTER, "total", "Offset", "offset"));
    }

    private Map<ControllerId, FakeSettings> settings() {
        Map<ControllerId, FakeSettings> settings = new TreeMap<>();
        for (Controller controller : line.controllers()) {
            settings.put(
                    controller.id(),
                    FakeSettings.of(controller)
                            .retained(RETAINED, Optional.of(COUNTER))
                            .station(new FakeSettings.Station(Duration.ofMillis(400), 0.0, 2))
                            .times(new FakeSettings.Times(
                                    Duration.ofSeconds(1),
                                    Duration.ofSeconds(4),
                                    Duration.ofSeconds(3),
                                    Duration.ofMillis(500))));
        }
        shapes.forEach((id, shape) -> settings.computeIfPresent(id, (_, s) -> s.capabilities(shape.capabilities())));
        // One loses its parameters at each installation.
        settings.computeIfPresent(controller(2), (_, s) -> s.losingParameters());
        return settings;
    }

    private Plan plan(Map<ControllerId, Map<String, String>> effects) {
        Map<ControllerId, SoftwarePackage> packages = new TreeMap<>();
        for (Controller controller : line.controllers()) {
            TestPackage next =
                    FakeSettings.of(controller).installed().revision("2.0.0").payload(512);
            for (Map.Entry<String, String> effect :
                    effects.getOrDefault(controller.id(), Map.of()).entrySet()) {
                next = next.effect(effect.getKey(), effect.getValue());
            }
            byte[] bytes = next.bytes();
            keep(bytes);
            packages.put(
                    controller.id(),
                    new SoftwarePackage(
                            next.software(),
                            controller.id() + ".mwp",
                            Sha256.of(bytes),
                            bytes.length,
                            new SoftwarePackage.HardwareRange(new Revision("1"), new Revision("9")),
                            new Revision("1.0.0")));
        }
        return new Plan(
                "simulated",
                line.id(),
                "release-2.0.0",
                Sha256.of(new byte[] {1}),
                List.of(List.of(controller(1), controller(2)), List.of(controller(3), controller(4))),
                packages,
                new Plan.DrainPolicy(Duration.ofSeconds(2), Duration.ofSeconds(30)),
                new Plan.FlashPolicy(Duration.ofSeconds(8), Duration.ofSeconds(40)),
                new Plan.ValidationPolicy(6, 6, 0.05, 0.2, Duration.ofSeconds(60)),
                Map.of(COUNTER, Plan.IntegrityRule.NOT_LESS),
                Duration.ofMinutes(2),
                Optional.empty());
    }

    /** The software that the line was delivered with. */
    private List<SoftwarePackage> archived(Software software) {
        return !archive
                ? List.of()
                : line.controllers().stream()
                        .map(c -> FakeSettings.of(c).installed())
                        .filter(p -> p.software().equals(software))
                        .map(this::archived)
                        .toList();
    }

    private SoftwarePackage archived(TestPackage delivered) {
        byte[] bytes = delivered.bytes();
        keep(bytes);
        return new SoftwarePackage(
                delivered.software(),
                "delivered.mwp",
                Sha256.of(bytes),
                bytes.length,
                new SoftwarePackage.HardwareRange(new Revision("1"), new Revision("9")),
                new Revision("1.0.0"));
    }

    private void keep(byte[] bytes) {
        try {
            store.<RuntimeException>put(out -> out.write(bytes));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Begins the run and drives it to its end, or to a hold that waits for ever. */
    Run drive() {
        clock.advance(Duration.ofSeconds(10));
        try {
            if (mes.isPresent()) {
                Event.Requested request = mes.get().order();
                journal.open(RUN, line.id(), request, journal.read(RUN).size());
            } else {
                journal.open(RUN, line.id(), new Event.Requested(plan, Mode.PRODUCTION, "tester", ""));
            }
        } catch (LineBusyException | OvertakenException e) {
            throw new AssertionError(e);
        }
        boolean over = false;
        while (!over) {
            try {
                over = driveUntilCrash();
            } catch (CrashingJournal.Crash _) {
                crashes++;
                clock.advance(Duration.ofMillis(downMs + random.nextInt(downMs)));
            }
        }
        return run();
    }

    Run run() {
        return Run.of(journal.read(RUN));
    }

    private boolean driveUntilCrash() {
        journal.freeLeases();
        Lease lease =
                journal.claim(line.id(), "process " + crashes, Limits.LEASE).orElseThrow();
        boolean[] changed = {false};
        try (Sessions sessions = new Sessions(plant.equipment(), line, Limits.connecting(plan), clock)) {
            Scene.Means means = new Scene.Means(
                    sessions, new Library(store, this::archived), clock, new Live(), new Budget(line.staging(), clock));
            Runner runner = new Runner(
                    RUN, journal, lease, new Runner.Stage(line, means, Runnable::run, () -> changed[0] = true));
            for (int tick = 0; tick < TICKS_AT_MOST; tick++) {
                changed[0] = false;
                Optional<Instant> next = runner.tick();
                if (runner.over()) {
                    return true;
                }
                journal.renew(lease, Limits.LEASE);
                boolean acted = act();
                if (next.isEmpty() && !acted && !changed[0]) {
                    return true;
                }
                next.filter(_ -> !acted).ifPresent(clock::advanceTo);
            }
        }
        throw new AssertionError("no end in sight: " + run().entries());
    }

    private boolean act() {
        Run run = run();
        if (run.finished().isPresent()) {
            return false;
        }
        run.awaits()
                .filter(row -> electrician && clock.instant().isAfter(row.at().plusSeconds(5)))
                .flatMap(row -> ((Event.Awaits) row.event()).step().controller())
                .ifPresent(id -> plant.controller(id).cyclePower());
        List<Event> rows = new ArrayList<>(operator.act(run, clock.instant()));
        boolean toApprove = run.phase() == Phase.ASSESSED && !run.approved();
        if (rows.isEmpty() && toApprove) {
            rows.add(new Event.Approved("tester", ""));
        }
        rows.forEach(row -> journal.submit(RUN, row));
        return mes.filter(Mes::act).isPresent() || !rows.isEmpty();
    }

    Journal journal() {
        return journal;
    }
}
