package org.millwright.mes.model;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.server.EndpointConfig;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.DefaultCertificateManager;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransport;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransportConfig;

/** The model in a bare server on loopback with two lines, and a client that has not been told of any of our types. */
final class ModelServer implements AutoCloseable {
    private final OpcUaServer server;
    private final JobModel model;
    private final LineNodes line7;
    private final LineNodes line8;
    private final OpcUaClient client;
    private final Names names;

    private ModelServer(int port) throws UaException {
        server = new OpcUaServer(
                config(port),
                _ -> new OpcTcpServerTransport(
                        OpcTcpServerTransportConfig.newBuilder().build()));
        model = JobModel.addTo(server);
        line7 = model.addLine("line7");
        line8 = model.addLine("line8");
        server.startup().join();
        client = OpcUaClient.create("opc.tcp://127.0.0.1:" + port + "/mes");
        client.connect();
        names = new Names(client.readNamespaceTable(), Names.MILLWRIGHT);
    }

    static ModelServer start() throws IOException, UaException {
        return new ModelServer(freePort());
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private static OpcUaServerConfig config(int port) {
        return OpcUaServerConfig.builder()
                .setApplicationName(LocalizedText.english("model"))
                .setApplicationUri("urn:test:model")
                .setProductUri("urn:test")
                .setCertificateManager(new DefaultCertificateManager(new MemoryCertificateQuarantine()))
                .setEndpoints(Set.of(EndpointConfig.newBuilder()
                        .setBindAddress("127.0.0.1")
                        .setHostname("127.0.0.1")
                        .setBindPort(port)
                        .setPath("/mes")
                        .setSecurityPolicy(SecurityPolicy.None)
                        .setSecurityMode(MessageSecurityMode.None)
                        .addTokenPolicies(OpcUaServerConfig.USER_TOKEN_POLICY_ANONYMOUS)
                        .build()))
                .build();
    }

    LineNodes line7() {
        return line7;
    }

    LineNodes line8() {
        return line8;
    }

    OpcUaServer server() {
        return server;
    }

    OpcUaClient client() {
        return client;
    }

    /** As the client's namespace table has them. */
    Names names() {
        return names;
    }

    /** Lets the client read structures as records. */
    void teachClient() {
        Structures.register(client.getStaticDataTypeManager(), client.getNamespaceTable());
    }

    Object attribute(NodeId node, AttributeId attribute) throws UaException {
        DataValue value = Objects.requireNonNull(client.read(
                        0,
                        TimestampsToReturn.Neither,
                        List.of(new ReadValueId(node, attribute.uid(), null, QualifiedName.NULL_VALUE)))
                .getResults())[0];
        return Objects.requireNonNull(value.getValue().getValue(), () -> node + " " + value.getStatusCode());
    }

    DataValue value(NodeId node) throws UaException {
        return client.readValue(0, TimestampsToReturn.Neither, node);
    }

    List<ReferenceDescription> references(NodeId node, NodeId type, BrowseDirection direction) throws UaException {
        var description = new BrowseDescription(node, direction, type, true, Unsigned.uint(0), Unsigned.uint(63));
        return Arrays.asList(Objects.requireNonNull(client.browse(description).getReferences()));
    }

    /** Browse names of what hangs on a node by any hierarchical reference. */
    List<QualifiedName> members(NodeId node) throws UaException {
        return references(node, NodeIds.HierarchicalReferences, BrowseDirection.Forward).stream()
                .map(ReferenceDescription::getBrowseName)
                .toList();
    }

    CallMethodResult call(NodeId object, NodeId method, Variant... inputs) throws UaException {
        return Objects.requireNonNull(client.call(List.of(new CallMethodRequest(object, method, inputs)))
                .getResults())[0];
    }

    @Override
    public void close() throws UaException {
        client.disconnect();
        model.close();
        server.shutdown().join();
    }
}
