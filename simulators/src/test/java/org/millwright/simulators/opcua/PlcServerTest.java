package org.millwright.simulators.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client sees of a controller that does nothing special. */
class PlcServerTest {
    private static final String DEVICE = "di:DeviceSet/p:tiny";

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
    void namespacesComeInTheOrderOfTheWireContract() {
        assertThat(client.namespaces())
                .containsExactly(
                        "http://opcfoundation.org/UA/",
                        "urn:millwright:simulators:controller:tiny",
                        "http://opcfoundation.org/UA/DI/",
                        "urn:millwright:simulators:process");
    }

    @Test
    void nameplateIdentifiesDeviceAndSoftware() throws UaException {
        assertThat(client.read(DEVICE + "/di:Manufacturer")).isEqualTo(LocalizedText.english("Tiny Maker"));
        assertThat(client.read(DEVICE + "/di:ManufacturerUri")).isEqualTo(TinyPlc.MAKER_URI);
        assertThat(client.read(DEVICE + "/di:ProductCode")).isEqualTo("TP-1");
        assertThat(client.read(DEVICE + "/di:HardwareRevision")).isEqualTo("3");
        assertThat(client.read(DEVICE + "/di:SerialNumber")).isEqualTo("S-1");
        // OPC 10000-100 8.3.11: both revisions are the same.
        assertThat(client.read(DEVICE + "/di:SoftwareRevision"))
                .isEqualTo(TinyPlc.OLD)
                .isEqualTo(client.read(DEVICE + "/di:SoftwareUpdate/di:Loading/di:CurrentVersion/di:SoftwareRevision"));
        assertThat(client.read(DEVICE + "/di:DeviceHealth")).isEqualTo(0);
    }

    @Test
    void tagsAreReadByTheirBareNamesAndFollowTheController() throws UaException {
        assertThat(client.read(DEVICE + "/p:Alarms")).isEqualTo(new String[] {"jam", "hot"});
        assertThat(client.read(DEVICE + "/p:CycleCount")).isEqualTo(100L);
        assertThat(client.read(DEVICE + "/p:LastCycleTime")).isEqualTo(1500.0);
        NodeId parts = new NodeId(3, "PartsInStation");
        assertThat(client.readValue(parts).value().value()).isEqualTo(3);
        plc.setParts(0);
        assertThat(client.readValue(parts).value().value()).isEqualTo(0);
    }

    @Test
    void onlyTheTagsOfTheContractCanBeWritten() throws UaException {
        assertThat(client.write(DEVICE + "/p:InfeedEnabled", true)).isEqualTo(StatusCode.GOOD);
        assertThat(client.write(DEVICE + "/p:Recipe", "B")).isEqualTo(StatusCode.GOOD);
        assertThat(client.write(DEVICE + "/p:Retained.TotalParts", 8L)).isEqualTo(StatusCode.GOOD);
        assertThat(plc.process().infeedEnabled()).isTrue();
        assertThat(plc.process().recipe()).isEqualTo("B");
        assertThat(plc.retained()).containsEntry("TotalParts", 8L);

        assertThat(client.write(DEVICE + "/p:State", "Idle").value()).isEqualTo(StatusCodes.Bad_UserAccessDenied);
        assertThat(client.write(DEVICE + "/p:Retained.TotalParts", "many").value())
                .isEqualTo(StatusCodes.Bad_TypeMismatch);
    }

    @Test
    void theUpdateAddInHangsByHasAddInAndHasTheStandardsTypes() throws UaException {
        ReferenceDescription addIn = browse(client.id(DEVICE), NodeIds.HasAddIn);
        assertThat(addIn.getBrowseName().name()).isEqualTo("SoftwareUpdate");
        assertThat(addIn.getTypeDefinition()).isEqualTo(client.di(1).expanded());
        NodeId loading = client.id(DEVICE + "/di:SoftwareUpdate/di:Loading");
        assertThat(browse(loading, NodeIds.HasTypeDefinition).getNodeId())
                .isEqualTo(client.di(171).expanded());
        // The generic client follows the whole type tree; a hole in it fails here.
        assertThat(client.milo().getDataTypeTree().getBackingClass(client.di(333)))
                .isEqualTo(UInteger.class);
    }

    private ReferenceDescription browse(NodeId node, NodeId referenceType) throws UaException {
        UInteger everything = UInteger.valueOf(0xFF);
        var description =
                new BrowseDescription(node, BrowseDirection.Forward, referenceType, true, everything, everything);
        ReferenceDescription[] references = client.milo().browse(description).getReferences();
        return Optional.ofNullable(references).orElseThrow()[0];
    }

    @Test
    void aTakenPortIsAClearError() {
        int port = Integer.parseInt(server.endpoint().replaceAll(".*:(\\d+)/.*", "$1"));
        var settings = new PlcServer.Settings(port, Optional.empty(), Clock.systemUTC());
        assertThatThrownBy(() -> PlcServer.start(new TinyPlc(), settings))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("tiny")
                .hasMessageContaining(String.valueOf(port));
    }
}
