package org.millwright.simulators.opcua;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.milo.opcua.sdk.client.DiscoveryClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfigBuilder;
import org.eclipse.milo.opcua.sdk.client.identity.IdentityProvider;
import org.eclipse.milo.opcua.sdk.client.identity.SignedIdentityToken;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.SignatureData;
import org.eclipse.milo.opcua.stack.core.types.structured.UserNameIdentityToken;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.millwright.simulators.config.Login;

/** Who gets in, and how. */
class SecurityTest {
    private static final String STATE = "di:DeviceSet/p:tiny/p:State";

    private PlcServer server;

    @BeforeEach
    void start() throws IOException {
        var login = Optional.of(new Login("engineer", "s3cret"));
        server = PlcServer.start(new TinyPlc(), new PlcServer.Settings(0, login, Clock.systemUTC()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theRightPasswordGetsInAlsoWithoutAnEncryptedChannel() throws UaException {
        try (Client client = connect(new UsernameProvider("engineer", "s3cret"))) {
            assertThat(client.read(STATE)).isEqualTo("Execute");
        }
    }

    @Test
    void aWrongPasswordIsRefused() {
        assertThatThrownBy(() -> connect(new UsernameProvider("engineer", "guess")))
                .isInstanceOfSatisfying(
                        UaException.class,
                        e -> assertThat(e.getStatusCode().value()).isEqualTo(StatusCodes.Bad_UserAccessDenied));
    }

    @Test
    void nobodyGetsInWithoutAName() {
        assertThatThrownBy(() -> Client.connect(server.endpoint())).isInstanceOf(UaException.class);
    }

    @Test
    void aPasswordInClearTextIsRefusedEvenWhenItIsRight() {
        assertThatThrownBy(() -> connect(new ClearTextPassword()))
                .isInstanceOfSatisfying(
                        UaException.class,
                        e -> assertThat(e.getStatusCode().value()).isEqualTo(StatusCodes.Bad_IdentityTokenRejected));
    }

    /** What a careless client sends on a channel without encryption. */
    private static final class ClearTextPassword implements IdentityProvider {
        @Override
        public SignedIdentityToken getIdentityToken(EndpointDescription endpoint, ByteString serverNonce) {
            var token =
                    new UserNameIdentityToken("username", "engineer", ByteString.of("s3cret".getBytes(UTF_8)), null);
            return new SignedIdentityToken(token, new SignatureData(null, null));
        }
    }

    @Test
    void anEncryptedSessionWorksForAnyClientCertificate() throws Exception {
        KeyPair keys = SelfSignedCertificateGenerator.generateRsaKeyPair(2048);
        X509Certificate certificate = new SelfSignedCertificateBuilder(keys)
                .setCommonName("client")
                .setApplicationUri("urn:test:client")
                .build();
        Consumer<OpcUaClientConfigBuilder> configure = config -> config.setApplicationUri("urn:test:client")
                .setKeyPair(keys)
                .setCertificate(certificate)
                .setCertificateChain(new X509Certificate[] {certificate})
                .setIdentityProvider(new UsernameProvider("engineer", "s3cret"));
        try (Client client = Client.connect(server.endpoint(), SecurityPolicy.Basic256Sha256, configure)) {
            assertThat(client.read(STATE)).isEqualTo("Execute");
        }
    }

    @Test
    void theCertificateCarriesTheApplicationUri() throws Exception {
        List<EndpointDescription> endpoints =
                DiscoveryClient.getEndpoints(server.endpoint()).get();
        assertThat(endpoints).hasSize(2).allSatisfy(endpoint -> {
            X509Certificate certificate = CertificateUtil.decodeCertificate(
                    endpoint.getServerCertificate().bytesOrEmpty());
            assertThat(CertificateUtil.getSanUri(certificate))
                    .hasValue(endpoint.getServer().getApplicationUri());
        });
    }

    private Client connect(IdentityProvider identity) throws UaException {
        return Client.connect(server.endpoint(), SecurityPolicy.None, config -> config.setIdentityProvider(identity));
    }
}
