package org.millwright.mes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.identity.IdentityProvider;
import org.eclipse.milo.opcua.sdk.client.identity.SignedIdentityToken;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
import org.eclipse.milo.opcua.sdk.client.identity.X509IdentityProvider;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.AnonymousIdentityToken;
import org.eclipse.milo.opcua.stack.core.types.structured.SignatureData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.millwright.equipment.fake.VirtualClock;
import org.millwright.trust.TestCertificate;
import org.millwright.trust.TrustList;

/** Who gets in, over real sockets, with a client of the library. */
class LogInAtTheServerTest {
    private static final MessageSecurityMode ENCRYPTED = MessageSecurityMode.SignAndEncrypt;
    private static final SecurityPolicy POLICY = SecurityPolicy.Basic256Sha256;

    @TempDir
    private Path folder = Path.of("");

    private MesUnderTest mes;
    private final VirtualClock clock = new VirtualClock();

    @BeforeEach
    void begin() throws Exception {
        mes = new MesUnderTest(folder, Map.of(), clock);
    }

    @AfterEach
    void end() throws Exception {
        mes.close();
    }

    private static IdentityProvider user(String name, String password) {
        return new UsernameProvider(name, password);
    }

    private static IdentityProvider good() {
        return user("mes", MesUnderTest.PASSWORD);
    }

    private static IdentityProvider certificate(TestCertificate of) {
        return new X509IdentityProvider(of.certificate(), of.keys().getPrivate());
    }

    private static long refused(Attempt attempt) {
        Throwable thrown = catchThrowable(attempt::run);
        return UaException.extractStatusCode(thrown)
                .orElseThrow(() -> new AssertionError("not refused: " + thrown, thrown))
                .value();
    }

    private interface Attempt {
        void run() throws Exception;
    }

    static Stream<Arguments> everyPolicyAndMode() {
        return Stream.of(
                        SecurityPolicy.Basic256Sha256,
                        SecurityPolicy.Aes128_Sha256_RsaOaep,
                        SecurityPolicy.Aes256_Sha256_RsaPss)
                .flatMap(p -> Stream.of(MessageSecurityMode.Sign, ENCRYPTED).map(m -> Arguments.of(p, m)));
    }

    @ParameterizedTest
    @MethodSource("everyPolicyAndMode")
    void aPasswordAndACertificateLogInWithEveryPolicy(SecurityPolicy policy, MessageSecurityMode mode)
            throws Exception {
        for (IdentityProvider identity : new IdentityProvider[] {good(), certificate(MesUnderTest.USER)}) {
            OpcUaClient client = mes.connect(policy, mode, MesUnderTest.CLIENT, identity);
            assertThat(client.readValues(0, TimestampsToReturn.Neither, List.of(NodeIds.Server_Auditing))
                            .getFirst()
                            .value()
                            .value())
                    .isEqualTo(true);
        }
    }

    @Test
    void aWrongPasswordAndAnUnknownNameAreRefusedAlike() {
        assertThat(refused(() -> mes.connect(user("mes", "wrong"))))
                .isEqualTo(refused(() -> mes.connect(user("nobody", "wrong"))))
                .isEqualTo(StatusCodes.Bad_UserAccessDenied);
    }

    @Test
    void nobodyLogsInWithoutAName() {
        IdentityProvider nobody = (_, _) ->
                new SignedIdentityToken(new AnonymousIdentityToken("anonymous"), new SignatureData(null, null));
        assertThat(refused(() -> mes.connect(nobody))).isEqualTo(StatusCodes.Bad_IdentityTokenInvalid);
    }

    @Test
    void aUserCertificateWithoutAnAccountIsRefused() {
        assertThat(refused(() ->
                        mes.connect(certificate(TestCertificate.of("stranger").make()))))
                .isEqualTo(StatusCodes.Bad_IdentityTokenRejected);
    }

    @Test
    void aStrangersCertificateIsKeptAndTheLogSaysOnceWhatToDo() throws Exception {
        TestCertificate stranger = TestCertificate.of("other-mes").make();
        for (int i = 0; i < 3; i++) {
            assertThat(refused(() -> mes.connect(POLICY, ENCRYPTED, stranger, good())))
                    .isEqualTo(StatusCodes.Bad_SecurityChecksFailed);
        }
        String command = "./millwright trust ADD --clients "
                + stranger.fingerprint().hex().substring(0, 16);
        assertThat(mes.logged(command)).hasSize(1);

        new TrustList(folder.resolve("pki/clients")).add(stranger.fingerprint().hex());
        assertThat(mes.connect(POLICY, ENCRYPTED, stranger, good())).isNotNull();
    }

    @Test
    void anExpiredClientCertificateIsRefusedForThat() throws Exception {
        TestCertificate expired = TestCertificate.of("old-mes").days(-10, -1).make();
        assertThat(refused(() -> mes.connect(POLICY, ENCRYPTED, expired, good())))
                .isEqualTo(StatusCodes.Bad_CertificateTimeInvalid);
    }

    @Test
    void withoutEncryptionThereIsNothingButTheEndpoints() {
        assertThat(new Wire(mes.port()).sessionWithoutSecurity()).isEqualTo(StatusCodes.Bad_SecurityPolicyRejected);
    }

    @Test
    void guessingIsSlowedDownAndTheOwnerGetsInAfterwards() throws Exception {
        for (int i = 0; i < 4; i++) {
            assertThat(refused(() -> mes.connect(user("mes", "guess")))).isEqualTo(StatusCodes.Bad_UserAccessDenied);
        }
        assertThat(refused(() -> mes.connect(good()))).isEqualTo(StatusCodes.Bad_UserAccessDenied);
        clock.advance(Duration.ofSeconds(30));
        assertThat(mes.connect(good())).isNotNull();
    }

    @Test
    void aPortThatIsTakenIsSaidWithTheOptionThatChangesIt() {
        MesServer.Site site =
                new MesServer.Site(mes.settings, mes.port(), folder.resolve("pki"), mes.logIn, Clock.systemUTC());
        assertThat(catchThrowable(() -> MesServer.start(site, List.of())))
                .isInstanceOf(PortTakenException.class)
                .hasMessageContaining("--mes-port");
    }
}
