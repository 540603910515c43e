package org.millwright.simulators.opcua;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.sdk.server.SessionListener;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.structured.BuildInfo;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransport;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransportConfig;
import org.millwright.simulators.config.Login;
import org.millwright.simulators.config.ServerSettings;
import org.millwright.simulators.config.ServerSettings.Layout;
import org.millwright.simulators.config.UpdateOption;
import org.millwright.simulators.network.Presence;
import org.millwright.simulators.network.ServerThreads;
import org.millwright.simulators.plc.Nameplate;
import org.millwright.simulators.plc.Plc;

/** The server of a controller from one boot to the next. */
final class RunningServer implements Presence.Running {
    private final OpcUaServer server;
    private final ModelNamespaces namespaces;
    private final OpenFiles files;
    private final Set<Channel> connections = ConcurrentHashMap.newKeySet();

    /** What stays the same over the reboots of a controller. */
    record Frame(int port, Optional<Login> login, ServerSettings look, Clock clock) {}

    /**
     * What may be another after each boot.
     *
     * @param number of boots before this one
     */
    record Boot(int number, ServerIdentity identity) {}

    private RunningServer(Plc plc, Frame frame, Boot boot) {
        MessageLimits messages = MessageLimits.of(frame.look().answers().limits());
        server = new OpcUaServer(
                config(plc, frame, boot.identity(), messages),
                profile -> new ServiceGate(
                        new OpcTcpServerTransport(transport()), frame.look().answers(), plc::answersSlowly));
        messages.enforce();
        namespaces = new ModelNamespaces(server, frame.look().layout(), boot.number());
        files = openFiles(frame);
        addModel(plc, frame);
    }

    /** Boots a fresh server; an IOException when the port is taken. */
    static RunningServer start(Plc plc, Frame frame, Boot boot) throws IOException {
        RunningServer running = new RunningServer(plc, frame, boot);
        running.namespaces.all().forEach(ModelNamespace::startup);
        running.server.updateReferenceTypeTree();
        running.server.updateDataTypeTree();
        try {
            running.server.startup().join();
        } catch (CompletionException e) {
            running.close();
            throw new IOException("port %d cannot be bound".formatted(frame.port()), e);
        }
        return running;
    }

    private void addModel(Plc plc, Frame frame) {
        Layout layout = frame.look().layout();
        Names process = namespaces.process().names();
        Di di = new Di(namespaces.di().names());
        Branch deviceSet = DiTypes.addTo(namespaces.di().getNodeContext(), di);
        Surroundings around = new Surroundings(namespaces, di, layout);
        Branch parent = around.racks(deviceSet);
        List<Branch> modules = around.modules();
        Branch top = new Branch(namespaces.process().getNodeContext(), deviceSet.id());
        modules.stream().limit(1).forEach(first -> top.link(NodeIds.HasComponent, first.id()));
        around.noise(deviceSet);
        Branch device = new DeviceNodes(plc, di, process).addTo(parent, around.deviceReference(), layout.nameplate());
        modules.forEach(module -> device.link(NodeIds.HasComponent, module.id()));
        around.noise(device);
        new SoftwareUpdateNodes(plc, di, files, this::dropSessions).addTo(device);
        namespaces.process().guardWith(guard(plc, frame.clock(), di, device));
        around.rehangAddIn(device);
    }

    private OpenFiles openFiles(Frame frame) {
        int maxBlockBytes = frame.look().answers().limits().maxByteStringLength();
        ModelNamespace process = namespaces.process();
        OpenFiles opened = new OpenFiles(process.getNodeContext(), process.names(), frame.clock(), maxBlockBytes);
        server.getSessionManager().addSessionListener(new SessionListener() {
            @Override
            public void onSessionClosed(Session session) {
                opened.closeAllOf(session.getSessionId());
            }
        });
        return opened;
    }

    /** What the shape of the controller's update asks of every request. */
    private RequestGuard guard(Plc plc, Clock clock, Di diModel, Branch device) {
        List<RequestGuard> guards = new ArrayList<>();
        if (plc.updateSettings().offers(UpdateOption.OWN_FILE_METHODS_ONLY)) {
            guards.add(RequestGuard.OWN_FILE_METHODS_ONLY);
        }
        if (plc.updateSettings().offers(UpdateOption.LOCK)) {
            LockNodes lock = new LockNodes(server, diModel, new DeviceLock(clock, plc::losesLock));
            lock.addTo(device, namespaces.di().getNodeContext());
            guards.add(lock);
        }
        return RequestGuard.all(guards);
    }

    private OpcTcpServerTransportConfig transport() {
        return OpcTcpServerTransportConfig.newBuilder()
                .setExecutor(ServerThreads.SHARED.services())
                .setEventLoop(ServerThreads.SHARED.network())
                .setChannelPipelineCustomizer(pipeline -> remember(pipeline.channel()))
                .build();
    }

    private void remember(Channel connection) {
        connections.add(connection);
        var _ = connection.closeFuture().addListener(_ -> connections.remove(connection));
    }

    private static OpcUaServerConfig config(Plc plc, Frame frame, ServerIdentity identity, MessageLimits messages) {
        Endpoints endpoints = new Endpoints("/" + plc.id(), frame, identity);
        return OpcUaServerConfig.builder()
                .setApplicationName(LocalizedText.english(plc.id()))
                .setApplicationUri(identity.applicationUri())
                .setProductUri("urn:millwright:simulators")
                .setBuildInfo(buildInfo(plc.nameplate()))
                .setCertificateManager(identity.certificates())
                .setIdentityValidator(endpoints.validator())
                .setEndpoints(endpoints.configs())
                .setLimits(new ServerLimits(frame.look().answers()))
                .setEncodingLimits(messages)
                .setExecutor(ServerThreads.SHARED.services())
                .setScheduledExecutor(ServerThreads.SHARED.timers())
                .build();
    }

    private static BuildInfo buildInfo(Nameplate plate) {
        return new BuildInfo(
                "urn:millwright:simulators",
                plate.manufacturer(),
                plate.productCode(),
                plate.softwareRevision(),
                "",
                DateTime.MIN_VALUE);
    }

    /**
     * Forgets every session, then cuts every connection; the server itself stays. A client that comes back at once finds
     * its files closed. The connections are closed when this returns, so that the request that caused the cut gets no
     * answer. Not for the network threads.
     */
    private void dropSessions() {
        server.getSessionManager().getAllSessions().forEach(session -> {
            server.getSessionManager().killSession(session.getSessionId(), true);
            files.closeAllOf(session.getSessionId());
        });
        List.copyOf(connections).stream().map(Channel::close).toList().forEach(ChannelFuture::awaitUninterruptibly);
    }

    /** Gone from the port, with every session; nothing is waited for but the closing of the listening socket. */
    @Override
    public void close() {
        server.shutdown().join();
        dropSessions();
        namespaces.all().reversed().forEach(ModelNamespace::shutdown);
    }
}
