package org.millwright.simulators.modbus;

import com.digitalpetri.modbus.tcp.server.NettyTcpServerTransport;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.millwright.simulators.network.Presence;
import org.millwright.simulators.network.ServerThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server of a controller from one boot to the next. Requests are answered one after another, whoever sends them. */
final class RunningModbusServer implements Presence.Running {
    private static final Logger LOG = LoggerFactory.getLogger(RunningModbusServer.class);

    /** The socket of the boot before lets go of the port when its selector comes round again, a moment after its closing. */
    private static final int TRIES = 10;

    private static final Duration PAUSE = Duration.ofMillis(10);

    private final NettyTcpServerTransport transport;
    private final Connections connections;

    private RunningModbusServer(NettyTcpServerTransport transport, Connections connections) {
        this.transport = transport;
        this.connections = connections;
    }

    /** Listens on loopback; an IOException when the port is taken. */
    static RunningModbusServer start(int port, Requests requests, Connections connections) throws IOException {
        for (int tries = 1; tries < TRIES; tries++) {
            try {
                return listen(port, requests, connections);
            } catch (IOException held) {
                LOG.debug("port {} is not free yet", port, held);
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
        return listen(port, requests, connections);
    }

    private static RunningModbusServer listen(int port, Requests requests, Connections connections) throws IOException {
        NettyTcpServerTransport transport = NettyTcpServerTransport.create(config -> config.setBindAddress("127.0.0.1")
                .setPort(port)
                .setEventLoopGroup(ServerThreads.SHARED.network())
                .setExecutor(Executors.newVirtualThreadPerTaskExecutor())
                .setPipelineCustomizer(connections::add));
        transport.receive((client, frame) -> requests.answer(frame));
        try {
            transport.bind().join();
        } catch (CompletionException e) {
            throw new IOException("port %d cannot be bound".formatted(port), e);
        }
        return new RunningModbusServer(transport, connections);
    }

    /** Gone from the port, with every connection. */
    @Override
    public void close() {
        transport.unbind().join();
        connections.cut();
    }
}
