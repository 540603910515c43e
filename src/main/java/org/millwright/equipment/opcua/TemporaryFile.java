package org.millwright.equipment.opcua;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.millwright.equipment.EquipmentException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One transfer by a TemporaryFileTransferType object (OPC 10000-20 4.4).
 *
 * <ol>
 *   <li>The server makes a file that is open already and valid in this session only.
 *   <li>Blocks go one after the other: calls move an implicit position, and OPC UA does not order calls that are under
 *       way together.
 *   <li>CloseAndCommit ends a write; when the server goes on working, its state machine is followed to the end.
 *   <li>{@link #close} gives up what was not committed, as far as the server still answers.
 * </ol>
 */
final class TemporaryFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TemporaryFile.class);

    /** Of FileTransferStateMachineType, OPC 10000-20 4.4.6. */
    private static final NodeId IDLE = new NodeId(0, 15815);

    private static final NodeId READ_TRANSFER = new NodeId(0, 15819);
    private static final NodeId FAILED = new NodeId(0, 15823);

    /** Kept free in a message for everything around the block. */
    private static final int ROOM_BYTES = 4_096;

    /** For servers that tell no limit: what the smallest default limits take. */
    private static final int CAUTIOUS_BLOCK_BYTES = 60 * 1_024;

    /** A server that sends more than this sends nonsense. */
    private static final long MAX_FILE_BYTES = 4L << 30;

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final Connection connection;
    private final Deadline deadline;
    private final Transfer transfer;
    private final NodeId file;
    private final UInteger handle;
    private final Variant completion;
    private final Extras extras;
    private boolean byTypeId = true;
    private boolean done;

    private TemporaryFile(Connection connection, Deadline deadline, Transfer transfer, List<Variant> generated)
            throws EquipmentException {
        this.connection = connection;
        this.deadline = deadline;
        this.transfer = transfer;
        this.file = output(generated, 0, NodeId.class);
        this.handle = output(generated, 1, UInteger.class);
        this.completion = generated.size() > 2 ? generated.get(2) : Variant.NULL_VALUE;
        this.extras = Extras.of(connection, file, deadline);
    }

    /** A transfer object and its methods. */
    record Transfer(NodeId object, NodeId read, NodeId write, NodeId commit) {}

    static TemporaryFile forRead(Connection connection, Transfer transfer, Variant options, Deadline deadline)
            throws EquipmentException {
        List<Variant> generated =
                connection.call("get a file for reading", transfer.object(), transfer.read(), deadline, options);
        return new TemporaryFile(connection, deadline, transfer, generated);
    }

    static TemporaryFile forWrite(Connection connection, Transfer transfer, Variant options, Deadline deadline)
            throws EquipmentException {
        List<Variant> generated =
                connection.call("get a file for writing", transfer.object(), transfer.write(), deadline, options);
        return new TemporaryFile(connection, deadline, transfer, generated);
    }

    private <T> T output(List<Variant> outputs, int index, Class<T> type) throws EquipmentException {
        Object value = index < outputs.size() ? outputs.get(index).value() : null;
        if (!type.isInstance(value)) {
            throw connection.failures().nonsense("gives no file");
        }
        return type.cast(value);
    }

    /**
     * The size of the blocks to write.
     *
     * @param wanted WriteBlockSize (OPC 10000-100 8.4.3.5), which is then to be used, as far as a message takes it
     */
    int blockBytes(OptionalLong wanted) {
        long message = connection.maxMessageBytes() - ROOM_BYTES;
        long told = wanted.orElse(extras.maxBlockBytes());
        return (int) Math.clamp(told, 1L, message);
    }

    void write(byte[] block) throws EquipmentException {
        call("send", FileMethod.WRITE, new Variant(handle), new Variant(ByteString.of(block)));
    }

    /** Hands the written file over and waits until the server has dealt with it. */
    void commit() throws EquipmentException {
        List<Variant> outputs = connection.call(
                "hand over the file", transfer.object(), transfer.commit(), deadline, new Variant(handle));
        done = true;
        await(outputs.isEmpty() ? Variant.NULL_VALUE : outputs.getFirst(), IDLE);
    }

    /** Copies the file, from the moment on when the server has it ready. */
    void readTo(OutputStream to) throws EquipmentException, IOException {
        await(completion, READ_TRANSFER);
        int block = blockBytes(OptionalLong.empty());
        long total = 0;
        byte[] data = read(block);
        while (data.length > 0) {
            total += data.length;
            if (total > MAX_FILE_BYTES || data.length > block) {
                throw connection.failures().nonsense("sends more than a file has");
            }
            to.write(data);
            data = read(block);
        }
    }

    private byte[] read(int bytes) throws EquipmentException {
        List<Variant> outputs = call("receive", FileMethod.READ, new Variant(handle), Variant.ofInt32(bytes));
        Variant data = outputs.isEmpty() ? Variant.NULL_VALUE : outputs.getFirst();
        if (data.isNull()) {
            return new byte[0];
        }
        if (data.value() instanceof ByteString part) {
            return part.bytesOrEmpty();
        }
        throw connection.failures().nonsense("sends something else than bytes");
    }

    private List<Variant> call(String wanted, FileMethod method, Variant... inputs) throws EquipmentException {
        CallMethodResult result = tryCall(wanted, method, deadline, inputs);
        if (result.getStatusCode().isBad()) {
            throw connection.failures().of(wanted, result.getStatusCode());
        }
        Variant[] outputs = result.getOutputArguments();
        return outputs == null ? List.of() : List.of(outputs);
    }

    /** By the type's method, as the file is not browsable; a server that knows only the file's own gets that one. */
    private CallMethodResult tryCall(String wanted, FileMethod method, Deadline until, Variant... inputs)
            throws EquipmentException {
        Optional<NodeId> own = extras.method(method);
        NodeId called = byTypeId ? method.typeId() : own.orElse(method.typeId());
        CallMethodResult result = connection.tryCall(wanted, new CallMethodRequest(file, called, inputs), until);
        boolean unknown = Failures.is(
                result.getStatusCode(),
                StatusCodes.Bad_MethodInvalid,
                StatusCodes.Bad_NodeIdUnknown,
                StatusCodes.Bad_NotImplemented);
        if (byTypeId && unknown && own.isPresent()) {
            byTypeId = false;
            return connection.tryCall(wanted, new CallMethodRequest(file, own.get(), inputs), until);
        }
        return result;
    }

    /** Follows a CompletionStateMachine to a state; null means that everything is done. */
    private void await(Variant machine, NodeId wanted) throws EquipmentException {
        if (!(machine.value() instanceof NodeId id) || id.isNull()) {
            return;
        }
        NodeId state = new Browser(connection, deadline)
                .follow(List.of(new Browser.Path(
                        id, List.of(new QualifiedName(0, "CurrentState"), new QualifiedName(0, "Id")))))
                .getFirst()
                .orElseThrow(() -> connection.failures().nonsense("names a state machine without a state"));
        Object now = stateOf(state);
        while (!wanted.equals(now)) {
            if (FAILED.equals(now)) {
                throw connection.failures().refused("the transfer failed there");
            }
            if (deadline.passed()) {
                throw connection.failures().silent("finish the transfer");
            }
            deadline.pause(LOOK_AGAIN);
            now = stateOf(state);
        }
    }

    private Object stateOf(NodeId state) throws EquipmentException {
        Object id = connection
                .read("follow the transfer", List.of(state), deadline)
                .getFirst()
                .value()
                .value();
        return id == null ? NodeId.NULL_VALUE : id;
    }

    @Override
    public void close() {
        if (done) {
            return;
        }
        done = true;
        try {
            tryCall("close the file", FileMethod.CLOSE, deadline.atMost(FAREWELL), new Variant(handle));
        } catch (EquipmentException e) {
            LOG.debug("a file stays open until its session ends", e);
        }
    }

    /** Methods of FileType, OPC 10000-20 4.2. */
    private enum FileMethod {
        CLOSE("Close", 11583),
        READ("Read", 11585),
        WRITE("Write", 11588);

        private final String name;
        private final int typeId;

        FileMethod(String name, int typeId) {
            this.name = name;
            this.typeId = typeId;
        }

        NodeId typeId() {
            return new NodeId(0, typeId);
        }
    }

    /** What a server may tell about its temporary file besides handing it out: methods of its own, and limits. */
    private record Extras(Map<FileMethod, NodeId> methods, long maxBlockBytes) {
        static Extras of(Connection connection, NodeId file, Deadline deadline) throws EquipmentException {
            FileMethod[] known = FileMethod.values();
            List<Browser.Path> paths = new ArrayList<>();
            for (FileMethod method : known) {
                paths.add(path(file, method.name));
            }
            paths.add(path(file, "MaxByteStringLength"));
            List<Optional<NodeId>> found = new Browser(connection, deadline).follow(paths);
            Map<FileMethod, NodeId> methods = new EnumMap<>(FileMethod.class);
            for (int i = 0; i < known.length; i++) {
                FileMethod method = known[i];
                found.get(i).ifPresent(node -> methods.put(method, node));
            }
            return new Extras(methods, maxBlockBytes(connection, found.getLast(), deadline));
        }

        private static Browser.Path path(NodeId file, String name) {
            return new Browser.Path(file, List.of(new QualifiedName(0, name)));
        }

        private static long maxBlockBytes(Connection connection, Optional<NodeId> own, Deadline deadline)
                throws EquipmentException {
            NodeId general = NodeIds.Server_ServerCapabilities_MaxByteStringLength;
            return connection.read("read the limits", List.of(general, own.orElse(general)), deadline).stream()
                    .map(limit -> limit.value().value())
                    .filter(UInteger.class::isInstance)
                    .mapToLong(limit -> ((UInteger) limit).longValue())
                    .filter(limit -> limit > 0)
                    .min()
                    .orElse(CAUTIOUS_BLOCK_BYTES);
        }

        Optional<NodeId> method(FileMethod method) {
            return Optional.ofNullable(methods.get(method));
        }
    }
}
