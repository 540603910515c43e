package org.millwright.equipment.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millwright.CommandRun;
import org.millwright.equipment.opcua.ScriptedServer.Node;

/** Each planted deviation is found, by its id, at its place. */
class ProbeFindsTest {
    private static final String NOT_CALLED = "a probe calls nothing";

    @TempDir
    private static Path data = Path.of("");

    private static JsonNode json(CommandRun run) throws Exception {
        return new ObjectMapper().readTree(run.out());
    }

    private static CommandRun probe(Consumer<ScriptedServer> script, String... more) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(script)) {
            return CommandRun.of(
                    Stream.concat(Stream.of("probe", server.endpoint(), "--data", data.toString()), Stream.of(more))
                            .toArray(String[]::new));
        }
    }

    private static void finds(Consumer<ScriptedServer> script, String... idsAndPlaces) throws Exception {
        CommandRun run = probe(script, "--json");
        assertThat(run.code()).isEqualTo(1);
        assertThat(json(run).get("deviations"))
                .map(d -> d.get("id").asText() + " " + d.get("where").asText())
                .contains(idsAndPlaces);
    }

    private static Node device(ScriptedServer server) {
        return server.device(server.deviceSet(), "cpu", TestDriver.PRODUCT);
    }

    private static Node call(Node node, String method) {
        return node.method(method, _ -> {
            throw new AssertionError(NOT_CALLED);
        });
    }

    @Test
    void onTheHostAndTheAddIn() throws Exception {
        finds(
                server -> {
                    Node device = device(server);
                    device.value("DeviceHealth", 1);
                    device.object("Lock").value("Locked", true).value("LockingClient", "urn:other");
                    Node addIn = server.addIn(device);
                    addIn.value("0:UpdateStatus", LocalizedText.english("?"));
                    addIn.value("VendorErrorCode", 7);
                    addIn.value("UnsignedPackagesAllowed", true);
                },
                "S1 cpu/Manufacturer",
                "S1-interface cpu",
                "S1-should cpu/Model",
                "A3 cpu",
                "A6 cpu/Loading",
                "H2 cpu/DeviceHealth",
                "P1 cpu/Lock",
                "M1 cpu/Lock/InitLock",
                "G6 cpu/UpdateStatus",
                "S21 cpu/VendorErrorCode",
                "M3 cpu/VendorErrorCode",
                "G15 cpu/UnsignedPackagesAllowed",
                "E5 endpoints");
    }

    @Test
    void inCachedLoading() throws Exception {
        finds(
                server -> {
                    Node loading = server.addIn(device(server)).object("Loading");
                    loading.object("CurrentVersion")
                            .value("SoftwareRevision", "2.0.0")
                            .value("ManufacturerUri", "");
                    loading.object("PendingVersion")
                            .value("SoftwareRevision", "")
                            .value("ManufacturerUri", "urn:left-over")
                            .value("Hash", ByteString.of(new byte[3]));
                    loading.value("UpdateKey", "secret").value("WriteBlockSize", UInteger.valueOf(0));
                    loading.value("ErrorMessage", "a String");
                    call(loading, "ValidateFiles");
                    Node transfer = loading.object("FileTransfer");
                    transfer.object("left-over", NodeIds.FileType, NodeIds.HasComponent);
                    transfer.value("0:ClientProcessingTimeout", 5.0);
                    call(transfer, "0:CloseAndCommit");
                },
                "A5 cpu/Loading",
                "S2 cpu/SoftwareRevision",
                "S4 cpu/Loading/CurrentVersion",
                "S4 cpu/Loading/PendingVersion",
                "V1 cpu/Loading/PendingVersion/Hash",
                "V3 cpu/Loading/PendingVersion/SoftwareRevision",
                "S5 cpu/Installation",
                "S17 cpu/Loading/UpdateKey",
                "S18 cpu/Loading/ValidateFiles",
                "S20 cpu/Loading/FileTransfer",
                "L2 cpu/Loading/WriteBlockSize",
                "L3 cpu/Loading/FileTransfer/ClientProcessingTimeout",
                "M1 cpu/Loading/GetUpdateBehavior",
                "M1 cpu/Loading/FileTransfer/0:GenerateFileForRead",
                "M6 cpu/Loading/ErrorMessage",
                "M7 cpu/Loading/FileTransfer/0:CloseAndCommit");
    }

    @Test
    void inDirectLoading() throws Exception {
        finds(
                server -> {
                    Node addIn = server.addIn(device(server));
                    Node loading = addIn.object("Loading", server.diId(153), NodeIds.HasComponent);
                    loading.value("UpdateBehavior", UInteger.valueOf(0));
                    addIn.machine("Installation", () -> 271);
                    addIn.machine("PrepareForUpdate", () -> 231);
                },
                "S16 cpu/Parameters",
                "S5-direct cpu/Installation",
                "G12 cpu/Loading/UpdateBehavior");
    }

    @Test
    void inTheMachines() throws Exception {
        finds(
                server -> {
                    Node addIn = server.addIn(device(server));
                    addIn.object("Loading", server.diId(171), NodeIds.HasComponent);
                    addIn.machine("Installation", () -> 271).value("PercentComplete", 40);
                    addIn.machine("PrepareForUpdate", () -> 235);
                    addIn.machine("PowerCycle", () -> 301);
                    addIn.machine("Confirmation", () -> 231).value("ConfirmationTimeout", "long");
                },
                "S10 cpu/Installation/PercentComplete",
                "S12 cpu/PrepareForUpdate",
                "S15 cpu/PowerCycle",
                "T2 cpu/Confirmation/CurrentState/Id",
                "T3 cpu/PrepareForUpdate",
                "M6 cpu/Confirmation/ConfirmationTimeout",
                "S5 cpu/Installation/InstallSoftwarePackage");
        finds(
                server -> {
                    Node addIn = server.addIn(device(server));
                    addIn.machine("PrepareForUpdate", () -> 999);
                    addIn.machine("Confirmation", () -> 323).value("ConfirmationTimeout", 5_000.0);
                },
                "T1 cpu/PrepareForUpdate/CurrentState/Id");
    }

    @Test
    void aTimeoutThatSomebodyLeftBehind() throws Exception {
        finds(
                server -> server.addIn(device(server))
                        .machine("Confirmation", () -> 323)
                        .value("ConfirmationTimeout", 5_000.0),
                "S14 cpu/Confirmation/ConfirmationTimeout");
    }

    @Test
    void addInsThatTheDriverWouldPassBy() throws Exception {
        finds(
                server -> {
                    Node set = server.deviceSet();
                    Node first = server.device(set, "first", TestDriver.PRODUCT);
                    first.object("SoftwareUpdate", NodeIds.BaseObjectType, NodeIds.Organizes);
                    Node second = server.device(set, "second", TestDriver.PRODUCT);
                    second.object("0:SoftwareUpdate", NodeIds.BaseObjectType, NodeIds.HasComponent);
                },
                "A1 first",
                "A2 second",
                "A4 second");
        finds(ScriptedServer::deviceSet, "A0 server");
    }

    @Test
    void hostileTextsReachNoTerminal() throws Exception {
        String steering = "\u001B[2J\u001B]0;owned\u0007\u202Eevil\r\n";
        Consumer<ScriptedServer> script = server -> {
            Node device = device(server);
            device.value("Manufacturer", LocalizedText.english(steering));
            device.value("SerialNumber", "9".repeat(100_000));
            Node addIn = server.addIn(device);
            addIn.value("UpdateStatus", LocalizedText.english(steering));
            addIn.object("Loading").object("CurrentVersion").value("SoftwareRevision", steering);
        };
        for (CommandRun run : new CommandRun[] {probe(script), probe(script, "--json")}) {
            assertThat(run.out()).contains("evil").doesNotContain("\u001B", "\u0007", "\u202E", "\r");
            assertThat(run.out()).doesNotContain("9".repeat(300));
        }
    }

    @Test
    void manyAddInsEndAtABound() throws Exception {
        CommandRun run = probe(
                server -> {
                    Node set = server.deviceSet();
                    for (int i = 0; i < 40; i++) {
                        server.addIn(server.device(set, "d" + i, "P-" + i));
                    }
                },
                "--json");
        assertThat(json(run).get("softwareUpdates")).hasSize(32);
        assertThat(json(run).get("complete").asBoolean()).isFalse();
        assertThat(json(run).get("deviations")).map(d -> d.get("id").asText()).contains("X2");
    }
}
