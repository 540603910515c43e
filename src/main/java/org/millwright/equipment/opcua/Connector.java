package org.millwright.equipment.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ubyte;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.sdk.client.DiscoveryClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfig;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfigBuilder;
import org.eclipse.milo.opcua.sdk.client.identity.AnonymousProvider;
import org.eclipse.milo.opcua.sdk.client.identity.IdentityProvider;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.UserTokenType;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.GetEndpointsResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.eclipse.milo.opcua.stack.core.util.EndpointUtil;
import org.millwright.equipment.EquipmentException;
import org.millwright.plant.Controller;
import org.millwright.plant.Controller.Login;
import org.millwright.plant.Controller.Security;

/**
 * Opens one connection to one controller.
 *
 * <ol>
 *   <li>Ask the configured address for its endpoints and take the one with the configured security. Whatever host and
 *       port a server gives itself, the configured ones are used.
 *   <li>Read the password now, so that a new one counts at once.
 *   <li>Open channel and session. When anything fails, or time runs out, the socket is closed and nothing goes on.
 * </ol>
 */
final class Connector {
    /** The server forgets a session that nobody closed after this time. */
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(60);

    /** Two missed signs of life in this distance end a connection. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(5);

    /** Every server has it; Milo goes on without a word when it could not read the namespaces. */
    private static final UShort SERVERS_OWN_NAMESPACE = Unsigned.ushort(1);

    private final OwnCertificate own;
    private final Secrets secrets;
    private final Controller controller;
    private final Failures failures;

    Connector(OwnCertificate own, Secrets secrets, Controller controller) {
        this.own = own;
        this.secrets = secrets;
        this.controller = controller;
        this.failures = new Failures(controller);
    }

    /** What is open now, and until when the certificate is valid that it rests on; Instant.MAX without one. */
    record Opened(Connection connection, Instant certificateEnds) {}

    Opened open(Deadline deadline) throws EquipmentException {
        if (!"opc.tcp".equals(EndpointUtil.getScheme(controller.address()))) {
            throw failures.refused("not an address of the form opc.tcp://host:port/path");
        }
        EndpointDescription endpoint = choose(endpoints(deadline));
        Optional<X509Certificate> shown = certificate(endpoint);
        OpcUaClientConfig config = config(endpoint, shown, deadline);
        SingleUseTransport transport = SingleUseTransport.within(Duration.ofMillis(deadline.leftMs()));
        OpcUaClient client = new OpcUaClient(config, transport);
        try {
            await(client.connectAsync(), deadline);
            Connection connection =
                    new Connection(client, await(client.getSessionAsync(), deadline), transport, failures);
            if (connection.namespaces().get(SERVERS_OWN_NAMESPACE) == null) {
                throw failures.nonsense("does not tell its namespaces");
            }
            return new Opened(
                    connection,
                    shown.filter(_ -> needsCertificate()).map(Connector::end).orElse(Instant.MAX));
        } catch (EquipmentException e) {
            transport.abandon();
            var _ = client.disconnectAsync();
            throw e;
        }
    }

    private boolean needsCertificate() {
        return controller.access().security() != Security.NONE
                || controller.access().login().isPresent();
    }

    private static Instant end(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant();
    }

    private List<EndpointDescription> endpoints(Deadline deadline) throws EquipmentException {
        String address = controller.address();
        SingleUseTransport transport = SingleUseTransport.within(Duration.ofMillis(deadline.leftMs()));
        DiscoveryClient discovery = new DiscoveryClient(unsecured(address), transport);
        try {
            await(discovery.connectAsync(), deadline);
            GetEndpointsResponse response =
                    await(discovery.getEndpoints(address, new String[0], new String[0]), deadline);
            EndpointDescription[] found = response.getEndpoints();
            return found == null ? List.of() : List.of(found);
        } finally {
            transport.abandon();
        }
    }

    private static EndpointDescription unsecured(String address) {
        return new EndpointDescription(
                address,
                null,
                null,
                MessageSecurityMode.None,
                SecurityPolicy.None.getUri(),
                null,
                Stack.TCP_UASC_UABINARY_TRANSPORT_URI,
                ubyte(0));
    }

    private EndpointDescription choose(List<EndpointDescription> offered) throws EquipmentException {
        SecurityPolicy policy = policy();
        MessageSecurityMode mode = mode();
        EndpointDescription found = offered.stream()
                .filter(e -> Stack.TCP_UASC_UABINARY_TRANSPORT_URI.equals(e.getTransportProfileUri()))
                .filter(e -> policy.getUri().equals(e.getSecurityPolicyUri()) && mode == e.getSecurityMode())
                .findFirst()
                .orElseThrow(() -> failures.refused("offers no endpoint with %s and %s".formatted(policy, mode)));
        UserTokenType wanted =
                controller.access().login().isPresent() ? UserTokenType.UserName : UserTokenType.Anonymous;
        if (tokens(found).noneMatch(t -> t.getTokenType() == wanted)) {
            throw failures.refused("offers no log-in of the kind " + wanted);
        }
        return atConfiguredAddress(found);
    }

    private static Stream<UserTokenPolicy> tokens(EndpointDescription endpoint) {
        UserTokenPolicy[] tokens = endpoint.getUserIdentityTokens();
        return tokens == null ? Stream.empty() : Arrays.stream(tokens).filter(Objects::nonNull);
    }

    private EndpointDescription atConfiguredAddress(EndpointDescription e) {
        return new EndpointDescription(
                controller.address(),
                e.getServer(),
                e.getServerCertificate(),
                e.getSecurityMode(),
                e.getSecurityPolicyUri(),
                e.getUserIdentityTokens(),
                e.getTransportProfileUri(),
                e.getSecurityLevel());
    }

    private SecurityPolicy policy() {
        return switch (controller.access().security()) {
            case NONE -> SecurityPolicy.None;
            case BASIC256SHA256 -> SecurityPolicy.Basic256Sha256;
        };
    }

    private MessageSecurityMode mode() {
        return switch (controller.access().security()) {
            case NONE -> MessageSecurityMode.None;
            case BASIC256SHA256 -> MessageSecurityMode.SignAndEncrypt;
        };
    }

    private Optional<X509Certificate> certificate(EndpointDescription endpoint) throws EquipmentException {
        ByteString bytes = endpoint.getServerCertificate();
        if (bytes == null || bytes.isNullOrEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    CertificateUtil.decodeCertificates(bytes.bytesOrEmpty()).getFirst());
        } catch (UaException e) {
            throw failures.refused("shows a certificate that cannot be read", e);
        }
    }

    private OpcUaClientConfig config(EndpointDescription endpoint, Optional<X509Certificate> shown, Deadline deadline)
            throws EquipmentException {
        OpcUaClientConfigBuilder config = OpcUaClientConfig.builder()
                .setApplicationName(LocalizedText.english("Millwright"))
                .setApplicationUri(own.applicationUri())
                .setProductUri("urn:millwright")
                .setEndpoint(endpoint)
                .setKeyPair(own.keys())
                .setCertificate(own.certificate())
                .setCertificateChain(new X509Certificate[] {own.certificate()})
                .setIdentityProvider(identity(endpoint, shown))
                .setSessionName(() -> "millwright " + controller.id())
                .setSessionTimeout(uint(SESSION_TIMEOUT.toMillis()))
                .setRequestTimeout(uint(deadline.leftMs()))
                .setKeepAliveInterval(uint(KEEP_ALIVE.toMillis()))
                .setKeepAliveTimeout(uint(KEEP_ALIVE.toMillis()))
                .setKeepAliveFailuresAllowed(uint(1));
        shown.map(TrustOnConfiguredAddress::new).ifPresent(config::setCertificateValidator);
        return config.build();
    }

    private IdentityProvider identity(EndpointDescription endpoint, Optional<X509Certificate> shown)
            throws EquipmentException {
        Optional<Login> login = controller.access().login();
        if (login.isEmpty()) {
            return new AnonymousProvider();
        }
        UserTokenPolicy token = tokens(endpoint)
                .filter(t -> t.getTokenType() == UserTokenType.UserName && hides(t, endpoint))
                .findFirst()
                .orElseThrow(() -> failures.refused("takes passwords only in the clear; none was sent"));
        X509Certificate key =
                shown.orElseThrow(() -> failures.refused("shows no certificate to encrypt the password with"));
        try {
            String password = secrets.read(login.get().secret());
            return new UsernameProvider(login.get().user(), password, new TrustOnConfiguredAddress(key), _ -> token);
        } catch (IOException e) {
            throw failures.refused("no password for " + login.get().user() + ": " + e.getMessage(), e);
        }
    }

    /** Whether the password is encrypted: by the token's own policy or, when it has none, by the endpoint's. */
    private static boolean hides(UserTokenPolicy token, EndpointDescription endpoint) {
        String uri = token.getSecurityPolicyUri();
        String effective = uri == null || uri.isEmpty() ? endpoint.getSecurityPolicyUri() : uri;
        return !SecurityPolicy.None.getUri().equals(effective);
    }

    private <R> R await(CompletableFuture<R> future, Deadline deadline) throws EquipmentException {
        try {
            return future.get(deadline.leftMs(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw failures.nobodyAnswers();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failures.interrupted("connect");
        } catch (ExecutionException e) {
            throw failures.connecting(Objects.requireNonNullElse(e.getCause(), e));
        }
    }
}
