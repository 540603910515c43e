package org.millwright.equipment.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.milo.opcua.sdk.core.AccessLevel;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.server.EndpointConfig;
import org.eclipse.milo.opcua.sdk.server.ManagedNamespaceWithLifecycle;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfigLimits;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.sdk.server.items.MonitoredItem;
import org.eclipse.milo.opcua.sdk.server.nodes.UaMethodNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaNodeContext;
import org.eclipse.milo.opcua.sdk.server.nodes.UaObjectNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.sdk.server.nodes.filters.AttributeFilter;
import org.eclipse.milo.opcua.sdk.server.nodes.filters.AttributeFilterContext;
import org.eclipse.milo.opcua.sdk.server.util.SubscriptionModel;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.DefaultCertificateManager;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DiagnosticInfo;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransport;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransportConfig;
import org.jspecify.annotations.Nullable;

/** A server that says exactly what a test wants it to say, sense or nonsense. DI has no usual namespace index. */
final class ScriptedServer implements AutoCloseable {
    private final OpcUaServer server;
    private final Space di;
    private final Space vendor;
    private final String endpoint;

    private ScriptedServer(OpcUaServerConfigLimits limits) throws IOException {
        int port = freePort();
        endpoint = "opc.tcp://127.0.0.1:" + port + "/scripted";
        server = new OpcUaServer(
                config(port, limits),
                _ -> new OpcTcpServerTransport(
                        OpcTcpServerTransportConfig.newBuilder().build()));
        vendor = new Space(server, "urn:test:vendor");
        di = new Space(server, SoftwareUpdateNodes.DI);
    }

    static ScriptedServer start(Consumer<ScriptedServer> script) throws IOException {
        return start(new OpcUaServerConfigLimits() {}, script);
    }

    static ScriptedServer start(OpcUaServerConfigLimits limits, Consumer<ScriptedServer> script) throws IOException {
        ScriptedServer scripted = new ScriptedServer(limits);
        script.accept(scripted);
        scripted.vendor.startup();
        scripted.di.startup();
        scripted.server.startup().join();
        return scripted;
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private static OpcUaServerConfig config(int port, OpcUaServerConfigLimits limits) {
        return OpcUaServerConfig.builder()
                .setApplicationName(LocalizedText.english("scripted"))
                .setApplicationUri("urn:test:scripted")
                .setProductUri("urn:test")
                .setCertificateManager(new DefaultCertificateManager(new MemoryCertificateQuarantine()))
                .setLimits(limits)
                .setEndpoints(Set.of(EndpointConfig.newBuilder()
                        .setBindAddress("127.0.0.1")
                        .setHostname("127.0.0.1")
                        .setBindPort(port)
                        .setPath("/scripted")
                        .setSecurityPolicy(SecurityPolicy.None)
                        .setSecurityMode(MessageSecurityMode.None)
                        .addTokenPolicies(OpcUaServerConfig.USER_TOKEN_POLICY_ANONYMOUS)
                        .build()))
                .build();
    }

    String endpoint() {
        return endpoint;
    }

    OpcUaServer server() {
        return server;
    }

    NodeId diId(int number) {
        return new NodeId(di.getNamespaceIndex(), number);
    }

    Node deviceSet() {
        return root(5001, "DeviceSet");
    }

    /** One of DI's objects below Objects, with its own id. */
    Node root(int number, String name) {
        Node node = di.object(diId(number), di.name(name), NodeIds.BaseObjectType);
        new Node(di, NodeIds.ObjectsFolder).link(NodeIds.Organizes, node.id());
        return node;
    }

    Node objects() {
        return new Node(vendor, NodeIds.ObjectsFolder);
    }

    /** A device with nameplate and an AddIn with CachedLoading, whose members the test adds. */
    Node device(Node parent, String name, String product) {
        Node device = parent.vendorObject(name, NodeIds.HasComponent);
        device.value("ManufacturerUri", TestDriver.MAKER).value("ProductCode", product);
        device.value("SoftwareRevision", "1.0.0");
        return device;
    }

    Node addIn(Node host) {
        return host.object("SoftwareUpdate", NodeIds.BaseObjectType, NodeIds.HasAddIn);
    }

    @Override
    public void close() {
        server.shutdown().join();
    }

    /** What a method does. */
    interface Script {
        Object[] call(Variant[] inputs) throws UaException;
    }

    /** A node and what hangs below it. Names are DI's but for those with {@code 0:}. */
    final class Node {
        private final Space space;
        private final NodeId id;

        private Node(Space space, NodeId id) {
            this.space = space;
            this.id = id;
        }

        NodeId id() {
            return id;
        }

        Node link(NodeId reference, NodeId target) {
            space.context()
                    .getNodeManager()
                    .addReferences(new Reference(id, reference, target.expanded(), true), server.getNamespaceTable());
            return this;
        }

        Node vendorObject(String name, NodeId reference) {
            Node child = vendor.object(vendor.next(), vendor.name(name), NodeIds.BaseObjectType);
            link(reference, child.id);
            return child;
        }

        Node object(String name) {
            return object(name, NodeIds.BaseObjectType, NodeIds.HasComponent);
        }

        Node object(String name, NodeId type, NodeId reference) {
            Node child = vendor.object(vendor.next(), di.name(name), type);
            link(reference, child.id);
            return child;
        }

        /** A state machine in the state that the supplier names by its number in DI, or any other value. */
        Node machine(String name, Supplier<Object> state) {
            Node machine = object(name);
            Node current = machine.variable("0:CurrentState", () -> LocalizedText.english("?"));
            current.variable("0:Id", () -> state.get() instanceof Integer number ? diId(number) : state.get());
            return machine;
        }

        Node value(String name, Object value) {
            variable(name, () -> value);
            return this;
        }

        Node variable(String name, Supplier<@Nullable Object> value) {
            return variable(name, value, _ -> {});
        }

        Node variable(String name, Supplier<@Nullable Object> value, Consumer<Object> written) {
            UaVariableNode node = new UaVariableNode(
                    space.context(),
                    vendor.next(),
                    di.name(name),
                    LocalizedText.english(name),
                    LocalizedText.NULL_VALUE,
                    uint(0),
                    uint(0));
            node.setDataType(NodeIds.BaseDataType);
            node.setValueRank(-2);
            node.setAccessLevel(AccessLevel.toValue(AccessLevel.READ_WRITE));
            node.setUserAccessLevel(AccessLevel.toValue(AccessLevel.READ_WRITE));
            node.getFilterChain().addLast(new Live(value, written));
            space.context().getNodeManager().addNode(node);
            link(NodeIds.HasComponent, node.getNodeId());
            return new Node(space, node.getNodeId());
        }

        Node method(String name, Script script) {
            UaMethodNode node = new UaMethodNode(
                    space.context(),
                    vendor.next(),
                    di.name(name),
                    LocalizedText.english(name),
                    LocalizedText.NULL_VALUE,
                    uint(0),
                    uint(0),
                    true,
                    true);
            node.setInvocationHandler((_, request) -> answer(script, request.getInputArguments()));
            space.context().getNodeManager().addNode(node);
            link(NodeIds.HasComponent, node.getNodeId());
            return this;
        }
    }

    private static CallMethodResult answer(Script script, Variant @Nullable [] inputs) {
        try {
            Variant[] outputs = Arrays.stream(script.call(inputs == null ? new Variant[0] : inputs))
                    .map(Variant::of)
                    .toArray(Variant[]::new);
            return result(StatusCode.GOOD, outputs);
        } catch (UaException e) {
            return result(e.getStatusCode(), new Variant[0]);
        }
    }

    private static CallMethodResult result(StatusCode status, Variant[] outputs) {
        return new CallMethodResult(status, new StatusCode[0], new DiagnosticInfo[0], outputs);
    }

    private record Live(Supplier<@Nullable Object> value, Consumer<Object> written) implements AttributeFilter {
        @Override
        public @Nullable Object getAttribute(AttributeFilterContext context, AttributeId attribute) {
            if (attribute != AttributeId.Value) {
                return context.getAttribute(attribute);
            }
            Object now = value.get();
            return now instanceof StatusCode status
                    ? new DataValue(status)
                    : new DataValue(now == null ? Variant.NULL_VALUE : Variant.of(now));
        }

        @Override
        public void writeAttribute(AttributeFilterContext context, AttributeId attribute, @Nullable Object value) {
            if (value instanceof DataValue data && data.value().value() != null) {
                written.accept(data.value().value());
            }
        }
    }

    private final class Space extends ManagedNamespaceWithLifecycle {
        private final SubscriptionModel sampling;
        private final AtomicInteger ids = new AtomicInteger();

        Space(OpcUaServer server, String uri) {
            super(server, uri);
            sampling = new SubscriptionModel(server, this);
            getLifecycleManager().addLifecycle(sampling);
        }

        UaNodeContext context() {
            return getNodeContext();
        }

        NodeId next() {
            return new NodeId(getNamespaceIndex(), "n" + ids.incrementAndGet());
        }

        QualifiedName name(String name) {
            UShort own = getNamespaceIndex();
            return name.startsWith("0:") ? new QualifiedName(0, name.substring(2)) : new QualifiedName(own, name);
        }

        Node object(NodeId id, QualifiedName name, NodeId type) {
            UaNodeContext context = getNodeContext();
            context.getNodeManager()
                    .addNode(new UaObjectNode(
                            context, id, name, LocalizedText.english("?"), LocalizedText.NULL_VALUE, uint(0), uint(0)));
            context.getNodeManager().addReference(new Reference(id, NodeIds.HasTypeDefinition, type.expanded(), true));
            return new Node(this, id);
        }

        @Override
        public void onDataItemsCreated(List<DataItem> items) {
            sampling.onDataItemsCreated(items);
        }

        @Override
        public void onDataItemsModified(List<DataItem> items) {
            sampling.onDataItemsModified(items);
        }

        @Override
        public void onDataItemsDeleted(List<DataItem> items) {
            sampling.onDataItemsDeleted(items);
        }

        @Override
        public void onMonitoringModeChanged(List<MonitoredItem> items) {
            sampling.onMonitoringModeChanged(items);
        }
    }
}
