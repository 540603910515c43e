package org.millwright.equipment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.millwright.equipment.EquipmentException.Kind.REFUSED;
import static org.millwright.equipment.EquipmentException.Kind.TIMED_OUT;
import static org.millwright.equipment.EquipmentException.Kind.UNREACHABLE;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.millwright.simulators.config.Login;
import org.millwright.simulators.config.SoftwareSettings;

/**
 * The contract on real sockets: two simulated controllers whose time the test moves. The first one is open to anybody;
 * the second one is used encrypted and with a password.
 */
class OpcuaEquipmentTest extends EquipmentContract {
    private static final Access ANYONE = new Access(Security.NONE, Optional.empty());
    private static final Duration SHORT = Duration.ofMillis(300);

    /** Making a key takes long: one certificate serves all tests. */
    @TempDir
    static Path pki;

    @TempDir
    Path secrets;

    private SimulatedPlant plant;
    private Equipment equipment;

    @BeforeEach
    void start() throws Exception {
        plant = new SimulatedPlant(List.of(
                SimulatedPlant.settings(FIRST, Optional.empty(), new SoftwareSettings(OLD, 4_096, true, true)),
                SimulatedPlant.settings(
                        SECOND,
                        Optional.of(new Login("service", "right-password")),
                        new SoftwareSettings(OLD, 4_096, false, true))));
        Files.writeString(secrets.resolve("right"), "right-password\n");
        Files.writeString(secrets.resolve("wrong"), "wrong-password\n");
        OpcuaEquipment driver = new OpcuaEquipment(pki, Map.of("SERVICE_PASSWORD", "right-password"));
        equipment = new FencedEquipment(driver);
        SimulatedPlant.trust(equipment, controller(SECOND), pki);
    }

    @AfterEach
    void stop() {
        plant.close();
    }

    @Override
    Capabilities can() {
        return new Capabilities(true, true, true, true, true, true, false);
    }

    @Override
    Traits traits() {
        return Traits.USUAL;
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
        return plant.endpoint(id);
    }

    private static Controller first(String address) {
        return described(FIRST, address, ANYONE, SimulatedPlant.TAGS, SimulatedPlant.RETAINED);
    }

    private Controller second(Security security, Secret secret) {
        Access access = new Access(security, Optional.of(new Controller.Login.Password("service", secret)));
        return described(SECOND, endpoint(SECOND), access, SimulatedPlant.TAGS, SimulatedPlant.RETAINED);
    }

    private Secret secretFile(String name) {
        return new Secret.File(secrets.resolve(name));
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
        plant.silence(FIRST);
        return first(endpoint(FIRST));
    }

    @Override
    Controller wrongPassword() {
        return second(Security.BASIC256SHA256, secretFile("wrong"));
    }

    @Override
    void cutNextTransfer() {
        plant.inject("first:cut-transfer=50");
    }

    @Override
    void failNextInstallation() {
        plant.inject("first:install-error");
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
        Controller anonymous =
                described(SECOND, endpoint(SECOND), ANYONE, SimulatedPlant.TAGS, SimulatedPlant.RETAINED);

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
