package org.millwright.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.millwright.equipment.Equipment;
import org.millwright.equipment.FencedEquipment;
import org.millwright.equipment.ModbusPlant;
import org.millwright.equipment.TestPackage;
import org.millwright.plan.Plan;
import org.millwright.plant.Controller;
import org.millwright.plant.ControllerId;
import org.millwright.plant.Line;
import org.millwright.plant.LineId;
import org.millwright.plant.Plant;
import org.millwright.plant.Profile;
import org.millwright.plant.Revision;
import org.millwright.plant.Software;
import org.millwright.plant.StagingLimits;
import org.millwright.plant.Tag;
import org.millwright.release.FileContentStore;
import org.millwright.release.Library;
import org.millwright.release.Sha256;
import org.millwright.release.SoftwarePackage;
import org.millwright.simulators.SimulatedLine;
import org.millwright.simulators.config.ControllerSettings;
import org.millwright.simulators.config.IdentitySettings;
import org.millwright.simulators.config.LineFile;
import org.millwright.simulators.config.ModbusSettings;
import org.millwright.simulators.config.RetainedSettings;
import org.millwright.simulators.config.SoftwareSettings;
import org.millwright.simulators.config.StationSettings;
import org.millwright.simulators.config.TimingSettings;
import org.millwright.simulators.config.UpdateSettings;
import org.millwright.simulators.modbus.ModbusServer;
import org.millwright.simulators.network.ControllerServer;
import org.millwright.simulators.opcua.PlcServer;
import org.millwright.simulators.plc.Plc;
import org.millwright.simulators.plc.PlcRefusal;
import org.millwright.upgrade.Mode;
import org.millwright.upgrade.Phase;
import org.millwright.upgrade.Run;
import org.millwright.upgrade.RunId;
import org.millwright.upgrade.Upgrades;
import org.millwright.upgrade.Upgrades.Person;
import org.millwright.upgrade.journal.MemoryJournal;

/**
 * A simulated line of two stations, one wave each, on real sockets and quick real time, and one upgrade of it by the real
 * engine and drivers. The first controller speaks OPC UA and loses its parameters at each installation; the second may speak
 * Modbus, and then loses them too. The truth is asked of the simulator.
 */
final class RealLine implements AutoCloseable {
    static final ControllerId FIRST = new ControllerId("st1");
    static final ControllerId SECOND = new ControllerId("st2");
    static final String OLD = "1.0.0";
    static final String NEW = "2.0.0";
    static final Duration CONFIRM_WITHIN = Duration.ofSeconds(12);

    private static final RunId RUN = new RunId("real");
    private static final Person TESTER = new Person("tester", "");
    private static final double SCALE = 40;
    private static final String NAMESPACE = "nsu=urn:millwright:simulators:process;s=";
    private static final TestPackage DELIVERY =
            new TestPackage(new Software("urn:test:works", "TW-1", new Revision(NEW)), "1..9", Map.of(), 200_000);

    private final Wish wish;
    private final SimulatedLine line;
    private final List<ControllerServer> servers = new ArrayList<>();
    private final FileContentStore store;
    private final Line described;
    private final MemoryJournal journal = new MemoryJournal(Clock.systemUTC());
    private final Upgrades upgrades;

    /**
     * What a run is to be like.
     *
     * @param update of the second controller; the first has the same without what only concerns faults
     * @param faults of the second controller, armed from the start
     * @param delivery what the second controller is to get
     * @param archived whether the delivered software is in the archive
     * @param waived whether an engineer signed for controllers without a proven copy
     * @param modbus whether the second controller speaks Modbus
     */
    record Wish(
            UpdateSettings update,
            boolean fallbackSlot,
            List<String> faults,
            TestPackage delivery,
            boolean archived,
            boolean waived,
            StagingLimits staging,
            boolean modbus) {
        static Wish of(UpdateSettings update) {
            return new Wish(update, true, List.of(), DELIVERY, true, false, StagingLimits.NONE, false);
        }

        Wish fault(String name) {
            return new Wish(update, fallbackSlot, List.of("st2:" + name), delivery, archived, waived, staging, modbus);
        }

        Wish withoutFallback() {
            return new Wish(update, false, faults, delivery, archived, waived, staging, modbus);
        }

        Wish delivery(TestPackage other) {
            return new Wish(update, fallbackSlot, faults, other, archived, waived, staging, modbus);
        }

        Wish withoutArchive() {
            return new Wish(update, fallbackSlot, faults, delivery, false, waived, staging, modbus);
        }

        Wish waivedByAnEngineer() {
            return new Wish(update, fallbackSlot, faults, delivery, archived, true, staging, modbus);
        }

        Wish staging(StagingLimits limits) {
            return new Wish(update, fallbackSlot, faults, delivery, archived, waived, limits, modbus);
        }

        Wish speakingModbus() {
            return new Wish(update, fallbackSlot, faults, delivery, archived, waived, staging, true);
        }
    }

    static TestPackage delivery() {
        return DELIVERY;
    }

    RealLine(Wish wish, Equipment driver, Path data) throws Exception {
        this.wish = wish;
        store = FileContentStore.open(data);
        List<ControllerSettings> settings =
                IntStream.rangeClosed(1, 2).mapToObj(this::settings).toList();
        line = SimulatedLine.start(
                new LineFile("line", SCALE, 7, settings, List.of()),
                new SimulatedLine.Options(true, OptionalDouble.empty(), OptionalLong.empty(), wish.faults()));
        List<Controller> controllers = new ArrayList<>();
        for (SimulatedLine.Controller each : line.controllers()) {
            ControllerServer server = served(each);
            servers.add(server);
            ControllerId id = new ControllerId(each.plc().id());
            controllers.add(
                    each.modbus().isPresent()
                            ? ModbusPlant.controller(id, server.endpoint(), profile(data))
                            : described(id, server.endpoint()));
        }
        described = new Line(new LineId("line-1"), "Line 1", "shift lead, 4711", controllers, wish.staging());
        upgrades = new Upgrades(
                new Upgrades.Setting(
                        new Plant(List.of(described)),
                        new FencedEquipment(driver),
                        journal,
                        new Library(store, this::archived),
                        new Upgrades.Setting.Tools(Clock.systemUTC(), alarm -> {})),
                "test");
    }

    private static ControllerServer served(SimulatedLine.Controller each) throws IOException {
        return each.modbus().isPresent()
                ? ModbusServer.start(
                        each.plc(), new ModbusServer.Settings(0, each.modbus().get(), Clock.systemUTC()))
                : PlcServer.start(
                        each.plc(), new PlcServer.Settings(0, each.login(), each.server(), Clock.systemUTC()));
    }

    private ControllerSettings settings(int number) {
        boolean speaksModbus = wish.modbus() && number > 1;
        ControllerSettings settings = new ControllerSettings(
                        "st" + number,
                        0,
                        Optional.empty(),
                        new IdentitySettings("Test Works", "urn:test:works", "TW-1", "Test model", 3, "SN-" + number),
                        new SoftwareSettings(OLD, 40_000, number > 1 && !speaksModbus, wish.fallbackSlot()),
                        new TimingSettings(
                                Duration.ofSeconds(4),
                                Duration.ofSeconds(12),
                                Duration.ofSeconds(12),
                                Duration.ofSeconds(2)),
                        new StationSettings(Duration.ofSeconds(10), 0, 0, 0, 2, "recipe-1"),
                        Map.of("speed", "80"),
                        Map.of("Total", new RetainedSettings(1_000L, 1), "Name", new RetainedSettings("press", 0)))
                .with(speaksModbus || !wish.modbus() ? wish.update() : UpdateSettings.USUAL);
        return speaksModbus ? settings.with(ModbusSettings.STANDARD) : settings;
    }

    /** The delivered one, for what these controllers keep. */
    private Profile profile(Path folder) {
        return ModbusPlant.profile(folder, text -> {
            String fitting = text.replace("maintained:", "name:")
                    .replaceAll("  wear: .*\n", "")
                    .replace("BYTE[64]", "BYTE[32]");
            return wish.update().loading() == UpdateSettings.Loading.DIRECT
                    ? ModbusPlant.withOneSlot(fitting)
                    : fitting;
        });
    }

    private static Controller described(ControllerId id, String address) {
        Map<Tag, String> tags = new TreeMap<>();
        tags.put(Tag.INFEED_ENABLED, NAMESPACE + "InfeedEnabled");
        tags.put(Tag.PARTS_IN_STATION, NAMESPACE + "PartsInStation");
        tags.put(Tag.CYCLE_COUNT, NAMESPACE + "CycleCount");
        tags.put(Tag.REJECT_COUNT, NAMESPACE + "RejectCount");
        tags.put(Tag.LAST_CYCLE_TIME_MS, NAMESPACE + "LastCycleTime");
        tags.put(Tag.ALARMS, NAMESPACE + "Alarms");
        return new Controller(
                id,
                "station of " + id,
                Controller.Driver.OPCUA,
                address,
                new Controller.Expected("urn:test:works", "TW-1"),
                new Controller.Access(Controller.Security.NONE, Optional.empty()),
                tags,
                Map.of("total", NAMESPACE + "Retained.Total", "name", NAMESPACE + "Retained.Name"));
    }

    private List<SoftwarePackage> archived(Software software) {
        if (!wish.archived() || !software.revision().value().equals(OLD)) {
            return List.of();
        }
        try {
            return List.of(kept(software, line.controllers().getFirst().plc().currentProgram()));
        } catch (PlcRefusal | IOException e) {
            throw new AssertionError(e);
        }
    }

    private SoftwarePackage kept(Software software, byte[] bytes) throws IOException {
        store.<RuntimeException>put(out -> out.write(bytes));
        return new SoftwarePackage(
                software,
                software.revision() + ".mwp",
                Sha256.of(bytes),
                bytes.length,
                new SoftwarePackage.HardwareRange(new Revision("1"), new Revision("9")),
                new Revision(OLD));
    }

    private Plan plan() throws IOException {
        TestPackage second = wish.delivery();
        Map<ControllerId, SoftwarePackage> packages = Map.of(
                FIRST, kept(DELIVERY.software(), DELIVERY.bytes()), SECOND, kept(second.software(), second.bytes()));
        List<Plan.Waiver> waivers = described.controllers().stream()
                .map(c -> new Plan.Waiver(c.id(), "M. Keller", "spare part is on the shelf"))
                .toList();
        return new Plan(
                "real",
                described.id(),
                "release-2.0.0",
                Sha256.of(new byte[] {1}),
                List.of(List.of(FIRST), List.of(SECOND)),
                packages,
                new Plan.DrainPolicy(Duration.ofMillis(500), Duration.ofSeconds(10)),
                new Plan.FlashPolicy(CONFIRM_WITHIN, Duration.ofSeconds(20)),
                new Plan.ValidationPolicy(4, 4, 0.1, 0.2, Duration.ofSeconds(20)),
                Map.of("total", Plan.IntegrityRule.NOT_LESS),
                Duration.ofSeconds(2),
                wish.waived() ? Optional.of(waivers) : Optional.empty());
    }

    /** One run, approved when it is assessed, until it is over. */
    Run upgrade(Duration limit) throws Exception {
        Semaphore changes = new Semaphore(0);
        journal.onAppend(changes::release);
        Instant end = Instant.now(Clock.systemUTC()).plus(limit);
        Run run = upgrades.request(RUN, plan(), Mode.PRODUCTION, TESTER);
        while (run.finished().isEmpty()) {
            if (Instant.now(Clock.systemUTC()).isAfter(end)) {
                throw new AssertionError("no end in sight: " + run.entries());
            }
            if (run.phase() == Phase.ASSESSED && !run.approved()) {
                upgrades.approve(RUN, TESTER);
            }
            changes.tryAcquire(200, TimeUnit.MILLISECONDS);
            run = upgrades.run(RUN).orElseThrow();
        }
        return run;
    }

    Optional<Run> run() {
        return upgrades.run(RUN);
    }

    List<Plc> plcs() {
        return line.controllers().stream().map(SimulatedLine.Controller::plc).toList();
    }

    Line line() {
        return described;
    }

    @Override
    public void close() {
        upgrades.close();
        servers.forEach(ControllerServer::close);
        line.close();
    }
}
