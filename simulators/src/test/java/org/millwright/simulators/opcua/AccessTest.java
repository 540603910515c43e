package org.millwright.simulators.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.sdk.client.DiscoveryClient;
import org.eclipse.milo.opcua.sdk.client.identity.IdentityProvider;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
import org.eclipse.milo.opcua.sdk.client.identity.X509IdentityProvider;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.millwright.simulators.config.Login;
import org.millwright.simulators.config.ServerSettings;
import org.millwright.simulators.config.ServerSettings.Access;
import org.millwright.simulators.config.ServerSettings.OwnCertificate;
import org.millwright.simulators.config.ServerSettings.Security;

/** The server's settings of who gets in, and its certificate. */
class AccessTest {
    private static final String STATE = "di:DeviceSet/p:tiny/p:State";

    @TempDir
    Path folder = Path.of(".");

    private final TinyPlc plc = new TinyPlc();

    @ParameterizedTest
    @CsvSource({
        "BASIC256SHA256, Basic256Sha256",
        "AES128_SHA256_RSAOAEP, Aes128_Sha256_RsaOaep",
        "AES256_SHA256_RSAPSS, Aes256_Sha256_RsaPss"
    })
    void onlyTheWantedPolicyIsOfferedAndItWorks(Security wanted, SecurityPolicy policy) throws Exception {
        try (PlcServer server = start(access(List.of(wanted)))) {
            assertThat(endpoints(server)).singleElement().satisfies(endpoint -> {
                assertThat(endpoint.getSecurityPolicyUri()).isEqualTo(policy.getUri());
                assertThat(endpoint.getSecurityMode()).isEqualTo(MessageSecurityMode.SignAndEncrypt);
            });
            assertThat(stateSeenBy(server, policy, ClientKeys.make("any"))).isEqualTo("Execute");
        }
    }

    @Test
    void withATrustFolderOnlyItsCertificatesOpenAChannel() throws Exception {
        ClientKeys known = ClientKeys.make("known");
        ClientKeys stranger = ClientKeys.make("stranger");
        Files.write(folder.resolve("known.der"), known.certificate().getEncoded());
        Files.writeString(folder.resolve("readme.txt"), "no certificate");
        Access access = new Access(List.of(Security.BASIC256SHA256), Optional.empty(), Optional.of(folder));
        try (PlcServer server = start(ServerSettings.STANDARD.with(access))) {
            assertThat(stateSeenBy(server, SecurityPolicy.Basic256Sha256, known))
                    .isEqualTo("Execute");
            assertThatThrownBy(() -> stateSeenBy(server, SecurityPolicy.Basic256Sha256, stranger))
                    .isInstanceOfSatisfying(
                            UaException.class,
                            refused -> assertThat(refused.getStatusCode().value())
                                    .isIn(StatusCodes.Bad_CertificateUntrusted, StatusCodes.Bad_SecurityChecksFailed));
            Files.write(folder.resolve("stranger.der"), stranger.certificate().getEncoded());
            assertThat(stateSeenBy(server, SecurityPolicy.Basic256Sha256, stranger))
                    .as("the folder is read anew")
                    .isEqualTo("Execute");
        }
    }

    @Test
    void oneUserCertificateLogsInBesideThePasswordAndNoOther() throws Exception {
        ClientKeys user = ClientKeys.make("user");
        Access access = new Access(Access.STANDARD.security(), Optional.of(user.certificate()), Optional.empty());
        var settings = new PlcServer.Settings(
                0,
                Optional.of(new Login("engineer", "s3cret")),
                ServerSettings.STANDARD.with(access),
                Clock.systemUTC());
        try (PlcServer server = PlcServer.start(plc, settings)) {
            assertThat(stateSeenAs(server, identity(user))).isEqualTo("Execute");
            assertThat(stateSeenAs(server, new UsernameProvider("engineer", "s3cret")))
                    .isEqualTo("Execute");
            ClientKeys other = ClientKeys.make("user");
            assertThatThrownBy(() -> stateSeenAs(server, identity(other)))
                    .isInstanceOfSatisfying(
                            UaException.class,
                            refused -> assertThat(refused.getStatusCode().value())
                                    .isEqualTo(StatusCodes.Bad_IdentityTokenRejected));
            assertThatThrownBy(() -> Client.connect(server.endpoint())).isInstanceOf(UaException.class);
        }
    }

    @Test
    void theCertificateLivesAsLongAndNamesTheHostsAsItIsTold() throws Exception {
        Instant now = Instant.parse("2026-03-01T12:00:00Z");
        var own = new OwnCertificate(10, false, List.of("plc.example", "192.0.2.7"));
        var settings = new PlcServer.Settings(
                0, Optional.empty(), ServerSettings.STANDARD.with(own), Clock.fixed(now, ZoneOffset.UTC));
        try (PlcServer server = PlcServer.start(plc, settings)) {
            X509Certificate certificate = certificate(server);
            assertThat(certificate.getNotAfter().toInstant()).isEqualTo(Instant.parse("2026-03-11T12:00:00Z"));
            assertThat(CertificateUtil.getSanDnsNames(certificate)).containsExactly("plc.example");
            assertThat(CertificateUtil.getSanIpAddresses(certificate)).containsExactly("192.0.2.7");
        }
    }

    @Test
    void aCertificateMayHaveRunOut() throws Exception {
        var own = new OwnCertificate(-5, false, List.of("localhost"));
        try (PlcServer server = start(ServerSettings.STANDARD.with(own))) {
            assertThat(certificate(server).getNotAfter().toInstant())
                    .isBefore(Clock.systemUTC().instant());
        }
    }

    @Test
    void keyAndCertificateCanBeNewAfterEachBootAndWorkThen() throws Exception {
        var own = new OwnCertificate(10, true, List.of("localhost"));
        try (PlcServer server = start(ServerSettings.STANDARD.with(own))) {
            X509Certificate before = certificate(server);
            plc.powerOff();
            plc.powerOn();
            assertThat(certificate(server).getPublicKey()).isNotEqualTo(before.getPublicKey());
            assertThat(stateSeenBy(server, SecurityPolicy.Basic256Sha256, ClientKeys.make("any")))
                    .isEqualTo("Execute");
        }
    }

    private PlcServer start(ServerSettings look) throws IOException {
        return PlcServer.start(plc, new PlcServer.Settings(0, Optional.empty(), look, Clock.systemUTC()));
    }

    private static ServerSettings access(List<Security> security) {
        return ServerSettings.STANDARD.with(new Access(security, Optional.empty(), Optional.empty()));
    }

    private static Object stateSeenBy(PlcServer server, SecurityPolicy policy, ClientKeys keys) throws UaException {
        try (Client client = Client.connect(server.endpoint(), policy, keys::identify)) {
            return client.read(STATE);
        }
    }

    private static Object stateSeenAs(PlcServer server, IdentityProvider user) throws UaException {
        try (Client client =
                Client.connect(server.endpoint(), SecurityPolicy.None, config -> config.setIdentityProvider(user))) {
            return client.read(STATE);
        }
    }

    private static IdentityProvider identity(ClientKeys user) {
        return new X509IdentityProvider(user.certificate(), user.keys().getPrivate());
    }

    private static List<EndpointDescription> endpoints(PlcServer server) throws Exception {
        return DiscoveryClient.getEndpoints(server.endpoint()).get();
    }

    private static X509Certificate certificate(PlcServer server) throws Exception {
        return CertificateUtil.decodeCertificate(
                endpoints(server).getFirst().getServerCertificate().bytesOrEmpty());
    }
}
