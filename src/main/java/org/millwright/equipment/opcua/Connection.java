package org.millwright.equipment.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaSession;
import org.eclipse.milo.opcua.sdk.client.SessionActivityListener;
import org.eclipse.milo.opcua.sdk.client.UaSession;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.types.UaRequestMessageType;
import org.eclipse.milo.opcua.stack.core.types.UaResponseMessageType;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.eclipse.milo.opcua.stack.core.types.structured.CallRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.RequestHeader;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteValue;
import org.jspecify.annotations.Nullable;
import org.millwright.equipment.Deadline;
import org.millwright.equipment.EquipmentException;

/**
 * One session on one server: services with deadlines. A request without an answer ends the connection, so that its
 * effect cannot come later than anybody expects; afterwards every request fails with UNREACHABLE.
 */
final class Connection implements AutoCloseable {
    /** How long a farewell may take before the socket is simply closed. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final OpcUaClient client;
    private final OpcUaSession session;
    private final SingleUseTransport transport;
    private final Failures failures;
    private final AtomicBoolean closed = new AtomicBoolean();
    private @Nullable ServerLimits limits;

    Connection(OpcUaClient client, OpcUaSession session, SingleUseTransport transport, Failures failures) {
        this.client = client;
        this.session = session;
        this.transport = transport;
        this.failures = failures;
        client.addSessionActivityListener(new SessionActivityListener() {
            @Override
            public void onSessionInactive(UaSession inactive) {
                drop();
            }
        });
    }

    Failures failures() {
        return failures;
    }

    NamespaceTable namespaces() {
        return client.getNamespaceTable();
    }

    /** Largest message that either side takes, bytes. */
    long maxMessageBytes() {
        long own = client.getConfig().getEncodingLimits().getMaxMessageSize();
        long theirs = session.getMaxRequestSize().longValue();
        return theirs == 0 ? own : Math.min(own, theirs);
    }

    /** This application's name on the wire, by which a server tells who has locked it. */
    String applicationUri() {
        return client.getConfig().getApplicationUri();
    }

    /** What the server takes in one request; asked for once. */
    ServerLimits limits(Deadline deadline) throws EquipmentException {
        ServerLimits known = limits;
        if (known == null) {
            known = ServerLimits.read(this, deadline);
            limits = known;
        }
        return known;
    }

    /** One value for each node, in their order; of one moment as far as the server takes them in one request. */
    List<DataValue> read(String wanted, List<NodeId> nodes, Deadline deadline) throws EquipmentException {
        List<DataValue> values = new ArrayList<>();
        for (List<NodeId> part : ServerLimits.parts(nodes, limits(deadline).nodesPerRead())) {
            values.addAll(readAtOnce(wanted, part, deadline));
        }
        return values;
    }

    List<DataValue> readAtOnce(String wanted, List<NodeId> nodes, Deadline deadline) throws EquipmentException {
        ReadValueId[] ids = nodes.stream()
                .map(node -> new ReadValueId(node, AttributeId.Value.uid(), null, QualifiedName.NULL_VALUE))
                .toArray(ReadValueId[]::new);
        ReadResponse response = send(
                wanted,
                header -> new ReadRequest(header, 0.0, TimestampsToReturn.Neither, ids),
                ReadResponse.class,
                deadline);
        return sameSize(wanted, response.getResults(), nodes.size());
    }

    /** One status for each value, in their order. */
    List<StatusCode> write(String wanted, List<WriteValue> values, Deadline deadline) throws EquipmentException {
        List<StatusCode> results = new ArrayList<>();
        for (List<WriteValue> part : ServerLimits.parts(values, limits(deadline).nodesPerWrite())) {
            WriteValue[] all = part.toArray(WriteValue[]::new);
            WriteResponse response =
                    send(wanted, header -> new WriteRequest(header, all), WriteResponse.class, deadline);
            results.addAll(sameSize(wanted, response.getResults(), part.size()));
        }
        return results;
    }

    /** Writes one value; throws when that is refused. */
    void write(String wanted, NodeId node, Variant value, Deadline deadline) throws EquipmentException {
        StatusCode result = write(wanted, List.of(ProcessValues.written(node, value)), deadline)
                .getFirst();
        if (result.isBad()) {
            throw failures.of(wanted, result);
        }
    }

    /** Method calls in one request, under way; the server carries them out in their order or refuses all. */
    Pending<CallResponse> begin(String wanted, List<CallMethodRequest> calls, Deadline deadline)
            throws EquipmentException {
        CallMethodRequest[] all = calls.toArray(CallMethodRequest[]::new);
        return begin(wanted, header -> new CallRequest(header, all), CallResponse.class, deadline);
    }

    /** The result of one method call, whatever its status. */
    CallMethodResult tryCall(String wanted, CallMethodRequest call, Deadline deadline) throws EquipmentException {
        CallResponse response = begin(wanted, List.of(call), deadline).await();
        return sameSize(wanted, response.getResults(), 1).getFirst();
    }

    /** The outputs of one method call; throws when its status is not good. */
    List<Variant> call(String wanted, NodeId object, NodeId method, Deadline deadline, Variant... inputs)
            throws EquipmentException {
        return outputs(wanted, tryCall(wanted, new CallMethodRequest(object, method, inputs), deadline));
    }

    /** The outputs of a call; throws when its status is not good. */
    List<Variant> outputs(String wanted, CallMethodResult result) throws EquipmentException {
        if (result.getStatusCode().isBad()) {
            throw failures.of(wanted, result.getStatusCode());
        }
        Variant[] outputs = result.getOutputArguments();
        return outputs == null ? List.of() : List.of(outputs);
    }

    <T> List<T> sameSize(String wanted, T @Nullable [] results, int expected) throws EquipmentException {
        if (results == null
                || results.length != expected
                || Arrays.stream(results).anyMatch(Objects::isNull)) {
            throw failures.nonsense("wrong number of results to: " + wanted);
        }
        return List.of(results);
    }

    /**
     * Sends one request and waits for its answer.
     *
     * @param wanted what the request is for, in words that follow "cannot"
     */
    <R extends UaResponseMessageType> R send(
            String wanted, Function<RequestHeader, UaRequestMessageType> request, Class<R> answer, Deadline deadline)
            throws EquipmentException {
        return begin(wanted, request, answer, deadline).await();
    }

    /** Sends one request; whoever began it waits for its answer. */
    <R extends UaResponseMessageType> Pending<R> begin(
            String wanted, Function<RequestHeader, UaRequestMessageType> request, Class<R> answer, Deadline deadline)
            throws EquipmentException {
        if (closed.get() || !transport.alive()) {
            drop();
            throw failures.notConnected(wanted);
        }
        long hintMs = Math.min(deadline.leftMs(), Integer.MAX_VALUE);
        RequestHeader header = client.newRequestHeader(session.getAuthenticationToken(), uint(hintMs));
        return new Pending<>(wanted, transport.sendRequestMessage(request.apply(header)), answer, deadline);
    }

    /**
     * Sends a request that the server answers when it has something to say. The future ends with the connection at the
     * latest; what depends on it runs in threads of the library.
     */
    CompletableFuture<UaResponseMessageType> listen(Function<RequestHeader, UaRequestMessageType> request) {
        RequestHeader header = client.newRequestHeader(session.getAuthenticationToken(), uint(0));
        return closed.get()
                ? CompletableFuture.failedFuture(new CancellationException("the connection is closed"))
                : transport.sendRequestMessage(request.apply(header));
    }

    /** A request under way. */
    final class Pending<R extends UaResponseMessageType> {
        private final String wanted;
        private final CompletableFuture<UaResponseMessageType> future;
        private final Class<R> answer;
        private final Deadline deadline;

        private Pending(
                String wanted, CompletableFuture<UaResponseMessageType> future, Class<R> answer, Deadline deadline) {
            this.wanted = wanted;
            this.future = future;
            this.answer = answer;
            this.deadline = deadline;
        }

        R await() throws EquipmentException {
            UaResponseMessageType response = Connection.this.await(wanted, future, deadline);
            if (!answer.isInstance(response)) {
                throw failures.nonsense("wrong kind of answer to: " + wanted);
            }
            return answer.cast(response);
        }
    }

    private <R> R await(String wanted, CompletableFuture<R> future, Deadline deadline) throws EquipmentException {
        try {
            return future.get(deadline.leftMs(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            drop();
            throw failures.silent(wanted);
        } catch (InterruptedException e) {
            drop();
            Thread.currentThread().interrupt();
            throw failures.interrupted(wanted);
        } catch (ExecutionException e) {
            EquipmentException failure = failures.of(wanted, Objects.requireNonNullElse(e.getCause(), e));
            if (failure.kind() != EquipmentException.Kind.REFUSED) {
                drop();
            }
            throw failure;
        }
    }

    /** Says good-bye in the background; after a short while the socket is closed in any case. */
    @Override
    public void close() {
        if (transport.alive() && closed.compareAndSet(false, true)) {
            var _ = client.disconnectAsync()
                    .orTimeout(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)
                    .whenComplete((_, _) -> end());
        } else {
            drop();
        }
    }

    /** Like {@link #close()}, and returns when the server has been told or the time for a farewell is over. */
    void closeAndWait() {
        if (transport.alive() && closed.compareAndSet(false, true)) {
            var _ = client.disconnectAsync()
                    .orTimeout(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)
                    .handle((_, _) -> true)
                    .join();
            end();
        } else {
            drop();
        }
    }

    private void drop() {
        if (closed.compareAndSet(false, true)) {
            end();
        }
    }

    /** The socket first: with it gone, Milo's session ends at once instead of trying to come back. */
    private void end() {
        transport.abandon();
        var _ = client.disconnectAsync();
    }
}
