package org.millwright.simulators.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.millwright.simulators.RunningLine;
import org.millwright.simulators.SimulatedLine;
import org.millwright.simulators.TestLine;
import org.millwright.simulators.plc.PackageTool;
import org.millwright.simulators.plc.PlcRefusal;

/** The real simulated controller behind the real server, 200 times as fast as life. */
class LineOverTheWireTest {
    private static final String DEVICE = "di:DeviceSet/p:p1";
    private static final String UPDATE = DEVICE + "/di:SoftwareUpdate";
    private static final String TRANSFER = UPDATE + "/di:Loading/di:FileTransfer";
    private static final String OLD = "2.3.1";
    private static final String NEW = "2.4.0";
    private static final Variant CURRENT = Variant.ofInt32(0);
    private static final Variant PENDING = Variant.ofInt32(1);

    private RunningLine line;
    private Client client;

    @BeforeEach
    void start() throws Exception {
        var options = new SimulatedLine.Options(true, OptionalDouble.of(200), OptionalLong.empty(), List.of());
        line = RunningLine.start(TestLine.file(2, false, true), options);
        client = Client.connect(line.endpoint("p1"));
    }

    @AfterEach
    void stop() throws UaException {
        client.close();
        line.close();
    }

    @Test
    void anUpdateRebootsIsConfirmedAndItsBytesCanBeReadBack() throws Exception {
        byte[] software = packageOf(NEW);
        byte[] parameters = client.fetch(UPDATE + "/di:Parameters", Variant.NULL_VALUE, 7);
        installed(software, 60_000);
        awaitReconnected(Di.CONFIRM_WAITING);
        assertThat(client.call(UPDATE + "/di:Confirmation/di:Confirm").status()).isEqualTo(StatusCode.GOOD);
        assertThat(client.read(DEVICE + "/di:SoftwareRevision")).isEqualTo(NEW);
        assertThat(client.read(UPDATE + "/di:Loading/di:FallbackVersion/di:SoftwareRevision"))
                .isEqualTo(OLD);
        assertThat(client.fetch(TRANSFER, CURRENT, 300)).isEqualTo(software);
        assertThat(client.read(DEVICE + "/p:InfeedEnabled")).isEqualTo(false);

        // This product does not keep its parameters, so they come back from the backup.
        assertThat(client.fetch(UPDATE + "/di:Parameters", Variant.NULL_VALUE, 100))
                .isNotEqualTo(parameters);
        client.send(UPDATE + "/di:Parameters", Variant.NULL_VALUE, parameters, 7);
        assertThat(client.fetch(UPDATE + "/di:Parameters", Variant.NULL_VALUE, 100))
                .isEqualTo(parameters);
        assertThat(client.call(UPDATE + "/di:PrepareForUpdate/di:Resume").status())
                .isEqualTo(StatusCode.GOOD);
        awaitState("PrepareForUpdate", Di.PREPARE_IDLE);
    }

    @Test
    void anUnconfirmedUpdateComesBackWithTheOldSoftwareAndSaysWhy() throws Exception {
        installed(packageOf(NEW), 200);
        // Two reboots: into the new software, and back out of it when nobody confirms.
        await(() -> {
            reconnect();
            return client.read(DEVICE + "/di:SoftwareRevision").equals(OLD)
                    && state("Confirmation").equals(client.di(Di.CONFIRM_NOT_WAITING))
                    && state("Installation").equals(client.di(Di.INSTALL_IDLE));
        });
        assertThat(client.read(UPDATE + "/di:UpdateStatus"))
                .isInstanceOfSatisfying(
                        LocalizedText.class, text -> assertThat(text.text()).isNotEmpty());
        assertThat(client.read(UPDATE + "/di:VendorErrorCode")).isNotEqualTo(0);
    }

    @Test
    void aFlippedByteIsFoundAtTheCommit() throws Exception {
        byte[] software = packageOf(NEW);
        software[software.length - 1] ^= 1;
        assertThat(client.send(TRANSFER, PENDING, software, 256).value()).isEqualTo(StatusCodes.Bad_InvalidArgument);
        assertThat(client.read(UPDATE + "/di:Loading/di:ErrorMessage"))
                .isInstanceOfSatisfying(
                        LocalizedText.class, text -> assertThat(text.text()).isNotEmpty());
    }

    @Test
    void aFaultCanBeInjectedWhileTheLineRuns() throws Exception {
        line.inject("p1:cut-transfer=50");
        assertThatThrownBy(() -> client.send(TRANSFER, PENDING, packageOf(NEW), 256))
                .isInstanceOf(UaException.class);
        reconnect();
        assertThat(client.send(TRANSFER, PENDING, packageOf(NEW), 256)).isEqualTo(StatusCode.GOOD);
    }

    @Test
    void controllersOfALineAreDifferentServers() throws Exception {
        assertThat(line.endpoints()).containsOnlyKeys("p1", "p2");
        try (Client other = Client.connect(line.endpoint("p2"))) {
            assertThat(other.find(other.id("di:DeviceSet"), "p:p1")).isEmpty();
            assertThat(other.read("di:DeviceSet/p:p2/p:Retained.TotalParts")).isInstanceOf(Long.class);
        }
    }

    private void installed(byte[] software, double confirmationTimeoutMs) throws Exception {
        assertThat(client.send(TRANSFER, PENDING, software, 256)).isEqualTo(StatusCode.GOOD);
        assertThat(client.call(UPDATE + "/di:PrepareForUpdate/di:Prepare").status())
                .isEqualTo(StatusCode.GOOD);
        awaitState("PrepareForUpdate", Di.PREPARE_PREPARED);
        assertThat(client.write(UPDATE + "/di:Confirmation/di:ConfirmationTimeout", confirmationTimeoutMs))
                .isEqualTo(StatusCode.GOOD);
        StatusCode install = client.call(
                        UPDATE + "/di:Installation/di:InstallSoftwarePackage",
                        TestLine.URI,
                        NEW,
                        Variant.of(new String[0]),
                        Variant.NULL_VALUE)
                .status();
        assertThat(install).isEqualTo(StatusCode.GOOD);
    }

    private static byte[] packageOf(String revision) throws PlcRefusal {
        var fields = new PackageTool.Fields("Halden Controls", TestLine.URI, "HC-210", revision, "4", "");
        return PackageTool.build(fields, 1000).bytes();
    }

    private Object state(String machine) throws UaException {
        return client.read(UPDATE + "/di:" + machine + "/ua:CurrentState/ua:Id");
    }

    private void awaitState(String machine, int wanted) {
        await(() -> state(machine).equals(client.di(wanted)));
    }

    private void awaitReconnected(int confirmationState) {
        await(() -> {
            reconnect();
            return state("Confirmation").equals(client.di(confirmationState));
        });
    }

    private void reconnect() throws UaException {
        client.close();
        client = Client.connect(line.endpoint("p1"));
    }

    private interface Condition {
        boolean holds() throws UaException;
    }

    /** Asks again until it holds, for half a minute at most; a controller that is away counts as no. */
    private static void await(Condition condition) {
        for (int tries = 0; tries < 1500; tries++) {
            if (holds(condition)) {
                return;
            }
            LockSupport.parkNanos(20_000_000);
        }
        throw new AssertionError("it never came to hold");
    }

    private static boolean holds(Condition condition) {
        try {
            return condition.holds();
        } catch (UaException _) {
            return false;
        }
    }
}
