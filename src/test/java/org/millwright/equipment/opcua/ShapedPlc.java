package org.millwright.equipment.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.Image;
import org.millwright.equipment.Order;
import org.millwright.equipment.Session;
import org.millwright.equipment.TestPackage;
import org.millwright.equipment.UpdateState;
import org.millwright.equipment.UpdateState.Preparation;
import org.millwright.plant.Controller.Secret;
import org.millwright.plant.Revision;
import org.millwright.plant.Software;
import org.millwright.simulators.SimulatedLine;
import org.millwright.simulators.config.ControllerSettings;
import org.millwright.simulators.config.IdentitySettings;
import org.millwright.simulators.config.LineFile;
import org.millwright.simulators.config.ServerSettings;
import org.millwright.simulators.config.SoftwareSettings;
import org.millwright.simulators.config.StationSettings;
import org.millwright.simulators.config.TimingSettings;
import org.millwright.simulators.config.UpdateSettings;
import org.millwright.simulators.faults.Fault.BadFault;
import org.millwright.simulators.opcua.PlcServer;

/** One simulated controller whose update has a given shape, on real sockets and a clock that the test moves. */
final class ShapedPlc implements AutoCloseable {
    static final String OLD = "1.0.0";
    static final TestPackage UPGRADE = new TestPackage(
            new Software(TestDriver.MAKER, TestDriver.PRODUCT, new Revision("2.0.0")), "1..9", Map.of(), 300_000);

    /** Each step of an update is over after this time. */
    static final Duration WORK = Duration.ofSeconds(12);

    static final Duration CONFIRM_WITHIN = Duration.ofMinutes(2);

    private final SimulatedLine line;
    private final PlcServer server;
    private Optional<Secret> key = Optional.empty();
    private Optional<Session> open = Optional.empty();

    ShapedPlc(UpdateSettings shape) throws IOException, BadFault {
        this(shape, 4_096, ServerSettings.STANDARD);
    }

    ShapedPlc(UpdateSettings shape, int packageBytes, ServerSettings look) throws IOException, BadFault {
        ControllerSettings settings = new ControllerSettings(
                        "first",
                        0,
                        Optional.empty(),
                        new IdentitySettings(
                                "Test Works", TestDriver.MAKER, TestDriver.PRODUCT, "Test model", 3, "SN-1"),
                        new SoftwareSettings(OLD, packageBytes, true, true),
                        new TimingSettings(
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(8),
                                Duration.ofSeconds(9),
                                Duration.ofSeconds(2)),
                        new StationSettings(Duration.ofSeconds(4), 0, 0, 0, 2, "recipe-1"),
                        Map.of("speed", "80"),
                        Map.of())
                .with(shape);
        line = SimulatedLine.byHand(
                new LineFile("line", 1, 7, List.of(settings), List.of()), SimulatedLine.Options.none());
        server = PlcServer.start(
                line.controllers().getFirst().plc(),
                new PlcServer.Settings(0, Optional.empty(), look, Clock.systemUTC()));
    }

    ShapedPlc withKey(String variable) {
        key = Optional.of(new Secret.EnvironmentVariable(variable));
        return this;
    }

    String endpoint() {
        return server.endpoint();
    }

    /** The present session. */
    Session session() throws EquipmentException {
        return open.isPresent() ? open.get() : reopen();
    }

    /** A new one, as after a reboot. */
    Session reopen() throws EquipmentException {
        open.ifPresent(Session::close);
        Session fresh = TestDriver.open(endpoint(), key);
        open = Optional.of(fresh);
        return fresh;
    }

    UpdateState state() throws EquipmentException {
        return session().observe(TestDriver.LIMIT);
    }

    void advance(Duration time) {
        line.advance(time);
    }

    void inject(String fault) {
        try {
            line.inject("first:" + fault);
        } catch (BadFault e) {
            throw new IllegalArgumentException(e);
        }
    }

    static Image image(TestPackage pack) {
        byte[] bytes = pack.bytes();
        return new Image(pack.software(), pack.sha256(), bytes.length, () -> new ByteArrayInputStream(bytes));
    }

    Image stage(TestPackage pack) throws EquipmentException, IOException {
        Image image = image(pack);
        session().stage(TestDriver.FENCE, image, _ -> {}, TestDriver.LIMIT);
        return image;
    }

    /** For what waits until the controller has gone on. */
    void whileTimePasses(Work work) throws EquipmentException, IOException {
        AtomicBoolean over = new AtomicBoolean();
        Thread clock = Thread.ofVirtual().start(() -> {
            while (!over.get()) {
                advance(Duration.ofMillis(100));
                LockSupport.parkNanos(1_000_000);
            }
        });
        try {
            work.work();
        } finally {
            over.set(true);
            LockSupport.unpark(clock);
        }
    }

    interface Work {
        void work() throws EquipmentException, IOException;
    }

    void prepare() throws EquipmentException {
        session().prepare(TestDriver.FENCE, TestDriver.LIMIT);
        advance(WORK);
        assertThat(state().preparation()).isEqualTo(Preparation.PREPARED);
    }

    void install(Image image, Duration confirmWithin) throws EquipmentException, IOException {
        session().install(TestDriver.FENCE, new Order(image, confirmWithin, Duration.ZERO), _ -> {}, TestDriver.LIMIT);
    }

    /** From an installed order to the machine that produces again. */
    void untilBack() throws EquipmentException {
        advance(WORK.multipliedBy(2));
        reopen();
        if (state().waitingForConfirm()) {
            session().confirm(TestDriver.FENCE, TestDriver.LIMIT);
        }
        if (state().preparation() == Preparation.PREPARED) {
            session().resume(TestDriver.FENCE, TestDriver.LIMIT);
        }
        advance(WORK);
    }

    @Override
    public void close() {
        open.ifPresent(Session::close);
        server.close();
        line.close();
    }
}
