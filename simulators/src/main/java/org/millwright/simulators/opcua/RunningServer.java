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
import org.eclipse.milo.opcua.sdk.server.EndpointConfig;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.sdk.server.SessionListener;
import org.eclipse.milo.opcua.sdk.server.identity.AnonymousIdentityValidator;
import org.eclipse.milo.opcua.sdk.server.identity.IdentityValidator;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.structured.BuildInfo;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransport;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransportConfig;
import org.millwright.simulators.config.Login;
import org.millwright.simulators.config.UpdateOption;
import org.millwright.simulators.plc.Nameplate;
import org.millwright.simulators.plc.Plc;

/** The server of a controller from one boot to the next. */
final class RunningServer implements AutoCloseable {
    private final OpcUaServer server;
    private final ModelNamespace di;
    private final ModelNamespace process;
    private final OpenFiles files;
    private final Set<Channel> connections = ConcurrentHashMap.newKeySet();

    /** What stays the same over the reboots of a controller. */
    record Frame(int port, ServerIdentity identity, Optional<Login> login, Clock clock) {}

    private RunningServer(Plc plc, Frame frame) {
        server = new OpcUaServer(config(plc, frame), profile -> new OpcTcpServerTransport(transport()));
        di = new ModelNamespace(server, Di.URI);
        process = new ModelNamespace(server, DeviceNodes.URI);
        files = new OpenFiles(process.getNodeContext(), process.names(), frame.clock());
        addModel(plc, frame.clock());
    }

    /** Boots a fresh server; an IOException when the port is taken. */
    static RunningServer start(Plc plc, Frame frame) throws IOException {
        RunningServer running = new RunningServer(plc, frame);
        running.di.startup();
        running.process.startup();
        running.server.updateDataTypeTree();
        try {
            running.server.startup().join();
        } catch (CompletionException e) {
            running.close();
            throw new IOException("port %d cannot be bound".formatted(frame.port()), e);
        }
        return running;
    }

    private void addModel(Plc plc, Clock clock) {
        Di diModel = new Di(di.names());
        var context = process.getNodeContext();
        Branch deviceSet = DiTypes.addTo(di.getNodeContext(), diModel);
        Branch device = new DeviceNodes(plc, diModel, process.names()).addTo(context, deviceSet);
        new SoftwareUpdateNodes(plc, diModel, files, this::dropSessions).addTo(device);
        process.guardWith(guard(plc, clock, diModel, device));
        server.getSessionManager().addSessionListener(new SessionListener() {
            @Override
            public void onSessionClosed(Session session) {
                files.closeAllOf(session.getSessionId());
            }
        });
    }

    /** What the shape of the controller's update asks of every request. */
    private RequestGuard guard(Plc plc, Clock clock, Di diModel, Branch device) {
        List<RequestGuard> guards = new ArrayList<>();
        if (plc.updateSettings().offers(UpdateOption.OWN_FILE_METHODS_ONLY)) {
            guards.add(RequestGuard.OWN_FILE_METHODS_ONLY);
        }
        if (plc.updateSettings().offers(UpdateOption.LOCK)) {
            LockNodes lock = new LockNodes(server, diModel, new DeviceLock(clock, plc::losesLock));
            lock.addTo(device, di.getNodeContext());
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

    private static OpcUaServerConfig config(Plc plc, Frame frame) {
        ServerIdentity identity = frame.identity();
        return OpcUaServerConfig.builder()
                .setApplicationName(LocalizedText.english(plc.id()))
                .setApplicationUri(identity.applicationUri())
                .setProductUri("urn:millwright:simulators")
                .setBuildInfo(buildInfo(plc.nameplate()))
                .setCertificateManager(identity.certificates())
                .setIdentityValidator(validator(frame))
                .setEndpoints(Set.of(
                        endpoint(plc, frame)
                                .setSecurityPolicy(SecurityPolicy.None)
                                .setSecurityMode(MessageSecurityMode.None)
                                .build(),
                        endpoint(plc, frame)
                                .setSecurityPolicy(SecurityPolicy.Basic256Sha256)
                                .setSecurityMode(MessageSecurityMode.SignAndEncrypt)
                                .build()))
                .setLimits(new ServerLimits())
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

    /** The certificate belongs to the endpoint without encryption too: it encrypts the password. */
    private static EndpointConfig.Builder endpoint(Plc plc, Frame frame) {
        UserTokenPolicy policy = frame.login().isPresent()
                ? OpcUaServerConfig.USER_TOKEN_POLICY_USERNAME
                : OpcUaServerConfig.USER_TOKEN_POLICY_ANONYMOUS;
        return EndpointConfig.newBuilder()
                .setBindAddress("127.0.0.1")
                .setHostname("127.0.0.1")
                .setBindPort(frame.port())
                .setPath("/" + plc.id())
                .setCertificate(frame.identity().certificate())
                .addTokenPolicies(policy);
    }

    private static IdentityValidator validator(Frame frame) {
        return frame.login().<IdentityValidator>map(PasswordValidator::new).orElse(AnonymousIdentityValidator.INSTANCE);
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
        process.shutdown();
        di.shutdown();
    }
}
