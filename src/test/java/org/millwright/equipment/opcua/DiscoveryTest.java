package org.millwright.equipment.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;
import static org.millwright.equipment.EquipmentException.Kind.REFUSED;
import static org.millwright.equipment.opcua.TestDriver.LIMIT;
import static org.millwright.equipment.opcua.TestDriver.PRODUCT;

import java.util.function.Consumer;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfigLimits;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.junit.jupiter.api.Test;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.Session;
import org.millwright.equipment.opcua.ScriptedServer.Node;

/** No way to an AddIn is prescribed (OPC 10000-100 8.4.1): it is found wherever it may hang. */
class DiscoveryTest {
    private static String found(Consumer<ScriptedServer> script) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(script);
                Session session = TestDriver.open(server.endpoint())) {
            return session.identify(LIMIT).installed().productCode();
        }
    }

    private static void refused(Consumer<ScriptedServer> script, String... words) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(script);
                Session session = TestDriver.open(server.endpoint())) {
            assertThatExceptionOfType(EquipmentException.class)
                    .isThrownBy(() -> session.observe(LIMIT))
                    .matches(e -> e.kind() == REFUSED)
                    .satisfies(e -> assertThat(e).hasMessageContainingAll(words));
        }
    }

    @Test
    void deepBelowTheDeviceSetThroughFoldersAndModules() throws Exception {
        assertThat(found(server -> {
                    Node folder = server.deviceSet().vendorObject("folder", NodeIds.Organizes);
                    Node rack = folder.vendorObject("rack", NodeIds.HasOrderedComponent);
                    Node slot = rack.vendorObject("slot", NodeIds.HasComponent);
                    server.addIn(server.device(slot, "cpu", PRODUCT));
                }))
                .isEqualTo(PRODUCT);
    }

    @Test
    void inTheTopologyOrInANetworkOrAtLastBelowObjects() throws Exception {
        assertThat(found(server -> server.addIn(server.device(server.root(6094, "DeviceTopology"), "a", PRODUCT))))
                .isEqualTo(PRODUCT);
        assertThat(found(server -> server.addIn(server.device(server.root(6078, "NetworkSet"), "b", PRODUCT))))
                .isEqualTo(PRODUCT);
        assertThat(found(server -> {
                    server.deviceSet();
                    Node machine = server.objects().vendorObject("machine", NodeIds.Organizes);
                    server.addIn(server.device(machine, "c", PRODUCT));
                }))
                .isEqualTo(PRODUCT);
    }

    @Test
    void ofSeveralTheExpectedProductCountsAlsoByItsIdentification() throws Exception {
        assertThat(found(server -> {
                    Node set = server.deviceSet();
                    server.addIn(server.device(set, "drive", "D-9"));
                    Node cpu = set.vendorObject("cpu", NodeIds.HasComponent);
                    cpu.object("Identification")
                            .value("ManufacturerUri", TestDriver.MAKER)
                            .value("ProductCode", PRODUCT)
                            .value("SoftwareRevision", "1.0.0");
                    server.addIn(cpu);
                }))
                .isEqualTo(PRODUCT);
    }

    @Test
    void betweenTwoThatFitNobodyGuesses() throws Exception {
        refused(
                server -> {
                    Node set = server.deviceSet();
                    server.addIn(server.device(set, "left", PRODUCT));
                    server.addIn(server.device(set, "right", PRODUCT));
                },
                "left",
                "right",
                PRODUCT);
    }

    @Test
    void ofSeveralOfWhichNoneFitsAllAreNamed() throws Exception {
        refused(
                server -> {
                    Node set = server.deviceSet();
                    server.addIn(server.device(set, "left", "D-1"));
                    server.addIn(server.device(set, "right", "D-2"));
                },
                "left (D-1)",
                "right (D-2)");
    }

    @Test
    void theOnlyOneCountsWhateverItIs() throws Exception {
        assertThat(found(server -> server.addIn(server.device(server.deviceSet(), "drive", "D-9"))))
                .isEqualTo("D-9");
    }

    @Test
    void aServerWithoutAnyIsRefusedInWords() throws Exception {
        refused(ScriptedServer::deviceSet, "no software update");
    }

    @Test
    void circlesAndManyObjectsEnd() throws Exception {
        assertThat(found(server -> {
                    Node set = server.deviceSet();
                    Node a = set.vendorObject("a", NodeIds.HasComponent);
                    Node b = a.vendorObject("b", NodeIds.HasComponent);
                    b.link(NodeIds.HasComponent, a.id()).link(NodeIds.Organizes, set.id());
                    for (int i = 0; i < 1_500; i++) {
                        set.vendorObject("noise-" + i, NodeIds.HasComponent);
                    }
                    server.addIn(server.device(b, "cpu", PRODUCT));
                }))
                .isEqualTo(PRODUCT);
    }

    @Test
    void anEndlessLadderIsLeftAtABound() throws Exception {
        refused(
                server -> {
                    Node rung = server.deviceSet();
                    for (int i = 0; i < 40; i++) {
                        rung = rung.vendorObject("rung", NodeIds.HasComponent);
                    }
                    server.addIn(server.device(rung, "cpu", PRODUCT));
                },
                "no AddIn");
    }

    /** A server that takes few operations in a request gets its requests in parts. */
    @Test
    void narrowLimitsAreKept() throws Exception {
        OpcUaServerConfigLimits narrow = new OpcUaServerConfigLimits() {
            @Override
            public UInteger getMaxNodesPerRead() {
                return uint(7);
            }

            @Override
            public UInteger getMaxNodesPerBrowse() {
                return uint(1);
            }

            @Override
            public UInteger getMaxNodesPerTranslateBrowsePathsToNodeIds() {
                return uint(5);
            }
        };
        Consumer<ScriptedServer> script = server -> server.addIn(server.device(server.deviceSet(), "cpu", PRODUCT));
        try (ScriptedServer server = ScriptedServer.start(narrow, script);
                Session session = TestDriver.open(server.endpoint())) {
            assertThat(session.observe(LIMIT).current().productCode()).isEqualTo(PRODUCT);
        }
    }
}
