package org.millwright.simulators.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.sdk.client.AddressSpace.BrowseOptions;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfigBuilder;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowsePath;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowsePathResult;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePath;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePathElement;
import org.jspecify.annotations.Nullable;

/**
 * An OPC UA client that names nodes by browse paths below Objects: {@code di:DeviceSet/p:tiny/di:SoftwareUpdate}, with
 * the prefixes {@code ua}, {@code di}, {@code p} and {@code v} for the namespaces by their URIs.
 */
final class Client implements AutoCloseable {
    private final OpcUaClient client;
    private final List<String> namespaces;

    private Client(OpcUaClient client) throws UaException {
        this.client = client;
        Object array = client.readValues(0, TimestampsToReturn.Neither, List.of(NodeIds.Server_NamespaceArray))
                .getFirst()
                .value()
                .value();
        namespaces = array instanceof String[] uris ? List.of(uris) : List.of();
    }

    static Client connect(String endpoint) throws UaException {
        return connect(endpoint, SecurityPolicy.None, config -> {});
    }

    static Client connect(String endpoint, SecurityPolicy policy, Consumer<OpcUaClientConfigBuilder> configure)
            throws UaException {
        OpcUaClient client = OpcUaClient.create(
                endpoint,
                endpoints -> endpoints.stream()
                        .filter(e -> policy.getUri().equals(e.getSecurityPolicyUri()))
                        .findFirst(),
                transport -> {},
                config -> configure.accept(config.setRequestTimeout(uint(10_000))));
        return new Client(client.connect());
    }

    OpcUaClient milo() {
        return client;
    }

    List<String> namespaces() {
        return namespaces;
    }

    NodeId id(String path) throws UaException {
        return find(NodeIds.ObjectsFolder, path).orElseThrow(() -> new AssertionError("no node at " + path));
    }

    Optional<NodeId> find(NodeId start, String path) throws UaException {
        RelativePathElement[] steps = Stream.of(path.split("/", -1))
                .map(step -> new RelativePathElement(NodeIds.HierarchicalReferences, false, true, name(step)))
                .toArray(RelativePathElement[]::new);
        BrowsePathResult result =
                only(client.translateBrowsePaths(List.of(new BrowsePath(start, new RelativePath(steps))))
                        .getResults());
        return result.getStatusCode().isGood()
                ? only(result.getTargets()).getTargetId().toNodeId(client.getNamespaceTable())
                : Optional.empty();
    }

    private static <T> T only(T @Nullable [] results) {
        return Optional.ofNullable(results).orElseThrow()[0];
    }

    private QualifiedName name(String step) {
        String[] parts = step.split(":", 2);
        int index = switch (parts[0]) {
            case "ua" -> 0;
            case "di" -> namespaces.indexOf(Di.URI);
            case "p" -> namespaces.indexOf(DeviceNodes.URI);
            case "v" -> namespaces.indexOf(ModelNamespaces.VENDOR_URI);
            default -> throw new IllegalArgumentException(step);
        };
        return new QualifiedName(index, parts[1]);
    }

    /** A DI number as a node id of this server. */
    NodeId di(int number) {
        return new NodeId(namespaces.indexOf(Di.URI), number);
    }

    /** What the references of this type and its subtypes lead to, in the server's order. */
    List<ReferenceDescription> browse(NodeId node, NodeId referenceType) throws UaException {
        BrowseOptions options = new BrowseOptions().copy(it -> it.setReferenceType(referenceType));
        return client.getAddressSpace().browse(node, options);
    }

    DataValue readValue(NodeId node) throws UaException {
        return client.readValues(0, TimestampsToReturn.Both, List.of(node)).getFirst();
    }

    LocalizedText displayName(NodeId node) throws UaException {
        return client.getAddressSpace().getNode(node).getDisplayName();
    }

    Object read(String path) throws UaException {
        return Optional.ofNullable(readValue(id(path)).value().value()).orElse("null");
    }

    StatusCode write(String path, Object value) throws UaException {
        return client.writeValues(List.of(id(path)), List.of(DataValue.valueOnly(Variant.of(value))))
                .getFirst();
    }

    /** What a method call came back with. */
    record Reply(StatusCode status, List<Variant> outputs) {
        private <T> T output(int index, Class<T> type) throws UaException {
            if (status.isBad()) {
                throw new UaException(status);
            }
            return type.cast(Optional.ofNullable(outputs.get(index).value()).orElseThrow());
        }
    }

    Reply call(NodeId object, NodeId method, Object... inputs) throws UaException {
        Variant[] values = Stream.of(inputs)
                .map(input -> input instanceof Variant variant ? variant : Variant.of(input))
                .toArray(Variant[]::new);
        CallMethodResult result = only(client.call(List.of(new CallMethodRequest(object, method, values)))
                .getResults());
        Variant[] outputs = Optional.ofNullable(result.getOutputArguments()).orElse(new Variant[0]);
        return new Reply(result.getStatusCode(), List.of(outputs));
    }

    /** Calls the method at the path, on the node above it. */
    Reply call(String path, Object... inputs) throws UaException {
        int last = path.lastIndexOf('/');
        return call(id(path.substring(0, last)), id(path), inputs);
    }

    /** A temporary file as the server handed it out. */
    record TempFile(NodeId node, UInteger handle) {}

    TempFile generate(String methodPath, Variant options) throws UaException {
        Reply reply = call(methodPath, options);
        return new TempFile(reply.output(0, NodeId.class), reply.output(1, UInteger.class));
    }

    StatusCode writeBlock(TempFile file, byte[] block) throws UaException {
        return call(file.node(), NodeIds.FileType_Write, file.handle(), ByteString.of(block))
                .status();
    }

    byte[] readBlock(TempFile file, int length) throws UaException {
        return call(file.node(), NodeIds.FileType_Read, file.handle(), length)
                .output(0, ByteString.class)
                .bytesOrEmpty();
    }

    StatusCode close(TempFile file) throws UaException {
        return call(file.node(), NodeIds.FileType_Close, file.handle()).status();
    }

    byte[] readAll(TempFile file, int blockBytes) throws UaException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] block = readBlock(file, blockBytes);
        while (block.length > 0) {
            all.writeBytes(block);
            block = readBlock(file, blockBytes);
        }
        return all.toByteArray();
    }

    /** Sends the content in blocks and commits it; the commit's status. */
    StatusCode send(String transferPath, Variant options, byte[] content, int blockBytes) throws UaException {
        TempFile file = generate(transferPath + "/ua:GenerateFileForWrite", options);
        for (int from = 0; from < content.length; from += blockBytes) {
            byte[] block = Arrays.copyOfRange(content, from, Math.min(content.length, from + blockBytes));
            StatusCode status = writeBlock(file, block);
            if (status.isBad()) {
                throw new UaException(status);
            }
        }
        return call(transferPath + "/ua:CloseAndCommit", file.handle()).status();
    }

    /** Reads the whole file that the transfer object offers and closes it. */
    byte[] fetch(String transferPath, Variant options, int blockBytes) throws UaException {
        TempFile file = generate(transferPath + "/ua:GenerateFileForRead", options);
        byte[] content = readAll(file, blockBytes);
        close(file);
        return content;
    }

    @Override
    public void close() throws UaException {
        client.disconnect();
    }
}
