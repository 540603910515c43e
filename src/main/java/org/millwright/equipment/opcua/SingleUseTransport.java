package org.millwright.equipment.opcua;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.util.Unit;
import org.eclipse.milo.opcua.stack.transport.client.ClientApplicationContext;
import org.eclipse.milo.opcua.stack.transport.client.tcp.OpcTcpClientTransport;
import org.eclipse.milo.opcua.stack.transport.client.tcp.OpcTcpClientTransportConfig;
import org.jspecify.annotations.Nullable;

/**
 * A TCP transport for one connection only. Milo's own goes on reconnecting for ever and would send a request, also one
 * that changes something, over a later connection than the one it was meant for. Here a request goes over the first
 * connection or fails, and nothing goes on after the end of it.
 */
final class SingleUseTransport extends OpcTcpClientTransport {
    private final Sockets sockets;
    private final AtomicReference<@Nullable Channel> only = new AtomicReference<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    private SingleUseTransport(OpcTcpClientTransportConfig config, Sockets sockets) {
        super(config);
        this.sockets = sockets;
    }

    /** A transport whose connecting and handshake end within the limit. */
    static SingleUseTransport within(Duration limit) {
        Sockets sockets = new Sockets();
        OpcTcpClientTransportConfig config = OpcTcpClientTransportConfig.newBuilder()
                .setConnectTimeout(Unsigned.uint(limit.toMillis()))
                .setAcknowledgeTimeout(Unsigned.uint(limit.toMillis()))
                .setChannelPipelineCustomizer(sockets::opened)
                .build();
        return new SingleUseTransport(config, sockets);
    }

    @Override
    public CompletableFuture<Unit> connect(ClientApplicationContext application) {
        return super.connect(application).whenComplete((_, thrown) -> {
            if (thrown != null) {
                failure.compareAndSet(null, thrown);
            }
        });
    }

    @Override
    protected CompletableFuture<Channel> getChannel() {
        Throwable failed = failure.get();
        if (failed != null) {
            return CompletableFuture.failedFuture(failed);
        }
        Channel channel = only.get();
        if (channel == null) {
            return super.getChannel().thenApply(this::keep);
        }
        return channel.isActive()
                ? CompletableFuture.completedFuture(channel)
                : CompletableFuture.failedFuture(new UaException(StatusCodes.Bad_ConnectionClosed));
    }

    private Channel keep(Channel channel) {
        if (only.compareAndSet(null, channel)) {
            var _ = channel.closeFuture().addListener(_ -> abandon());
        }
        return channel;
    }

    /** Whether a request can still be sent. */
    boolean alive() {
        Channel channel = only.get();
        return failure.get() == null && channel != null && channel.isActive();
    }

    /** Closes the socket without a farewell; requests that wait fail at once, later ones are not sent. */
    void abandon() {
        failure.compareAndSet(null, new UaException(StatusCodes.Bad_ConnectionClosed));
        sockets.close();
        var _ = disconnect();
    }

    /** The sockets of this transport: one, until Milo tries to reconnect. */
    private static final class Sockets {
        private final Set<Channel> open = ConcurrentHashMap.newKeySet();
        private volatile boolean closed;

        void opened(ChannelPipeline pipeline) {
            open.add(pipeline.channel());
            if (closed) {
                close();
            }
        }

        void close() {
            closed = true;
            open.forEach(channel -> {
                var _ = channel.close();
            });
        }
    }
}
