package org.millwright.simulators.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.security.CertificateManager;
import org.eclipse.milo.opcua.stack.core.types.UaRequestMessageType;
import org.eclipse.milo.opcua.stack.core.types.UaResponseMessageType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateSubscriptionRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteValue;
import org.eclipse.milo.opcua.stack.transport.server.OpcServerTransport;
import org.eclipse.milo.opcua.stack.transport.server.ServerApplicationContext;
import org.eclipse.milo.opcua.stack.transport.server.ServiceRequestContext;
import org.jspecify.annotations.Nullable;
import org.millwright.simulators.config.ServerSettings.Answers;
import org.millwright.simulators.network.ServerThreads;

/**
 * Stands between the network and the services: refuses what this server is not to have, cuts long browse answers, and
 * makes answers late. No thread waits for a late answer.
 */
final class ServiceGate implements OpcServerTransport {
    private static final int SLOW_MS = 2_000;

    private final OpcServerTransport transport;
    private final Answers answers;
    private final BooleanSupplier slow;

    /**
     * Gates what the transport hands to the server.
     *
     * @param slow asked at each answer; true makes it take 2 s
     */
    ServiceGate(OpcServerTransport transport, Answers answers, BooleanSupplier slow) {
        this.transport = transport;
        this.answers = answers;
        this.slow = slow;
    }

    @Override
    public void bind(ServerApplicationContext server, InetSocketAddress address) throws Exception {
        transport.bind(new Gated(server), address);
    }

    @Override
    public void unbind() throws Exception {
        transport.unbind();
    }

    /** Why a request gets no further; 0 when it does. */
    private long refusal(UaRequestMessageType request) {
        return switch (request) {
            case CreateSubscriptionRequest _ -> answers.subscriptions() ? 0 : StatusCodes.Bad_ServiceUnsupported;
            case CallRequest call -> tooLong(inputs(call));
            case WriteRequest write -> tooLong(values(write));
            default -> 0;
        };
    }

    private static Stream<Variant> inputs(CallRequest call) {
        return stream(call.getMethodsToCall())
                .map(CallMethodRequest::getInputArguments)
                .flatMap(ServiceGate::stream);
    }

    private static Stream<Variant> values(WriteRequest write) {
        return stream(write.getNodesToWrite()).map(WriteValue::getValue).map(value -> value.value());
    }

    private static <T> Stream<T> stream(T @Nullable [] array) {
        return Optional.ofNullable(array).stream().flatMap(Stream::of);
    }

    private long tooLong(Stream<Variant> values) {
        int max = answers.limits().maxByteStringLength();
        return values.map(Variant::value).anyMatch(value -> value instanceof ByteString bytes && bytes.length() > max)
                ? StatusCodes.Bad_EncodingLimitsExceeded
                : 0;
    }

    private UaRequestMessageType shortened(UaRequestMessageType request) {
        if (answers.maxReferences() == 0 || !(request instanceof BrowseRequest browse)) {
            return request;
        }
        long wanted = browse.getRequestedMaxReferencesPerNode().longValue();
        long most = wanted == 0 ? answers.maxReferences() : Math.min(wanted, answers.maxReferences());
        return new BrowseRequest(browse.getRequestHeader(), browse.getView(), uint(most), browse.getNodesToBrowse());
    }

    private CompletableFuture<UaResponseMessageType> late(CompletableFuture<UaResponseMessageType> answer) {
        int delayMs = slow.getAsBoolean() ? Math.max(SLOW_MS, answers.delayMs()) : answers.delayMs();
        if (delayMs == 0) {
            return answer;
        }
        CompletableFuture<UaResponseMessageType> late = new CompletableFuture<>();
        var _ = answer.whenComplete((response, failure) -> {
            Runnable tell = () -> {
                if (failure == null) {
                    late.complete(response);
                } else {
                    late.completeExceptionally(failure);
                }
            };
            var _ = ServerThreads.SHARED.timers().schedule(tell, delayMs, TimeUnit.MILLISECONDS);
        });
        return late;
    }

    /** The server as the network sees it. */
    private final class Gated implements ServerApplicationContext {
        private final ServerApplicationContext server;

        Gated(ServerApplicationContext server) {
            this.server = server;
        }

        @Override
        public CompletableFuture<UaResponseMessageType> handleServiceRequest(
                ServiceRequestContext context, UaRequestMessageType request) {
            long refusal = refusal(request);
            return late(
                    refusal == 0
                            ? server.handleServiceRequest(context, shortened(request))
                            : CompletableFuture.failedFuture(new UaException(refusal)));
        }

        @Override
        public List<EndpointDescription> getEndpointDescriptions() {
            return server.getEndpointDescriptions();
        }

        @Override
        public EncodingContext getEncodingContext() {
            return server.getEncodingContext();
        }

        @Override
        public CertificateManager getCertificateManager() {
            return server.getCertificateManager();
        }

        @Override
        public Long getNextSecureChannelId() {
            return server.getNextSecureChannelId();
        }

        @Override
        public Long getNextSecureChannelTokenId() {
            return server.getNextSecureChannelTokenId();
        }
    }
}
