package org.millwright.equipment.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millwright.CommandRun;
import org.millwright.equipment.UpdateState;
import org.millwright.simulators.config.UpdateSettings;

/** The command as a person or a script uses it. */
class ProbeCommandTest {
    /** All that a probe may ask for. */
    private static final List<NodeId> LOOKING = List.of(
            NodeIds.GetEndpointsRequest_Encoding_DefaultBinary,
            NodeIds.CreateSessionRequest_Encoding_DefaultBinary,
            NodeIds.ActivateSessionRequest_Encoding_DefaultBinary,
            NodeIds.BrowseRequest_Encoding_DefaultBinary,
            NodeIds.BrowseNextRequest_Encoding_DefaultBinary,
            NodeIds.ReadRequest_Encoding_DefaultBinary,
            NodeIds.CloseSessionRequest_Encoding_DefaultBinary);

    @TempDir
    private static Path data = Path.of("");

    private static CommandRun probe(String... command) {
        return CommandRun.of(Stream.concat(
                        Stream.of("probe"), Stream.concat(Stream.of(command), Stream.of("--data", data.toString())))
                .toArray(String[]::new));
    }

    private static int number(NodeId encoding) {
        return ((UInteger) encoding.getIdentifier()).intValue();
    }

    @Test
    void nothingIsTouched() throws Exception {
        try (ShapedPlc plc = new ShapedPlc(UpdateSettings.USUAL);
                ServiceRecorder recorder =
                        new ServiceRecorder(URI.create(plc.endpoint()).getPort())) {
            plc.stage(ShapedPlc.UPGRADE);
            UpdateState before = plc.state();
            CommandRun run = probe("opc.tcp://127.0.0.1:%d/first".formatted(recorder.port()));

            assertThat(run.code()).isZero();
            assertThat(plc.state()).isEqualTo(before);
            Set<Integer> asked =
                    Set.copyOf(recorder.services().stream().filter(s -> s != 0).toList());
            assertThat(LOOKING).map(ProbeCommandTest::number).containsAll(asked);
            assertThat(asked)
                    .contains(
                            number(NodeIds.ReadRequest_Encoding_DefaultBinary),
                            number(NodeIds.CloseSessionRequest_Encoding_DefaultBinary));
        }
    }

    @Test
    void theJsonIsTheSameEachTimeButForTheClock() throws Exception {
        try (ShapedPlc plc = new ShapedPlc(UpdateSettings.USUAL)) {
            String first = probe(plc.endpoint(), "--json").out();
            String second = probe(plc.endpoint(), "--json").out();
            String clock = "\"clockOffsetMs\": -?\\d+";

            assertThat(second.replaceAll(clock, "")).isEqualTo(first.replaceAll(clock, ""));
            JsonNode json = new ObjectMapper().readTree(first);
            assertThat(json.at("/conforming").asBoolean()).isTrue();
            assertThat(json.at("/softwareUpdates/0/loading").asText()).isEqualTo("cached");
            assertThat(json.at("/softwareUpdates/0/nameplate/ProductCode").asText())
                    .isEqualTo(TestDriver.PRODUCT);
            assertThat(json.at("/softwareUpdates/0/versions/0/softwareRevision").asText())
                    .isEqualTo(ShapedPlc.OLD);
            assertThat(json.at("/softwareUpdates/0/states/Installation").asText())
                    .isEqualTo("Idle");
            assertThat(json.at("/softwareUpdates/0/options/Lock").asBoolean()).isFalse();
            assertThat(json.at("/softwareUpdates/0/options/Confirmation").asBoolean())
                    .isTrue();
        }
    }

    @Test
    void aSecureWayInNeedsTheCertificateTrustedAndSaysHow() throws Exception {
        try (ShapedPlc plc = new ShapedPlc(UpdateSettings.USUAL)) {
            CommandRun refused = probe(plc.endpoint(), "--security", "basic256sha256");
            assertThat(refused.code()).isEqualTo(3);
            assertThat(refused.err()).contains("./millwright trust ADD ", "remedy");
            String digits = refused.err().replaceAll("(?s).*trust ADD ([0-9a-f]+).*", "$1");
            assertThat(CommandRun.of("trust", "ADD", digits, "--data", data.toString())
                            .code())
                    .isZero();

            CommandRun looked = probe(plc.endpoint(), "--security", "basic256sha256");
            assertThat(looked.code()).isZero();
            assertThat(looked.out()).contains("Basic256Sha256, signed and encrypted, anonymous", "trusted");
        }
    }

    @Test
    void whoIsNotThereOrSaysNothingIsNamed() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CommandRun run = probe("opc.tcp://127.0.0.1:" + silent.getLocalPort(), "--timeout", "1");
            assertThat(run.code()).isEqualTo(3);
            assertThat(run.err()).contains("no answer in time", "--timeout");
        }
        CommandRun nobody = probe("opc.tcp://127.0.0.1:1", "--json");
        assertThat(nobody.code()).isEqualTo(3);
        JsonNode json = new ObjectMapper().readTree(nobody.out());
        assertThat(json.get("connected").asBoolean()).isFalse();
        assertThat(json.get("obstacle").asText()).isEqualTo("nobody");
    }

    @Test
    void aLogInThatIsRefusedIsSaidAndNotPrinted() throws Exception {
        Path password = Files.writeString(data.resolve("password"), "hush-hush");
        try (ShapedPlc plc = new ShapedPlc(UpdateSettings.USUAL)) {
            CommandRun run = probe(plc.endpoint(), "--user", "anna", "--password-file", password.toString());
            assertThat(run.code()).isEqualTo(3);
            assertThat(run.err()).contains("UserName").doesNotContain("hush-hush");
        }
    }

    @Test
    void wishesThatCannotBeUnderstoodEndWith2() {
        assertThat(probe("modbus-tcp://127.0.0.1:502").code()).isEqualTo(2);
        assertThat(probe("modbus-tcp://127.0.0.1:502").err()).contains("--profile NAME");
        for (List<String> wrong : List.of(
                List.of("plc-7"),
                List.of("opc.tcp://"),
                List.of("opc.tcp://h", "--security", "rot13"),
                List.of("opc.tcp://h", "--user", "anna"),
                List.of("opc.tcp://h", "--password-env", "X"),
                List.of("opc.tcp://h", "--timeout", "0"))) {
            CommandRun run = probe(wrong.toArray(String[]::new));
            assertThat(run.code()).as(wrong.toString()).isEqualTo(2);
            assertThat(run.err()).doesNotContain("Exception");
        }
    }
}
