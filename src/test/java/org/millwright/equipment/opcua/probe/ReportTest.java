package org.millwright.equipment.opcua.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.millwright.equipment.opcua.probe.NodeSeen.Access;
import org.millwright.equipment.opcua.probe.NodeSeen.ArgumentSeen;
import org.millwright.equipment.opcua.probe.NodeSeen.Kind;
import org.millwright.equipment.opcua.probe.NodeSeen.Label;
import org.millwright.equipment.opcua.probe.NodeSeen.MethodSeen;
import org.millwright.equipment.opcua.probe.NodeSeen.ValueSeen;
import org.millwright.equipment.opcua.probe.NodeSeen.VariableSeen;
import org.millwright.equipment.opcua.probe.ServerSeen.About;
import org.millwright.equipment.opcua.probe.ServerSeen.AddInSeen;
import org.millwright.equipment.opcua.probe.ServerSeen.CertificateSeen;
import org.millwright.equipment.opcua.probe.ServerSeen.Cut;
import org.millwright.equipment.opcua.probe.ServerSeen.EndpointSeen;
import org.millwright.equipment.opcua.probe.ServerSeen.TokenSeen;

/** What no server in these tests can be made to show, told as if it had been seen. */
class ReportTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final String APPLICATION = "urn:works:plc";
    private static final About FINE = new About(
            Map.of(),
            Optional.of(0),
            Optional.of(Duration.ZERO),
            Map.of(),
            List.of(NodeSeen.UA, APPLICATION, NodeSeen.DI));

    private static EndpointSeen endpoint(String policy, String mode, CertificateSeen certificate, TokenSeen... tokens) {
        return new EndpointSeen(
                "opc.tcp://plc:4840", policy, mode, APPLICATION, List.of(tokens), Optional.of(certificate));
    }

    private static CertificateSeen certificate(String validTo, String application, String host, int bits) {
        return new CertificateSeen(
                "CN=plc",
                "00".repeat(32),
                Instant.parse("2020-01-01T00:00:00Z"),
                Instant.parse(validTo),
                application,
                List.of(host),
                bits,
                "SHA256withRSA",
                false);
    }

    private static List<String> found(EndpointSeen endpoint, About about, Optional<Cut> cut, AddInSeen... addIns) {
        ServerSeen server = new ServerSeen(
                "opc.tcp://plc:4840", "no security, anonymous", List.of(endpoint), about, List.of(addIns), cut);
        return Report.of(server, NOW).deviations().stream()
                .map(d -> d.rule().id())
                .toList();
    }

    private static List<String> found(EndpointSeen endpoint) {
        return found(endpoint, FINE, Optional.empty());
    }

    private static final CertificateSeen GOOD = certificate("2030-01-01T00:00:00Z", APPLICATION, "plc", 2048);
    private static final EndpointSeen SECURE =
            endpoint("Basic256Sha256", "SignAndEncrypt", GOOD, new TokenSeen("UserName", "Basic256Sha256"));

    @Test
    void aGoodServerHasOnlyNoUpdate() {
        assertThat(found(SECURE)).containsExactly("A0");
    }

    @Test
    void certificatesAreJudgedByDayNameAndStrength() {
        assertThat(found(endpoint(
                        "Basic256Sha256",
                        "SignAndEncrypt",
                        certificate("2026-01-01T00:00:00Z", "urn:other", "elsewhere", 1024))))
                .contains("E1", "E3", "E4", "E8")
                .doesNotContain("E2");
        assertThat(found(endpoint(
                        "Basic256Sha256",
                        "SignAndEncrypt",
                        certificate("2026-12-01T00:00:00Z", APPLICATION, "PLC", 2048))))
                .contains("E2")
                .doesNotContain("E1", "E4");
    }

    @Test
    void waysInThatProtectNothingAreNamed() {
        assertThat(found(endpoint("None", "None", GOOD, new TokenSeen("UserName", "None"))))
                .contains("E5", "E7");
        assertThat(found(endpoint("Basic128Rsa15", "Sign", GOOD)))
                .contains("E6")
                .doesNotContain("E5");
        EndpointSeen inside =
                new EndpointSeen("opc.tcp://10.0.0.7:4840", "None", "None", APPLICATION, List.of(), Optional.empty());
        assertThat(found(inside)).contains("E9");
    }

    @Test
    void clockStateNamespacesAndLimits() {
        About odd = new About(
                Map.of(),
                Optional.of(4),
                Optional.of(Duration.ofMinutes(-6)),
                Map.of("MaxByteStringLength", 4_096L),
                List.of("urn:first", "urn:second", "", "urn:second"));
        assertThat(found(SECURE, odd, Optional.of(new Cut(true, "no answer"))))
                .contains("K1", "K2", "N1", "N2", "N3", "L1", "X1");
    }

    private static NodeSeen node(String name, Kind kind, NodeSeen... children) {
        return new NodeSeen(
                new Label(NodeSeen.DI, name, kind, List.of("i=47"), List.of("di;i=1", "di;i=171")),
                Optional.empty(),
                Optional.empty(),
                List.of(children));
    }

    private static NodeSeen value(String name, VariableSeen variable) {
        NodeSeen bare = node(name, Kind.VARIABLE);
        return new NodeSeen(bare.label(), Optional.of(variable), Optional.empty(), List.of());
    }

    private static NodeSeen method(String namespace, String name, MethodSeen method) {
        return new NodeSeen(
                new Label(namespace, name, Kind.METHOD, List.of("i=47"), List.of()),
                Optional.empty(),
                Optional.of(method),
                List.of());
    }

    private static AddInSeen addIn(NodeSeen... members) {
        return new AddInSeen("cpu", node("cpu", Kind.OBJECT), node("SoftwareUpdate", Kind.OBJECT, members));
    }

    private static VariableSeen duration(boolean writable, boolean userWritable) {
        return new VariableSeen(
                List.of("i=290"),
                -1,
                new Access(true, writable, userWritable),
                "Good",
                Optional.of(new ValueSeen("Double", false, List.of("0.0"), 0)));
    }

    private static List<String> found(AddInSeen addIn) {
        return found(SECURE, FINE, Optional.empty(), addIn);
    }

    @Test
    void aTimeoutThatNobodyMayWrite() {
        assertThat(found(
                        addIn(node("Confirmation", Kind.OBJECT, value("ConfirmationTimeout", duration(false, false))))))
                .contains("G1");
        assertThat(found(addIn(node("Confirmation", Kind.OBJECT, value("ConfirmationTimeout", duration(true, false))))))
                .contains("G1-user")
                .doesNotContain("G1");
    }

    @Test
    void valuesThatCannotBeReadOrHaveAnotherShape() {
        VariableSeen refused = new VariableSeen(
                List.of("i=6"), 1, new Access(true, false, false), "Bad_NotReadable", Optional.empty());
        assertThat(found(addIn(value("VendorErrorCode", refused)))).contains("M4", "M5");
        assertThat(found(addIn(node("VendorErrorCode", Kind.OBJECT)))).contains("M2");
    }

    @Test
    void optionsOfATransferAreOfTheStandardsType() {
        assertThat(found(generate("i=12"))).contains("G7").doesNotContain("G7-base");
        assertThat(found(generate("i=24"))).contains("G7-base").doesNotContain("G7");
        assertThat(found(generate("di;i=331"))).doesNotContain("G7", "G7-base");
        assertThat(found(generate("i=12"))).contains("M8", "M7-names");
    }

    private static AddInSeen generate(String type) {
        MethodSeen method = new MethodSeen(
                false,
                false,
                List.of(new ArgumentSeen("Wish", List.of(type), -1)),
                List.of(
                        new ArgumentSeen("FileNodeId", List.of("i=17"), -1),
                        new ArgumentSeen("FileHandle", List.of("i=7"), -1)));
        return addIn(node(
                "Loading",
                Kind.OBJECT,
                node("FileTransfer", Kind.OBJECT, method(NodeSeen.UA, "GenerateFileForWrite", method))));
    }

    @Test
    void aVendorErrorThatHangsAsAProperty() {
        NodeSeen property = new NodeSeen(
                new Label(NodeSeen.DI, "VendorErrorCode", Kind.VARIABLE, List.of("i=46", "i=44"), List.of()),
                Optional.of(duration(false, false)),
                Optional.empty(),
                List.of());
        assertThat(found(addIn(property))).contains("G14", "M3");
    }
}
