package org.millwright.equipment.opcua;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.eclipse.milo.opcua.stack.core.types.structured.CallResponse;
import org.millwright.equipment.Deadline;
import org.millwright.equipment.EquipmentException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls of a file's methods. A temporary file is not browsable, so its type's methods are called; a server that knows
 * only the file's own methods gets those. A server that takes no several calls in one request gets them one by one.
 */
final class FileCalls {
    private static final Logger LOG = LoggerFactory.getLogger(FileCalls.class);

    private final Connection connection;
    private final NodeId file;
    private final Map<FileMethod, NodeId> own;
    private boolean byTypeId = true;
    private boolean severalAtOnce = true;

    FileCalls(Connection connection, NodeId file, Map<FileMethod, NodeId> own) {
        this.connection = connection;
        this.file = file;
        this.own = Map.copyOf(own);
    }

    /** Methods of FileType, OPC 10000-20 4.2. */
    enum FileMethod {
        OPEN("Open", 11580),
        CLOSE("Close", 11583),
        READ("Read", 11585),
        WRITE("Write", 11588),
        SET_POSITION("SetPosition", 11593);

        private final String browseName;
        private final int typeId;

        FileMethod(String browseName, int typeId) {
            this.browseName = browseName;
            this.typeId = typeId;
        }

        String browseName() {
            return browseName;
        }
    }

    boolean severalAtOnce() {
        return severalAtOnce;
    }

    /** Whether the type's methods are called, which are there for every file. */
    boolean byTypeId() {
        return byTypeId;
    }

    /** The outputs of one call. */
    List<Variant> call(String wanted, FileMethod method, Deadline deadline, Variant... inputs)
            throws EquipmentException {
        return begin(wanted, List.of(new FileCall(method, inputs)), deadline)
                .outputs()
                .getFirst();
    }

    /** Begins calls, in one request where the server takes that. */
    UnderWay begin(String wanted, List<FileCall> fileCalls, Deadline deadline) throws EquipmentException {
        Batch batch = new Batch(wanted, fileCalls, deadline);
        boolean atOnce = severalAtOnce || fileCalls.size() == 1;
        return new UnderWay(batch, atOnce ? Optional.of(send(batch)) : Optional.empty());
    }

    /** One call that is to be made. */
    record FileCall(FileMethod method, List<Variant> inputs) {
        FileCall(FileMethod method, Variant... inputs) {
            this(method, List.of(inputs));
        }
    }

    private record Batch(String wanted, List<FileCall> fileCalls, Deadline deadline) {
        Batch only(FileCall one) {
            return new Batch(wanted, List.of(one), deadline);
        }

        int size() {
            return fileCalls.size();
        }
    }

    private Connection.Pending<CallResponse> send(Batch batch) throws EquipmentException {
        List<CallMethodRequest> calls = batch.fileCalls().stream()
                .map(call -> new CallMethodRequest(
                        file, node(call.method()), call.inputs().toArray(Variant[]::new)))
                .toList();
        return connection.begin(batch.wanted(), calls, batch.deadline());
    }

    private NodeId node(FileMethod method) {
        NodeId byType = new NodeId(0, method.typeId);
        return byTypeId ? byType : own.getOrDefault(method, byType);
    }

    /** Calls whose answer nobody has waited for yet; whoever began them waits before the file is used again. */
    final class UnderWay {
        private final Batch batch;
        private final Optional<Connection.Pending<CallResponse>> pending;

        private UnderWay(Batch batch, Optional<Connection.Pending<CallResponse>> pending) {
            this.batch = batch;
            this.pending = pending;
        }

        /** The outputs of each call; throws for the first that was refused. */
        List<List<Variant>> outputs() throws EquipmentException {
            List<List<Variant>> outputs = new ArrayList<>();
            for (CallMethodResult result : results()) {
                outputs.add(connection.outputs(batch.wanted(), result));
            }
            return outputs;
        }

        /** Waits until nothing is under way on the file; how it ends is of no interest. */
        void settle() {
            try {
                var _ = outputs();
            } catch (EquipmentException e) {
                LOG.debug("a request that nobody needs any more has failed", e);
            }
        }

        private List<CallMethodResult> results() throws EquipmentException {
            if (pending.isEmpty()) {
                return oneByOne();
            }
            List<CallMethodResult> results;
            try {
                CallResponse response = pending.get().await();
                results = connection.sameSize(batch.wanted(), response.getResults(), batch.size());
            } catch (EquipmentException e) {
                if (batch.size() == 1 || !Failures.is(e, StatusCodes.Bad_TooManyOperations)) {
                    throw e;
                }
                severalAtOnce = false;
                return oneByOne();
            }
            if (byTypeId
                    && own.containsKey(batch.fileCalls().getFirst().method())
                    && isUnknown(results.getFirst().getStatusCode())) {
                byTypeId = false;
                return new UnderWay(batch, Optional.of(send(batch))).results();
            }
            return results;
        }

        private List<CallMethodResult> oneByOne() throws EquipmentException {
            List<CallMethodResult> results = new ArrayList<>();
            for (FileCall call : batch.fileCalls()) {
                Batch one = batch.only(call);
                results.addAll(new UnderWay(one, Optional.of(send(one))).results());
            }
            return results;
        }

        private static boolean isUnknown(StatusCode status) {
            return Failures.is(
                    status,
                    StatusCodes.Bad_MethodInvalid,
                    StatusCodes.Bad_NodeIdUnknown,
                    StatusCodes.Bad_NotImplemented);
        }
    }
}
