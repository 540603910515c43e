package org.millwright.mes;

import io.netty.channel.nio.NioEventLoopGroup;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.Security;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig;
import org.eclipse.milo.opcua.sdk.server.model.objects.ServerTypeNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransport;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransportConfig;
import org.jboss.logging.Logger;
import org.millwright.access.LogIn;
import org.millwright.trust.OwnCertificate;
import org.millwright.trust.TrustList;

/**
 * The server without what it offers: that is for its parts. Its threads are its own, so that whoever floods it takes
 * nothing from the connections to the controllers.
 */
public final class MesServer implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(MesServer.class);
    private static final int SERVICE_THREADS = 8;
    private static final int MOST_REQUESTS_WAITING = 1_000;
    private static final int NETWORK_THREADS = 2;
    private static final int ATTEMPTS = 5;

    private final OpcUaServer server;
    private final String address;
    private final Lobby lobby;
    private final SessionServices sessions;
    private final Guard guard;
    private final Threads threads;
    private final List<Part> parts;

    /**
     * Where the server stands.
     *
     * @param port 0 for a free one
     * @param pki folder with our own certificate and those of the clients
     */
    public record Site(MesSettings settings, int port, Path pki, LogIn logIn, Clock clock) {}

    private record Threads(ThreadPoolExecutor services, ScheduledExecutorService timers, NioEventLoopGroup network) {
        static Threads start(Notices notices) {
            ThreadFactory daemons = Thread.ofPlatform()
                    .daemon()
                    .name("mes-", 0)
                    .uncaughtExceptionHandler((_, e) ->
                            notices.tell("failed " + e.getClass().getName(), "a request was not answered: " + e))
                    .factory();
            // A full queue makes the network thread work itself, so that it reads no further requests meanwhile.
            ThreadPoolExecutor services = new ThreadPoolExecutor(
                    SERVICE_THREADS,
                    SERVICE_THREADS,
                    1,
                    TimeUnit.MINUTES,
                    new ArrayBlockingQueue<>(MOST_REQUESTS_WAITING),
                    daemons,
                    new ThreadPoolExecutor.CallerRunsPolicy());
            return new Threads(
                    services,
                    Executors.newSingleThreadScheduledExecutor(daemons),
                    new NioEventLoopGroup(NETWORK_THREADS, daemons));
        }

        void end() {
            var _ = network.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            timers.shutdownNow();
            services.shutdownNow();
        }
    }

    /**
     * Starts the server with its parts.
     *
     * @throws PortTakenException when somebody else listens there
     * @throws IOException when the certificates cannot be used
     */
    public static MesServer start(Site site, List<Part> parts) throws IOException, PortTakenException {
        for (int attempt = 1; ; attempt++) {
            int port = free(site);
            try {
                return new MesServer(site, port, parts);
            } catch (CompletionException e) {
                // The port was free a moment ago.
                if (site.port() != 0 || attempt == ATTEMPTS) {
                    throw new PortTakenException(port);
                }
            }
        }
    }

    private static int free(Site site) throws IOException, PortTakenException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            InetSocketAddress wanted = new InetSocketAddress(site.settings().host(), site.port());
            if (wanted.isUnresolved()) {
                throw new IOException(
                        "millwright.mes.host names no host: " + site.settings().host());
            }
            try {
                probe.bind(wanted);
            } catch (BindException e) {
                throw new PortTakenException(site.port());
            }
            return probe.getLocalPort();
        }
    }

    private MesServer(Site site, int port, List<Part> parts) throws IOException {
        // The library names a signature as only this provider knows it. A second call changes nothing.
        Security.addProvider(new BouncyCastleProvider());
        MesSettings settings = site.settings();
        Notices notices = new Notices(site.clock(), LOG::warn);
        this.threads = Threads.start(notices);
        this.lobby = new Lobby(settings.channels(), notices);
        this.parts = List.copyOf(parts);
        OwnCertificate own = OwnCertificate.in(site.pki().resolve("own"));
        TrustList clients = new TrustList(site.pki().resolve("clients"));
        clients.prepare();
        Endpoints endpoints = new Endpoints(settings, port, own);
        this.address = endpoints.address();
        WireLimits wire = new WireLimits(settings.messages());
        OpcUaServerConfig config = OpcUaServerConfig.builder()
                .setApplicationName(LocalizedText.english("Millwright"))
                .setApplicationUri(own.applicationUri())
                .setProductUri("urn:millwright")
                .setCertificateManager(endpoints.certificates(new ClientCertificates(clients, notices)))
                .setIdentityValidator(new Identities(site.logIn(), settings.anonymousRole(), notices).validator())
                .setEndpoints(endpoints.configs())
                .setLimits(new ServiceLimits(settings))
                .setEncodingLimits(wire)
                .setExecutor(threads.services())
                .setScheduledExecutor(threads.timers())
                .build();
        this.server = new OpcUaServer(
                config, _ -> new OpcTcpServerTransport(transport(new Door.House(settings, lobby, notices))));
        wire.enforce();
        Audit audit = new Audit(server, site.clock(), LOG::info);
        this.guard = new Guard(audit, site.logIn());
        this.sessions = new SessionServices(server, settings.sessions(), notices, audit);
        server.addServiceSet(Endpoints.PATH, sessions);
        server.addServiceSet(Endpoints.PATH, new CallServices(server, settings, site.clock(), notices));
        server.addServiceSet(Endpoints.PATH, new SubscriptionServices(server, settings.sessions()));
        begin();
    }

    private void begin() {
        server.getAddressSpaceManager()
                .getManagedNode(NodeIds.Server)
                .filter(ServerTypeNode.class::isInstance)
                .map(ServerTypeNode.class::cast)
                .ifPresent(node -> node.setAuditing(true));
        // The library's first security token has the number 0, with which some clients cannot open a channel.
        var _ = server.getApplicationContext().getNextSecureChannelTokenId();
        boolean begun = false;
        try {
            parts.forEach(part -> part.addTo(server, guard));
            server.startup().join();
            begun = true;
        } finally {
            if (!begun) {
                close();
            }
        }
    }

    private OpcTcpServerTransportConfig transport(Door.House house) {
        return OpcTcpServerTransportConfig.newBuilder()
                .setExecutor(threads.services())
                .setEventLoop(threads.network())
                .setChannelPipelineCustomizer(pipeline -> Door.hang(pipeline.channel(), house))
                .build();
    }

    /** Where clients find it. */
    public String address() {
        return address;
    }

    OpcUaServer server() {
        return server;
    }

    int channels() {
        return lobby.channels();
    }

    int loggedIn() {
        return sessions.loggedIn();
    }

    @Override
    public void close() {
        parts.forEach(Part::end);
        server.shutdown().join();
        threads.end();
    }
}
