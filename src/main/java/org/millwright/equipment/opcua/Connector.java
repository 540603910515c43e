package org.millwright.equipment.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ubyte;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Comparator;
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
import org.eclipse.milo.opcua.stack.core.Stack;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.structured.ApplicationDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.GetEndpointsResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.eclipse.milo.opcua.stack.core.util.EndpointUtil;
import org.millwright.equipment.Deadline;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.Session.CertificateEnd;
import org.millwright.plant.Controller;
import org.millwright.plant.Controller.Security;
import org.millwright.trust.Certificates;
import org.millwright.trust.OwnCertificate;
import org.millwright.trust.Presenter;
import org.millwright.trust.UntrustedException;

/**
 * Opens one connection to one controller.
 *
 * <ol>
 *   <li>Ask the configured address for its endpoints and take the one with the configured security. Whatever host and
 *       port a server gives itself, the configured ones are used.
 *   <li>With security, judge the certificate that is shown there by the trust list. One that does not count ends it
 *       here: nothing else is sent.
 *   <li>Read the secret of the log-in now, so that a new one counts at once.
 *   <li>Open channel and session. When anything fails, or time runs out, the socket is closed and nothing goes on.
 * </ol>
 */
final class Connector {
    /** The server forgets a session that nobody closed after this time. */
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(60);

    /** Two missed signs of life in this distance end a connection. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(5);

    /** Some certificates of 4096 bits; what is longer is not even decoded. */
    private static final int LONGEST_CHAIN_BYTES = 32 * 1024;

    /** Every server has it; Milo goes on without a word when it could not read the namespaces. */
    private static final UShort SERVERS_OWN_NAMESPACE = Unsigned.ushort(1);

    private final OpcuaEquipment.Trust trust;
    private final Controller controller;
    private final Failures failures;
    private final LogIn logIn;

    Connector(OpcuaEquipment.Trust trust, Secrets secrets, Controller controller) {
        this.trust = trust;
        this.controller = controller;
        this.failures = new Failures(controller);
        this.logIn = new LogIn(controller.access().login(), secrets, failures);
    }

    /** What is open now, and the end of the certificate that ends first of those that it rests on. */
    record Opened(Connection connection, Optional<CertificateEnd> certificateEnd) {}

    Opened open(Deadline deadline) throws EquipmentException {
        if (!"opc.tcp".equals(EndpointUtil.getScheme(controller.address()))) {
            throw failures.refused("not an address of the form opc.tcp://host:port/path");
        }
        EndpointDescription endpoint = choose(endpoints(deadline));
        Optional<OnlyShown> judged = secured() ? Optional.of(judge(endpoint)) : Optional.empty();
        LogIn.User user = logIn.user();
        SingleUseTransport transport = SingleUseTransport.within(Duration.ofMillis(deadline.leftMs()));
        OpcUaClientConfigBuilder config = config(endpoint, deadline).setIdentityProvider(user.identity());
        judged.ifPresent(config::setCertificateValidator);
        try {
            Connection connection = connect(new OpcUaClient(config.build(), transport), transport, deadline);
            return new Opened(connection, firstEnd(judged.map(OnlyShown::certificate), user));
        } catch (EquipmentException e) {
            throw judged.filter(OnlyShown::anotherCame).isPresent()
                    ? failures.untrusted(
                            "shows another certificate on the channel than when asked for its endpoints", e)
                    : e;
        }
    }

    private Connection connect(OpcUaClient client, SingleUseTransport transport, Deadline deadline)
            throws EquipmentException {
        try {
            await(client.connectAsync(), deadline);
            Connection connection =
                    new Connection(client, await(client.getSessionAsync(), deadline), transport, failures);
            if (connection.namespaces().get(SERVERS_OWN_NAMESPACE) == null) {
                throw failures.nonsense("does not tell its namespaces");
            }
            return connection;
        } catch (EquipmentException e) {
            transport.abandon();
            var _ = client.disconnectAsync();
            throw e;
        }
    }

    private boolean secured() {
        return controller.access().security() != Security.NONE;
    }

    private Optional<CertificateEnd> firstEnd(Optional<X509Certificate> judged, LogIn.User user) {
        Stream<CertificateEnd> ofChannel = judged.stream()
                .flatMap(c -> Stream.of(
                        new CertificateEnd("the controller's certificate", Certificates.to(c)),
                        new CertificateEnd(
                                "Millwright's own certificate",
                                Certificates.to(trust.own().certificate()))));
        return Stream.concat(ofChannel, user.end().stream()).min(Comparator.comparing(CertificateEnd::at));
    }

    private OnlyShown judge(EndpointDescription endpoint) throws EquipmentException {
        List<X509Certificate> chain = chain(endpoint);
        failures.refuseExpired("Millwright's own certificate", trust.own().certificate());
        try {
            trust.controllers().check(chain, presenter(endpoint));
            return new OnlyShown(chain.getFirst());
        } catch (UntrustedException e) {
            throw failures.untrusted(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw failures.refused("its certificate cannot be judged: " + e.getMessage(), e);
        }
    }

    private Presenter presenter(EndpointDescription endpoint) {
        ApplicationDescription server = endpoint.getServer();
        String uri = server == null ? null : server.getApplicationUri();
        String host = EndpointUtil.getHost(controller.address());
        return new Presenter(
                controller.id().value(), Objects.requireNonNullElse(uri, ""), Objects.requireNonNullElse(host, ""));
    }

    /** What the server offers at its address, asked without security. */
    List<EndpointDescription> endpoints(Deadline deadline) throws EquipmentException {
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
        SecurityPolicy policy = policy(controller.access().security());
        MessageSecurityMode mode = secured() ? MessageSecurityMode.SignAndEncrypt : MessageSecurityMode.None;
        EndpointDescription found = offered.stream()
                .filter(e -> Stack.TCP_UASC_UABINARY_TRANSPORT_URI.equals(e.getTransportProfileUri()))
                .filter(e -> policy.getUri().equals(e.getSecurityPolicyUri()) && mode == e.getSecurityMode())
                .findFirst()
                .orElseThrow(() -> failures.refused("offers no endpoint with %s and %s".formatted(policy, mode)));
        return atConfiguredAddress(found, logIn.token(found));
    }

    private EndpointDescription atConfiguredAddress(EndpointDescription e, UserTokenPolicy token) {
        return new EndpointDescription(
                controller.address(),
                e.getServer(),
                e.getServerCertificate(),
                e.getSecurityMode(),
                e.getSecurityPolicyUri(),
                new UserTokenPolicy[] {token},
                e.getTransportProfileUri(),
                e.getSecurityLevel());
    }

    static SecurityPolicy policy(Security security) {
        return switch (security) {
            case NONE -> SecurityPolicy.None;
            case BASIC256SHA256 -> SecurityPolicy.Basic256Sha256;
            case AES128_SHA256_RSAOAEP -> SecurityPolicy.Aes128_Sha256_RsaOaep;
            case AES256_SHA256_RSAPSS -> SecurityPolicy.Aes256_Sha256_RsaPss;
        };
    }

    private List<X509Certificate> chain(EndpointDescription endpoint) throws EquipmentException {
        ByteString bytes = Objects.requireNonNullElse(endpoint.getServerCertificate(), ByteString.NULL_VALUE);
        if (bytes.length() > LONGEST_CHAIN_BYTES) {
            throw failures.refused("shows a certificate of " + bytes.length() + " bytes");
        }
        try {
            List<X509Certificate> chain = CertificateUtil.decodeCertificates(bytes.bytesOrEmpty());
            if (chain.isEmpty()) {
                throw failures.refused("shows no certificate");
            }
            return chain;
        } catch (UaException e) {
            throw failures.refused("shows a certificate that cannot be read", e);
        }
    }

    private OpcUaClientConfigBuilder config(EndpointDescription endpoint, Deadline deadline) {
        OwnCertificate own = trust.own();
        return OpcUaClientConfig.builder()
                .setApplicationName(LocalizedText.english("Millwright"))
                .setApplicationUri(own.applicationUri())
                .setProductUri("urn:millwright")
                .setEndpoint(endpoint)
                .setKeyPair(own.keys())
                .setCertificate(own.certificate())
                .setCertificateChain(new X509Certificate[] {own.certificate()})
                .setSessionName(() -> "millwright " + controller.id())
                .setSessionTimeout(uint(SESSION_TIMEOUT.toMillis()))
                .setRequestTimeout(uint(deadline.leftMs()))
                .setKeepAliveInterval(uint(KEEP_ALIVE.toMillis()))
                .setKeepAliveTimeout(uint(KEEP_ALIVE.toMillis()))
                .setKeepAliveFailuresAllowed(uint(1));
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
