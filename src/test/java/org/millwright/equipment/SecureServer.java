package org.millwright.equipment;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.KeyPair;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.eclipse.milo.opcua.sdk.server.EndpointConfig;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig;
import org.eclipse.milo.opcua.sdk.server.identity.AnonymousIdentityValidator;
import org.eclipse.milo.opcua.sdk.server.identity.CompositeValidator;
import org.eclipse.milo.opcua.sdk.server.identity.X509IdentityValidator;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.DefaultApplicationGroup;
import org.eclipse.milo.opcua.stack.core.security.DefaultCertificateManager;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateStore;
import org.eclipse.milo.opcua.stack.core.security.MemoryTrustListManager;
import org.eclipse.milo.opcua.stack.core.security.RsaSha256CertificateFactory;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransport;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransportConfig;
import org.millwright.plant.Controller;
import org.millwright.trust.TestCertificate;

/**
 * A bare OPC UA server with every security policy that the driver knows, and a certificate of the test's choice.
 * Anonymous users and the holders of one user certificate get in.
 */
final class SecureServer implements AutoCloseable {
    private final OpcUaServer server;
    private final int port;

    /**
     * What the server is.
     *
     * @param application that it says it is
     * @param clients what it thinks of certificates of clients
     */
    record Frame(TestCertificate own, String application, TestCertificate user, CertificateValidator clients) {}

    static SecureServer start(Frame frame) throws Exception {
        Security.addProvider(new BouncyCastleProvider());
        SecureServer started = new SecureServer(frame, freePort());
        started.server.startup().get();
        return started;
    }

    private SecureServer(Frame frame, int port) throws Exception {
        this.port = port;
        this.server = new OpcUaServer(
                config(frame, port),
                _ -> new OpcTcpServerTransport(
                        OpcTcpServerTransportConfig.newBuilder().build()));
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    String address() {
        return "opc.tcp://127.0.0.1:%d/secure".formatted(port);
    }

    private static OpcUaServerConfig config(Frame frame, int port) throws Exception {
        Set<EndpointConfig> endpoints = Arrays.stream(Controller.Security.values())
                .map(security -> endpoint(security, frame, port))
                .collect(Collectors.toSet());
        X509Certificate user = frame.user().certificate();
        return OpcUaServerConfig.builder()
                .setApplicationName(LocalizedText.english("secure"))
                .setApplicationUri(frame.application())
                .setProductUri("urn:test:secure")
                .setCertificateManager(certificates(frame))
                .setIdentityValidator(new CompositeValidator(
                        AnonymousIdentityValidator.INSTANCE, new X509IdentityValidator(user::equals)))
                .setEndpoints(endpoints)
                .build();
    }

    private static EndpointConfig endpoint(Controller.Security security, Frame frame, int port) {
        SecurityPolicy policy = switch (security) {
            case NONE -> SecurityPolicy.None;
            case BASIC256SHA256 -> SecurityPolicy.Basic256Sha256;
            case AES128_SHA256_RSAOAEP -> SecurityPolicy.Aes128_Sha256_RsaOaep;
            case AES256_SHA256_RSAPSS -> SecurityPolicy.Aes256_Sha256_RsaPss;
        };
        boolean secured = security != Controller.Security.NONE;
        return EndpointConfig.newBuilder()
                .setBindAddress("127.0.0.1")
                .setHostname("127.0.0.1")
                .setBindPort(port)
                .setPath("/secure")
                .setCertificate(frame.own().certificate())
                .setSecurityPolicy(policy)
                .setSecurityMode(secured ? MessageSecurityMode.SignAndEncrypt : MessageSecurityMode.None)
                .addTokenPolicies(
                        OpcUaServerConfig.USER_TOKEN_POLICY_ANONYMOUS, OpcUaServerConfig.USER_TOKEN_POLICY_X509)
                .build();
    }

    private static DefaultCertificateManager certificates(Frame frame) throws Exception {
        var factory = new RsaSha256CertificateFactory() {
            @Override
            protected KeyPair createRsaSha256KeyPair() {
                return frame.own().keys();
            }

            @Override
            protected X509Certificate[] createRsaSha256CertificateChain(KeyPair keyPair) {
                return new X509Certificate[] {frame.own().certificate()};
            }
        };
        var group = DefaultApplicationGroup.createAndInitialize(
                new MemoryTrustListManager(), new MemoryCertificateStore(), factory, frame.clients());
        return new DefaultCertificateManager(new MemoryCertificateQuarantine(), group);
    }

    @Override
    public void close() {
        server.shutdown().join();
    }
}
