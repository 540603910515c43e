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

/**
 * Calls of a file's methods. A temporary file is not browsable, so its type's methods are called; a server that knows
 * only the file's own methods gets those. A server that takes no several calls in one request gets them one by one.
 */
final class FileCalls {
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
        WRITE("Write", 11588);

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

    /** The outputs of one call. */
    List<Variant> call(String wanted, FileMethod method, Deadline deadline, Variant... inputs)
            throws EquipmentException {
        return begin(wanted, method, List.of(inputs), deadline).outputs().getFirst();
    }

    UnderWay begin(String wanted, FileMethod method, List<Variant> inputs, Deadline deadline)
            throws EquipmentException {
        return beginAll(wanted, method, List.of(inputs), deadline);
    }

    /**
     * Begins calls of one method.
     *
     * @param inputs of each call
     */
    UnderWay beginAll(String wanted, FileMethod method, List<List<Variant>> inputs, Deadline deadline)
            throws EquipmentException {
        Batch batch = new Batch(wanted, method, inputs, deadline);
        return new UnderWay(batch, severalAtOnce || inputs.size() == 1 ? Optional.of(send(batch)) : Optional.empty());
    }

    private record Batch(String wanted, FileMethod method, List<List<Variant>> inputs, Deadline deadline) {
        Batch only(List<Variant> one) {
            return new Batch(wanted, method, List.of(one), deadline);
        }
    }

    private Connection.Pending<CallResponse> send(Batch batch) throws EquipmentException {
        NodeId byType = new NodeId(0, batch.method().typeId);
        NodeId called = byTypeId ? byType : own.getOrDefault(batch.method(), byType);
        List<CallMethodRequest> calls = batch.inputs().stream()
                .map(inputs -> new CallMethodRequest(file, called, inputs.toArray(Variant[]::new)))
                .toList();
        return connection.begin(batch.wanted(), calls, batch.deadline());
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

        private List<CallMethodResult> results() throws EquipmentException {
            if (pending.isEmpty()) {
                return oneByOne();
            }
            List<CallMethodResult> results;
            try {
                CallResponse response = pending.get().await();
                results = connection.sameSize(
                        batch.wanted(), response.getResults(), batch.inputs().size());
            } catch (EquipmentException e) {
                if (batch.inputs().size() == 1 || !Failures.is(e, StatusCodes.Bad_TooManyOperations)) {
                    throw e;
                }
                severalAtOnce = false;
                return oneByOne();
            }
            if (byTypeId
                    && own.containsKey(batch.method())
                    && isUnknown(results.getFirst().getStatusCode())) {
                byTypeId = false;
                return new UnderWay(batch, Optional.of(send(batch))).results();
            }
            return results;
        }

        private List<CallMethodResult> oneByOne() throws EquipmentException {
            List<CallMethodResult> results = new ArrayList<>();
            for (List<Variant> inputs : batch.inputs()) {
                Batch one = batch.only(inputs);
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
