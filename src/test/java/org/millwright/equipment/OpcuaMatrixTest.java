package org.millwright.equipment;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.millwright.equipment.MatrixRow.Deviation;
import org.millwright.equipment.opcua.OpcuaEquipment;
import org.millwright.plant.Controller;
import org.millwright.plant.Controller.Access;
import org.millwright.plant.Controller.Secret;
import org.millwright.plant.Controller.Security;
import org.millwright.plant.ControllerId;
import org.millwright.simulators.config.ControllerSettings;
import org.millwright.simulators.config.Login;
import org.millwright.simulators.config.ServerSettings;
import org.millwright.simulators.config.SoftwareSettings;
import org.millwright.simulators.config.UpdateOption;
import org.millwright.simulators.config.UpdateSettings;
import org.millwright.simulators.config.UpdateSettings.Loading;
import org.millwright.trust.OwnCertificate;
import org.millwright.trust.TestCertificate;

/** The contract on every shape of controller that the standard allows, see {@link MatrixRow}. */
@ParameterizedClass(name = "{0}")
@MethodSource("org.millwright.equipment.MatrixRow#all")
class OpcuaMatrixTest extends EquipmentContract {
    private static final TestCertificate USER =
            TestCertificate.of("maintenance").days(-1, 20).make();
    private static final Map<String, String> SECRETS =
            Map.of("RIGHT", "right-password", "WRONG", "wrong-password", "KEY", "open sesame", "P12", "p12-password");
    private static final AtomicInteger TESTS = new AtomicInteger();

    /** Making a key takes long: one certificate serves all tests. */
    @TempDir
    static Path own;

    /** What a test left untouched is the next test's. */
    private static Optional<Standing> standing = Optional.empty();

    private final MatrixRow row;
    private final UpdateSettings update;
    private SimulatedPlant plant;
    private Equipment equipment;

    /** A plant that stands, its driver and the controllers that the driver trusts. */
    private record Standing(
            MatrixRow row, SimulatedPlant plant, Equipment driver, Path pki, Set<ControllerId> trusted) {}

    OpcuaMatrixTest(MatrixRow row) {
        this.row = row;
        this.update = row.update("open sesame");
    }

    @BeforeAll
    static void makeOwnCertificate() throws Exception {
        OwnCertificate.in(own);
        USER.writeKeyTo(own.resolve("user.p12"), "p12-password");
    }

    @BeforeEach
    void start() throws Exception {
        if (standing.filter(s -> s.row().equals(row) && s.plant().untouched()).isEmpty()) {
            standing.ifPresent(s -> s.plant().close());
            standing = Optional.of(fresh());
        }
        plant = standing.orElseThrow().plant();
        Equipment driver = standing.orElseThrow().driver();
        equipment = new FencedEquipment(
                row.has(Deviation.ASYNC_COMPLETION) ? new MovingTime(driver, plant::advance) : driver);
    }

    private Standing fresh() throws Exception {
        Path pki = own.resolve("row-" + TESTS.get());
        Files.createDirectories(pki.resolve("own"));
        Files.copy(own.resolve("own.p12"), pki.resolve("own/own.p12"));
        SimulatedPlant fresh = new SimulatedPlant(List.of(settings(FIRST), settings(SECOND)));
        return new Standing(row, fresh, new OpcuaEquipment(pki, SECRETS), pki, new HashSet<>());
    }

    @AfterEach
    void count() {
        TESTS.incrementAndGet();
    }

    @AfterAll
    static void tell() {
        standing.ifPresent(s -> s.plant().close());
        standing = Optional.empty();
        System.out.printf(
                "The contract ran on %d shapes, %d tests%n", MatrixRow.all().size(), TESTS.get());
    }

    private ControllerSettings settings(ControllerId id) {
        SoftwareSettings software = new SoftwareSettings(
                OLD,
                4_096,
                id.equals(FIRST),
                !row.has(Deviation.WITHOUT_FALLBACK_SLOT),
                row.has(Deviation.PATCH_IDENTIFIERS) ? "HF-6" : "");
        Optional<Controller.Login> login = login(id);
        var access = new ServerSettings.Access(
                List.of(row.security()),
                login.filter(Controller.Login.Certificate.class::isInstance).map(_ -> USER.certificate()),
                Optional.empty());
        return SimulatedPlant.settings(
                        id,
                        login.filter(Controller.Login.Password.class::isInstance)
                                .map(_ -> new Login("service", "right-password")),
                        software)
                .with(update)
                .with(ServerSettings.STANDARD.with(access).with(row.layout()).with(row.answers()));
    }

    /** The second controller always wants a password, the first something else in each row. */
    private Optional<Controller.Login> login(ControllerId id) {
        return switch (id.equals(SECOND) ? 1 : row.number() % 3) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(password("RIGHT"));
            default ->
                Optional.of(new Controller.Login.Certificate(
                        own.resolve("user.p12"), new Secret.EnvironmentVariable("P12")));
        };
    }

    private static Controller.Login password(String variable) {
        return new Controller.Login.Password("service", new Secret.EnvironmentVariable(variable));
    }

    private Controller described(ControllerId id, Optional<Controller.Login> login) {
        Optional<Secret> key =
                row.has(Deviation.UPDATE_KEY) ? Optional.of(new Secret.EnvironmentVariable("KEY")) : Optional.empty();
        Access access = new Access(Security.valueOf(row.security().name()), login, key);
        return described(id, plant.endpoint(id), access, SimulatedPlant.TAGS, SimulatedPlant.RETAINED);
    }

    @Override
    Controller controller(ControllerId id) {
        Controller described = described(id, login(id));
        Standing now = standing.orElseThrow();
        if (row.security() != ServerSettings.Security.NONE && now.trusted().add(id)) {
            SimulatedPlant.trust(equipment, described, now.pki());
        }
        return described;
    }

    @Override
    Capabilities can() {
        boolean files = row.loading() == Loading.FILESYSTEM;
        return new Capabilities(
                row.loading() != Loading.DIRECT,
                row.loading() == Loading.CACHED && !row.has(Deviation.WITHOUT_FALLBACK_SLOT),
                !files && update.offers(UpdateOption.READ_BACK),
                update.offers(UpdateOption.PREPARE_FOR_UPDATE),
                update.offers(UpdateOption.CONFIRMATION),
                update.offers(UpdateOption.PARAMETERS),
                update.offers(UpdateOption.POWER_CYCLE));
    }

    @Override
    Traits traits() {
        Way way = switch (row.loading()) {
            case CACHED -> Way.SLOTS;
            case DIRECT -> Way.DIRECT;
            case FILESYSTEM -> Way.FILES;
        };
        return new Traits(
                way,
                row.loading() == Loading.CACHED
                        && row.spec() == UpdateSettings.Spec.V1_03
                        && update.offers(UpdateOption.PREPARE_FOR_UPDATE),
                way != Way.FILES || update.offers(UpdateOption.VALIDATE_FILES),
                way == Way.DIRECT && update.offers(UpdateOption.ASYNC_COMPLETION),
                new Traits.Tells(
                        way == Way.FILES || update.offers(UpdateOption.HASH),
                        update.offers(UpdateOption.UPDATE_STATUS),
                        update.offers(UpdateOption.VENDOR_ERROR_CODE)));
    }

    @Override
    Equipment equipment() {
        return equipment;
    }

    @Override
    void advance(Duration time) {
        plant.advance(time);
    }

    @Override
    void cyclePower(ControllerId id) {
        plant.cyclePower(id);
    }

    @Override
    Controller unreachable() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return controller(FIRST).at("opc.tcp://127.0.0.1:%d/first".formatted(free.getLocalPort()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    Controller wrongPassword() {
        return described(controller(SECOND).id(), Optional.of(password("WRONG")));
    }

    @Override
    void cutNextTransfer() {
        plant.inject("first:cut-transfer=50");
    }

    @Override
    void failNextInstallation() {
        plant.inject("first:install-error");
    }
}
