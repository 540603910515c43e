package org.millwright.simulators.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.millwright.simulators.config.ServerSettings;
import org.millwright.simulators.config.ServerSettings.AddInReference;
import org.millwright.simulators.config.ServerSettings.Language;
import org.millwright.simulators.config.ServerSettings.Layout;
import org.millwright.simulators.config.ServerSettings.Layout.Tree;
import org.millwright.simulators.config.ServerSettings.NameplatePlace;
import org.millwright.simulators.config.ServerSettings.Namespaces;

/** What a client finds of a server that is laid out unusually. */
class LayoutTest {
    private static final String DEVICE = "di:DeviceSet/p:tiny";
    private static final String UPDATE = DEVICE + "/di:SoftwareUpdate";

    private final TinyPlc plc = new TinyPlc();

    @Test
    void afterEachBootEveryNamespaceHasAnotherIndexAndTheUpdateStillWorks() throws Exception {
        Layout layout = new Layout(Namespaces.RESHUFFLED, Language.EN, NameplatePlace.HOST, Tree.STANDARD);
        try (PlcServer server = start(layout)) {
            List<String> before = List.of();
            for (int boot = 0; boot < 4; boot++) {
                try (Client client = Client.connect(server.endpoint())) {
                    List<String> now = client.namespaces();
                    assertThat(now.subList(2, now.size())).contains(Di.URI, DeviceNodes.URI);
                    for (String uri : now.subList(2, now.size())) {
                        assertThat(before.indexOf(uri)).as(uri).isNotEqualTo(now.indexOf(uri));
                    }
                    before = now;
                    assertThat(updates(client, "1." + boot)).isEqualTo(StatusCode.GOOD);
                }
                plc.powerOff();
                plc.powerOn();
            }
        }
    }

    private static StatusCode updates(Client client, String revision) throws UaException {
        return client.send(
                UPDATE + "/di:Loading/di:FileTransfer", Variant.ofInt32(1), TinyPlc.packageBytes(revision), 1000);
    }

    @Test
    void germanStatesHaveOtherTextsAndTheSameIds() throws Exception {
        Layout layout = new Layout(Namespaces.FIXED, Language.DE, NameplatePlace.HOST, Tree.STANDARD);
        try (PlcServer server = start(layout);
                Client client = Client.connect(server.endpoint())) {
            String prepare = UPDATE + "/di:PrepareForUpdate";
            assertThat(client.read(prepare + "/ua:CurrentState")).isEqualTo(new LocalizedText("de", "Leerlauf"));
            assertThat(client.read(prepare + "/ua:CurrentState/ua:Id")).isEqualTo(client.di(231));
            client.call(prepare + "/di:Prepare");
            assertThat(client.read(prepare + "/ua:CurrentState"))
                    .isEqualTo(new LocalizedText("de", "Zur Aktualisierung bereit"));
            assertThat(client.read(UPDATE + "/di:UpdateStatus"))
                    .isEqualTo(new LocalizedText("de", "Aktualisierung: all well"));
            assertThat(client.browse(client.id(DEVICE), NodeIds.HasAddIn))
                    .singleElement()
                    .extracting(ReferenceDescription::getDisplayName)
                    .isEqualTo(new LocalizedText("de", "Softwareaktualisierung"));
            Client.TempFile file =
                    client.generate(UPDATE + "/di:Loading/di:FileTransfer/ua:GenerateFileForRead", Variant.ofInt32(0));
            assertThat(client.displayName(file.node()).locale())
                    .as("nodes that come later too")
                    .isEqualTo("de");
            assertThat(client.write(UPDATE + "/di:Confirmation/di:ConfirmationTimeout", 1000.0))
                    .as("what could be written still can")
                    .isEqualTo(StatusCode.GOOD);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theNameplateIsWhereItIsToBe(NameplatePlace place) throws Exception {
        Layout layout = new Layout(Namespaces.FIXED, Language.EN, place, Tree.STANDARD);
        try (PlcServer server = start(layout);
                Client client = Client.connect(server.endpoint())) {
            NodeId device = client.id(DEVICE);
            boolean inGroup = place == NameplatePlace.IDENTIFICATION;
            assertThat(client.find(device, "di:ProductCode").isPresent()).isNotEqualTo(inGroup);
            assertThat(client.find(device, "di:Identification/di:ProductCode").isPresent())
                    .isEqualTo(inGroup);
            assertThat(client.browse(device, NodeIds.HasInterface)).hasSize(place == NameplatePlace.INTERFACE ? 1 : 0);
            assertThat(client.read(DEVICE + (inGroup ? "/di:Identification" : "") + "/di:SoftwareRevision"))
                    .isEqualTo(TinyPlc.OLD);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 6})
    void theDeviceHangsByAVendorsReferenceThatAGenericClientCanFollow(int nesting) throws Exception {
        Tree tree = new Tree(nesting, AddInReference.HAS_ADD_IN, 0, 0);
        try (PlcServer server = start(Layout.STANDARD.with(tree));
                Client client = Client.connect(server.endpoint())) {
            StringBuilder path = new StringBuilder("di:DeviceSet");
            for (int level = 1; level <= nesting; level++) {
                path.append("/v:rack-").append(level);
            }
            assertThat(client.read(path + "/p:tiny/di:SerialNumber")).isEqualTo("S-1");
            assertThat(client.browse(client.id("di:DeviceSet"), NodeIds.HasComponent))
                    .singleElement()
                    .satisfies(rack -> assertThat(rack.getReferenceTypeId().getNamespaceIndex())
                            .isEqualTo(client.id(path.toString()).getNamespaceIndex()));
        }
    }

    @ParameterizedTest
    @CsvSource({"HAS_ADD_IN, 1", "HAS_COMPONENT, 0", "VENDOR, 0"})
    void theAddInHangsByTheWantedReferenceAlone(AddInReference wanted, int asAddIn) throws Exception {
        try (PlcServer server = start(Layout.STANDARD.with(new Tree(0, wanted, 0, 0)));
                Client client = Client.connect(server.endpoint())) {
            NodeId device = client.id(DEVICE);
            assertThat(client.browse(device, NodeIds.HasAddIn)).hasSize(asAddIn);
            List<ReferenceDescription> found = client.browse(device, NodeIds.HasComponent).stream()
                    .filter(each -> client.di(Di.SOFTWARE_UPDATE).expanded().equals(each.getTypeDefinition()))
                    .toList();
            assertThat(found).singleElement().satisfies(reference -> {
                boolean plain = reference.getReferenceTypeId().equals(NodeIds.HasComponent);
                assertThat(plain).isEqualTo(wanted == AddInReference.HAS_COMPONENT);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aSearchByBreadthMeetsAnotherProductsUpdateFirst(int nesting) throws Exception {
        Tree tree = new Tree(nesting, AddInReference.VENDOR, 3, 0);
        try (PlcServer server = start(Layout.STANDARD.with(tree));
                Client client = Client.connect(server.endpoint())) {
            List<NodeId> hosts = hostsByBreadth(client);
            List<Object> products = new ArrayList<>();
            for (NodeId host : hosts) {
                NodeId code = client.find(host, "di:ProductCode").orElseThrow();
                products.add(Optional.ofNullable(client.readValue(code).value().value())
                        .orElse("none"));
            }
            assertThat(products).startsWith("QM-1").contains("TP-1", "QM-2", "QM-3");
            assertThat(products).doesNotHaveDuplicates();
        }
    }

    /** Objects that have a SoftwareUpdate, in the order in which a search by breadth meets them, each once. */
    private static List<NodeId> hostsByBreadth(Client client) throws UaException {
        List<NodeId> hosts = new ArrayList<>();
        List<NodeId> seen = new ArrayList<>();
        Queue<NodeId> next = new ArrayDeque<>(List.of(client.id("di:DeviceSet")));
        while (!next.isEmpty()) {
            NodeId node = next.remove();
            for (ReferenceDescription each : client.browse(node, NodeIds.HasComponent)) {
                NodeId child = each.getNodeId()
                        .toNodeId(client.milo().getNamespaceTable())
                        .orElseThrow();
                if ("SoftwareUpdate".equals(each.getBrowseName().name())) {
                    hosts.add(node);
                } else if (!seen.contains(child)) {
                    seen.add(child);
                    next.add(child);
                }
            }
        }
        return hosts;
    }

    @Test
    void theMethodsOfAModuleAreNotSupported() throws Exception {
        try (PlcServer server = start(Layout.STANDARD.with(new Tree(0, AddInReference.HAS_ADD_IN, 1, 0)));
                Client client = Client.connect(server.endpoint())) {
            String loading = DEVICE + "/v:module-1/di:SoftwareUpdate/di:Loading";
            assertThat(client.read(loading + "/di:CurrentVersion/di:SoftwareRevision"))
                    .isEqualTo("0.9.1")
                    .isEqualTo(client.read(DEVICE + "/v:module-1/di:SoftwareRevision"));
            assertThat(client.call(loading + "/di:FileTransfer/ua:GenerateFileForWrite", 1)
                            .status()
                            .value())
                    .isEqualTo(StatusCodes.Bad_NotSupported);
        }
    }

    private PlcServer start(Layout layout) throws IOException {
        var look = ServerSettings.STANDARD.with(layout);
        return PlcServer.start(plc, new PlcServer.Settings(0, Optional.empty(), look, Clock.systemUTC()));
    }
}
