package org.millwright.simulators.opcua;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One update as OPC 10000-100 8.3.5 describes it, and the ways in which a client can get it wrong. */
class UpdateCycleTest {
    private static final String UPDATE = "di:DeviceSet/p:tiny/di:SoftwareUpdate";
    private static final String LOADING = UPDATE + "/di:Loading";
    private static final String PREPARE = UPDATE + "/di:PrepareForUpdate";
    private static final String INSTALLATION = UPDATE + "/di:Installation";
    private static final String CONFIRMATION = UPDATE + "/di:Confirmation";
    private static final Variant CURRENT = Variant.ofInt32(0);
    private static final Variant PENDING = Variant.ofInt32(1);
    private static final Variant NO_OPTIONS = Variant.NULL_VALUE;
    private static final String NEW = "2.0";

    private final TinyPlc plc = new TinyPlc();
    private PlcServer server;
    private Client client;

    @BeforeEach
    void start() throws IOException, UaException {
        server = PlcServer.start(plc, new PlcServer.Settings(0, Optional.empty(), Clock.systemUTC()));
        client = Client.connect(server.endpoint());
    }

    @AfterEach
    void stop() throws UaException {
        client.close();
        server.close();
    }

    @Test
    void aPackageSentInBlocksShowsAsPendingAndCanBeCleared() throws UaException {
        assertThat(client.read(LOADING + "/di:PendingVersion/di:SoftwareRevision"))
                .isEqualTo("");
        assertThat(stage(TinyPlc.packageBytes(NEW))).isEqualTo(StatusCode.GOOD);
        assertThat(client.read(LOADING + "/di:PendingVersion/di:SoftwareRevision"))
                .isEqualTo(NEW);
        assertThat(client.read(LOADING + "/di:PendingVersion/di:ManufacturerUri"))
                .isEqualTo(TinyPlc.MAKER_URI);
        assertThat(client.read(LOADING + "/di:CurrentVersion/di:SoftwareRevision"))
                .isEqualTo(TinyPlc.OLD);

        Client.Reply behaviour =
                client.call(LOADING + "/di:GetUpdateBehavior", TinyPlc.MAKER_URI, NEW, Variant.of(new String[0]));
        assertThat(behaviour.outputs()).containsExactly(Variant.ofUInt32(UInteger.valueOf(0b11010)));
        assertThat(client.call(LOADING + "/di:GetUpdateBehavior", TinyPlc.MAKER_URI, "9", Variant.of(new String[0]))
                        .status()
                        .value())
                .isEqualTo(StatusCodes.Bad_NotFound);

        assertThat(client.call(LOADING + "/di:PendingVersion/di:Clear").status())
                .isEqualTo(StatusCode.GOOD);
        assertThat(client.read(LOADING + "/di:PendingVersion/di:SoftwareRevision"))
                .isEqualTo("");
    }

    @Test
    void aBadPackageIsRefusedAtTheCommitAndTheTextSaysWhy() throws UaException {
        StatusCode commit = stage("rubbish".getBytes(UTF_8));
        assertThat(commit.value()).isEqualTo(StatusCodes.Bad_InvalidArgument);
        assertThat(client.read(LOADING + "/di:ErrorMessage"))
                .isEqualTo(LocalizedText.english("no revision in the package"));
        assertThat(client.read(LOADING + "/di:PendingVersion/di:SoftwareRevision"))
                .isEqualTo("");
    }

    @Test
    void theCurrentSoftwareCanBeReadButNotWritten() throws UaException {
        assertThat(client.fetch(LOADING + "/di:FileTransfer", CURRENT, 4)).isEqualTo(TinyPlc.packageBytes(TinyPlc.OLD));
        assertThatThrownBy(() -> client.generate(LOADING + "/di:FileTransfer/ua:GenerateFileForWrite", CURRENT))
                .isInstanceOfSatisfying(
                        UaException.class,
                        e -> assertThat(e.getStatusCode().value()).isEqualTo(StatusCodes.Bad_NotSupported));
    }

    @Test
    void installingUnpreparedIsRefused() throws UaException {
        stage(TinyPlc.packageBytes(NEW));
        assertThat(install().value()).isEqualTo(StatusCodes.Bad_InvalidState);
        assertThat(state(INSTALLATION)).isEqualTo(client.di(Di.INSTALL_IDLE));
    }

    @Test
    void anUpdateIsTakenForGoodByConfirming() throws UaException {
        installWithConfirmation();
        plc.rebootIntoNewSoftware();
        reconnect();
        assertThat(state(CONFIRMATION)).isEqualTo(client.di(Di.CONFIRM_WAITING));
        assertThat(client.read(LOADING + "/di:CurrentVersion/di:SoftwareRevision"))
                .isEqualTo(NEW);
        assertThat(client.read(LOADING + "/di:FallbackVersion/di:SoftwareRevision"))
                .isEqualTo(TinyPlc.OLD);

        assertThat(client.call(CONFIRMATION + "/di:Confirm").status()).isEqualTo(StatusCode.GOOD);
        assertThat(state(CONFIRMATION)).isEqualTo(client.di(Di.CONFIRM_NOT_WAITING));
        assertThat(client.read(CONFIRMATION + "/di:ConfirmationTimeout")).isEqualTo(0.0);
        assertThat(client.call(PREPARE + "/di:Resume").status()).isEqualTo(StatusCode.GOOD);
        assertThat(client.fetch(LOADING + "/di:FileTransfer", CURRENT, 1000)).isEqualTo(TinyPlc.packageBytes(NEW));
    }

    @Test
    void anUnconfirmedUpdateComesBackWithTheOldSoftware() throws UaException {
        installWithConfirmation();
        plc.rebootIntoNewSoftware();
        plc.rebootIntoOldSoftware();
        reconnect();
        assertThat(client.read(LOADING + "/di:CurrentVersion/di:SoftwareRevision"))
                .isEqualTo(TinyPlc.OLD);
        assertThat(client.call(CONFIRMATION + "/di:Confirm").status().value()).isEqualTo(StatusCodes.Bad_InvalidState);
    }

    private void installWithConfirmation() throws UaException {
        stage(TinyPlc.packageBytes(NEW));
        assertThat(client.call(PREPARE + "/di:Prepare").status()).isEqualTo(StatusCode.GOOD);
        assertThat(state(PREPARE)).isEqualTo(client.di(Di.PREPARE_PREPARED));
        assertThat(client.write(CONFIRMATION + "/di:ConfirmationTimeout", 30_000.0))
                .isEqualTo(StatusCode.GOOD);
        assertThat(plc.update().confirmationTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(install()).isEqualTo(StatusCode.GOOD);
        assertThat(state(INSTALLATION)).isEqualTo(client.di(Di.INSTALL_INSTALLING));
    }

    @Test
    void methodsAreTakenByTheIdsOfTheirTypesToo() throws UaException {
        // A client that knows only the standard calls 213's Prepare (228) on the instance.
        Client.Reply reply = client.call(client.id(PREPARE), client.di(228));
        assertThat(reply.status()).isEqualTo(StatusCode.GOOD);
        assertThat(state(PREPARE)).isEqualTo(client.di(Di.PREPARE_PREPARED));
    }

    @Test
    void durationsOutsideOfOneDayAreRefused() throws UaException {
        assertThat(client.write(INSTALLATION + "/di:InstallationDelay", 5000.0)).isEqualTo(StatusCode.GOOD);
        assertThat(client.read(INSTALLATION + "/di:InstallationDelay")).isEqualTo(5000.0);
        assertThat(client.write(CONFIRMATION + "/di:ConfirmationTimeout", -1.0).value())
                .isEqualTo(StatusCodes.Bad_OutOfRange);
        assertThat(client.write(CONFIRMATION + "/di:ConfirmationTimeout", Double.NaN)
                        .value())
                .isEqualTo(StatusCodes.Bad_OutOfRange);
    }

    @Test
    void parametersGoOutAndComeBackAsTheyWere() throws UaException {
        byte[] backup = client.fetch(UPDATE + "/di:Parameters", NO_OPTIONS, 3);
        assertThat(backup).asString(UTF_8).isEqualTo("speed=1");
        plc.restoreParameters("speed=9".getBytes(UTF_8));
        assertThat(client.send(UPDATE + "/di:Parameters", NO_OPTIONS, backup, 3))
                .isEqualTo(StatusCode.GOOD);
        assertThat(plc.backupParameters()).isEqualTo(backup);
    }

    @Test
    void aRebootEndsEverySessionAndHandle() throws UaException {
        Client.TempFile file = client.generate(LOADING + "/di:FileTransfer/ua:GenerateFileForWrite", PENDING);
        stage(TinyPlc.packageBytes(NEW));
        plc.rebootIntoNewSoftware();
        reconnect();
        assertThat(client.writeBlock(file, new byte[1]).value()).isEqualTo(StatusCodes.Bad_NodeIdUnknown);
        assertThat(client.call(LOADING + "/di:FileTransfer/ua:CloseAndCommit", file.handle())
                        .status()
                        .value())
                .isEqualTo(StatusCodes.Bad_InvalidArgument);
    }

    private StatusCode stage(byte[] content) throws UaException {
        return client.send(LOADING + "/di:FileTransfer", PENDING, content, 5);
    }

    private StatusCode install() throws UaException {
        return client.call(
                        INSTALLATION + "/di:InstallSoftwarePackage",
                        TinyPlc.MAKER_URI,
                        NEW,
                        Variant.of(new String[0]),
                        Variant.NULL_VALUE)
                .status();
    }

    private Object state(String machine) throws UaException {
        return client.read(machine + "/ua:CurrentState/ua:Id");
    }

    /** A new session: what a client does that lost the controller. */
    private void reconnect() throws UaException {
        client.close();
        client = Client.connect(server.endpoint());
    }
}
