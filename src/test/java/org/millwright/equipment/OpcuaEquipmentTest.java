package org.millwright.equipment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.millwright.equipment.EquipmentException.Kind.REFUSED;
import static org.millwright.equipment.EquipmentException.Kind.TIMED_OUT;
import static org.millwright.equipment.EquipmentException.Kind.UNREACHABLE;
import static org.millwright.equipment.EquipmentException.Kind.UNTRUSTED;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millwright.equipment.UpdateState.Preparation;
import org.millwright.equipment.opcua.OpcuaEquipment;
import org.millwright.plant.Controller;
import org.millwright.plant.Controller.Access;
import org.millwright.plant.Controller.Secret;
import org.millwright.plant.Controller.Security;
import org.millwright.plant.ControllerId;
import org.millwright.plant.Revision;
import org.millwright.plant.Software;
import org.millwright.plant.Tag;
import org.millwright.simulators.SimulatedLine;
import org.millwright.simulators.config.ControllerSettings;
import org.millwright.simulators.config.IdentitySettings;
import org.millwright.simulators.config.LineFile;
import org.millwright.simulators.config.Login;
import org.millwright.simulators.config.RetainedSettings;
import org.millwright.simulators.config.SoftwareSettings;
import org.millwright.simulators.config.StationSettings;
import org.millwright.simulators.config.TimingSettings;
import org.millwright.simulators.faults.Fault.BadFault;
import org.millwright.simulators.opcua.PlcServer;
import org.millwright.trust.TrustList;
import org.millwright.trust.TrustList.Standing;

/**
 * The contract on real sockets: two simulated controllers whose time the test moves. The first one is open to anybody;
 * the second one is used encrypted and with a password.
 */
class OpcuaEquipmentTest extends EquipmentContract {
    private static final String NAMESPACE = "nsu=urn:millwright:simulators:process;s=";
    private static final Map<Tag, String> TAGS =
            Arrays.stream(Tag.values()).collect(Collectors.toMap(Function.identity(), OpcuaEquipmentTest::address));
    private static final Map<String, String> RETAINED = Map.of(
            "total", NAMESPACE + "Retained.Total",
            "wear", NAMESPACE + "Retained.Wear",
            "maintained", NAMESPACE + "Retained.Maintained");
    private static final Access ANYONE = new Access(Security.NONE, Optional.empty());
    private static final Duration SHORT = Duration.ofMillis(300);

    /** Making a key takes long: one certificate serves all tests. */
    @TempDir
    static Path pki;

    @TempDir
    Path secrets;

    private SimulatedLine line;
    private final Map<ControllerId, PlcServer> servers = new LinkedHashMap<>();
    private Equipment equipment;

    private static String address(Tag tag) {
        return NAMESPACE
                + switch (tag) {
                    case STATE -> "State";
                    case INFEED_ENABLED -> "InfeedEnabled";
                    case PARTS_IN_STATION -> "PartsInStation";
                    case CYCLE_COUNT -> "CycleCount";
                    case REJECT_COUNT -> "RejectCount";
                    case LAST_CYCLE_TIME_MS -> "LastCycleTime";
                    case ALARMS -> "Alarms";
                    case RECIPE -> "Recipe";
                };
    }

    private static ControllerSettings settings(ControllerId id, boolean keepsParameters, Optional<Login> login) {
        return new ControllerSettings(
                id.value(),
                0,
                login,
                new IdentitySettings("Test Works", MAKER, PRODUCT, "Test model", 3, "SN-" + id),
                new SoftwareSettings(OLD, 4_096, keepsParameters, true),
                new TimingSettings(
                        Duration.ofSeconds(3), Duration.ofSeconds(8), Duration.ofSeconds(9), Duration.ofSeconds(2)),
                new StationSettings(Duration.ofSeconds(4), 0, 0, 0, 2, "recipe-1"),
                Map.of("speed", "80", "mode", "gentle"),
                Map.of(
                        "Total", new RetainedSettings(1_000L, 1),
                        "Wear", new RetainedSettings(12.5, 0),
                        "Maintained", new RetainedSettings("2029-11-30", 0)));
    }

    @BeforeEach
    void start() throws Exception {
        List<ControllerSettings> settings = List.of(
                settings(FIRST, true, Optional.empty()),
                settings(SECOND, false, Optional.of(new Login("service", "right-password"))));
        line = SimulatedLine.byHand(new LineFile("line", 1, 7, settings, List.of()), SimulatedLine.Options.none());
        for (SimulatedLine.Controller controller : line.controllers()) {
            ControllerId id = new ControllerId(controller.plc().id());
            PlcServer.Settings serving = new PlcServer.Settings(0, controller.login(), Clock.systemUTC());
            servers.put(id, PlcServer.start(controller.plc(), serving));
        }
        Files.writeString(secrets.resolve("right"), "right-password\n");
        Files.writeString(secrets.resolve("wrong"), "wrong-password\n");
        OpcuaEquipment driver = new OpcuaEquipment(pki, Map.of("SERVICE_PASSWORD", "right-password"));
        equipment = new FencedEquipment(driver);
        trust(SECOND);
    }

    /** As a person does it who sees the certificate among the rejected ones. */
    private void trust(ControllerId id) throws Exception {
        assertThat(failure(() -> equipment.open(controller(id), LIMIT)).kind()).isEqualTo(UNTRUSTED);
        TrustList list = new TrustList(pki.resolve("controllers"));
        for (TrustList.Listed one : list.all()) {
            if (one.standing() == Standing.REJECTED && one.shownBy().contains(id.value())) {
                list.add(one.fingerprint().hex());
            }
        }
    }

    @AfterEach
    void stop() {
        servers.values().forEach(PlcServer::close);
        line.close();
    }

    @Override
    Equipment equipment() {
        return equipment;
    }

    @Override
    Controller controller(ControllerId id) {
        return id.equals(FIRST) ? first(endpoint(FIRST)) : second(Security.BASIC256SHA256, secretFile("right"));
    }

    private String endpoint(ControllerId id) {
        return Optional.ofNullable(servers.get(id)).orElseThrow().endpoint();
    }

    private static Controller first(String address) {
        return described(FIRST, address, ANYONE, TAGS, RETAINED);
    }

    private Controller second(Security security, Secret secret) {
        Access access = new Access(security, Optional.of(new Controller.Login.Password("service", secret)));
        return described(SECOND, endpoint(SECOND), access, TAGS, RETAINED);
    }

    private Secret secretFile(String name) {
        return new Secret.File(secrets.resolve(name));
    }

    @Override
    void advance(Duration time) {
        line.advance(time);
    }

    @Override
    Controller unreachable() {
        Optional.ofNullable(servers.get(FIRST)).orElseThrow().close();
        return first(endpoint(FIRST));
    }

    @Override
    Controller wrongPassword() {
        return second(Security.BASIC256SHA256, secretFile("wrong"));
    }

    @Override
    void cutNextTransfer() {
        inject("first:cut-transfer=50");
    }

    @Override
    void failNextInstallation() {
        inject("first:install-error");
    }

    private void inject(String fault) {
        try {
            line.inject(fault);
        } catch (BadFault e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void aPasswordIsEncryptedAlsoWhereMessagesAreNot() throws EquipmentException {
        Secret secret = new Secret.EnvironmentVariable("SERVICE_PASSWORD");
        try (Session session = equipment.open(second(Security.NONE, secret), LIMIT)) {
            assertThat(session.observe(LIMIT).current().revision().value()).isEqualTo(OLD);
        }
    }

    @Test
    void aSecretThatIsNotThereIsRefusedWithItsPlace() {
        Secret missing = new Secret.EnvironmentVariable("NOT_SET");
        EquipmentException noVariable = failure(() -> equipment.open(second(Security.NONE, missing), LIMIT));
        EquipmentException noFile =
                failure(() -> equipment.open(second(Security.NONE, secretFile("no-such-file")), LIMIT));

        assertThat(noVariable.kind()).isEqualTo(REFUSED);
        assertThat(noVariable).hasMessageContaining("NOT_SET");
        assertThat(noFile.kind()).isEqualTo(REFUSED);
        assertThat(noFile).hasMessageContaining("no-such-file");
    }

    @Test
    void aControllerThatWantsALogInDoesNotTakeAnybody() {
        Controller anonymous = described(SECOND, endpoint(SECOND), ANYONE, TAGS, RETAINED);

        assertThat(failure(() -> equipment.open(anonymous, LIMIT)).kind()).isEqualTo(REFUSED);
    }

    @Test
    void onlyAConnectionThatRestsOnACertificateEndsWithIt() throws EquipmentException {
        assertThat(open(FIRST).facts(LIMIT).certificateEnd()).isEmpty();
        assertThat(open(SECOND).facts(LIMIT).certificateEnd()).isPresent();
    }

    @Test
    void aServerThatNeverAnswersIsGivenUpInTimeAndLetGo() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            Controller there = first("opc.tcp://127.0.0.1:%d/first".formatted(silent.getLocalPort()));
            EquipmentException failure = failure(() -> equipment.open(there, SHORT));

            assertThat(failure.kind()).isEqualTo(UNREACHABLE);
            assertThat(failure).hasMessageContaining("first");
            try (Socket accepted = silent.accept()) {
                accepted.setSoTimeout((int) LIMIT.toMillis());
                byte[] hello = accepted.getInputStream().readAllBytes();
                assertThat(hello).as("all until the driver hung up").startsWith("HEL".getBytes(UTF_8));
            }
        }
    }

    @Test
    void aControllerThatFallsSilentCostsTheSessionAndNoMoreThanTheLimit() throws Exception {
        URI address = URI.create(endpoint(FIRST));
        try (Relay relay = Relay.to(address.getPort())) {
            Controller behind = first("opc.tcp://127.0.0.1:%d%s".formatted(relay.port(), address.getPath()));
            Session session = equipment.open(behind, LIMIT);
            assertThat(session.observe(LIMIT).preparation()).isEqualTo(Preparation.IDLE);
            relay.freeze();

            assertThat(failure(() -> session.prepare(fence(), SHORT)).kind()).isEqualTo(TIMED_OUT);
            assertThat(failure(() -> session.observe(LIMIT)).kind()).isEqualTo(UNREACHABLE);
            session.close();
        }
    }

    @Test
    void aPackageOfManyBlocksArrivesWhole() throws EquipmentException, IOException {
        Software software = new Software(MAKER, PRODUCT, new Revision("5.0.0"));
        Image image = new TestPackage(software, "1..9", Map.of(), 6_000_000).writeTo(folder);
        List<Long> sent = new ArrayList<>();
        open(SECOND).stage(fence(), image, sent::add, LIMIT);

        assertThat(open(SECOND).observe(LIMIT).pending())
                .contains(new UpdateState.Slot(software, Optional.of(image.sha256())));
        assertThat(sent).hasSizeGreaterThan(2).last().isEqualTo(image.bytes());
    }

    @Test
    void aStoredPackageThatIsNotWhatItsHashSaysIsNeverCommitted() throws EquipmentException, IOException {
        TestPackage pack = new TestPackage(new Software(MAKER, PRODUCT, new Revision("5.0.0")));
        Image image = pack.writeTo(folder);
        byte[] other = pack.revision("5.0.1").bytes();
        Image rotten =
                new Image(image.software(), image.sha256(), image.bytes(), () -> new ByteArrayInputStream(other));
        Session session = open(FIRST);

        assertThatIOException()
                .isThrownBy(() -> session.stage(fence(), rotten, _ -> {}, LIMIT))
                .withMessageContaining("damaged");
        assertThat(session.observe(LIMIT).pending()).isEmpty();
    }

    @Test
    void aStagedPackageIsNotSentTwice() throws EquipmentException, IOException {
        Image image = new TestPackage(new Software(MAKER, PRODUCT, new Revision("5.0.0"))).writeTo(folder);
        Session session = open(FIRST);
        session.stage(fence(), image, _ -> {}, LIMIT);
        Image unreadable = new Image(image.software(), image.sha256(), image.bytes(), () -> {
            throw new IOException("was read again");
        });

        session.stage(fence(), unreadable, _ -> {}, LIMIT);
        assertThat(session.observe(LIMIT).pending()).isPresent();
    }

    @Test
    void theOwnCertificateIsMadeOnceAndKeptFromOthers() throws IOException {
        Path file = pki.resolve("own/own.p12");
        byte[] made = Files.readAllBytes(file);
        OpcuaEquipment again = new OpcuaEquipment(pki, Map.of());

        assertThat(again).isNotNull();
        assertThat(Files.readAllBytes(file)).isEqualTo(made);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }
}
