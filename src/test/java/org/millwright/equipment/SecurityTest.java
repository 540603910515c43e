package org.millwright.equipment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.millwright.equipment.EquipmentException.Kind.REFUSED;
import static org.millwright.equipment.EquipmentException.Kind.UNTRUSTED;
import static org.millwright.equipment.PlantUnderTest.LIMIT;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.millwright.equipment.opcua.OpcuaEquipment;
import org.millwright.plant.Controller;
import org.millwright.plant.Controller.Access;
import org.millwright.plant.Controller.Login;
import org.millwright.plant.Controller.Secret;
import org.millwright.plant.Controller.Security;
import org.millwright.plant.ControllerId;
import org.millwright.release.Sha256;
import org.millwright.trust.OwnCertificate;
import org.millwright.trust.TestCertificate;
import org.millwright.trust.TrustList;
import org.millwright.trust.TrustList.Listed;
import org.millwright.trust.TrustList.Standing;

/** Who is believed to be a controller and who is not, over real sockets. */
class SecurityTest {
    private static final ControllerId ID = new ControllerId("cell-7");
    private static final String APPLICATION = TestCertificate.uri("device");
    private static final TestCertificate USER =
            TestCertificate.of("maintenance").days(-1, 20).make();
    private static final CertificateValidator ANY_CLIENT = (_, _, _) -> {};

    /** Making a key takes long: one certificate serves all tests. */
    @TempDir
    static Path own;

    @TempDir
    Path pki;

    @TempDir
    Path secrets;

    private final List<SecureServer> servers = new ArrayList<>();
    private Equipment equipment;
    private TrustList trust;

    @BeforeAll
    static void makeOwnCertificate() throws Exception {
        OwnCertificate.in(own);
    }

    @BeforeEach
    void begin() throws Exception {
        Files.createDirectories(pki.resolve("own"));
        Files.copy(own.resolve("own.p12"), pki.resolve("own/own.p12"));
        equipment = new OpcuaEquipment(pki, Map.of("P12_PASSWORD", "open sesame", "OTHER", "not-this-one"));
        trust = new TrustList(pki.resolve("controllers"));
    }

    @AfterEach
    void end() {
        servers.forEach(SecureServer::close);
    }

    private String serve(TestCertificate certificate) throws Exception {
        return serve(new SecureServer.Frame(certificate, APPLICATION, USER, ANY_CLIENT));
    }

    private String serve(SecureServer.Frame frame) throws Exception {
        SecureServer server = SecureServer.start(frame);
        servers.add(server);
        return server.address();
    }

    private static TestCertificate.Wish device() {
        return TestCertificate.of("device");
    }

    private static Controller at(String address, Security security, Optional<Login> login) {
        return PlantUnderTest.described(ID, address, new Access(security, login), Map.of(), Map.of());
    }

    private static Controller secured(String address) {
        return at(address, Security.BASIC256SHA256, Optional.empty());
    }

    private Session.Facts facts(Controller controller) throws EquipmentException {
        try (Session session = equipment.open(controller, LIMIT)) {
            return session.facts(LIMIT);
        }
    }

    private EquipmentException failure(Controller controller) {
        return PlantUnderTest.failure(() -> equipment.open(controller, LIMIT));
    }

    private void trust(TestCertificate certificate) throws Exception {
        trust.add(certificate.writeTo(secrets.resolve("to-trust.der")));
    }

    private List<Sha256> fingerprints(Standing standing) throws Exception {
        return trust.all().stream()
                .filter(l -> l.standing() == standing)
                .map(Listed::fingerprint)
                .toList();
    }

    @Test
    void anUnknownCertificateIsRefusedAndKeptUntilAPersonTrustsIt() throws Exception {
        TestCertificate certificate = device().make();
        Controller controller = secured(serve(certificate));

        EquipmentException refused = failure(controller);
        assertThat(refused.kind()).isEqualTo(UNTRUSTED);
        String digits = certificate.fingerprint().hex().substring(0, 12);
        assertThat(refused)
                .hasMessageContainingAll(
                        "cell-7",
                        "nobody has trusted",
                        "CN=device",
                        certificate.fingerprint().hex())
                .hasMessageContaining("./millwright trust ADD " + digits);
        assertThat(trust.all()).singleElement().satisfies(listed -> {
            assertThat(listed.standing()).isEqualTo(Standing.REJECTED);
            assertThat(listed.certificate()).isEqualTo(certificate.certificate());
            assertThat(listed.shownBy()).containsExactly("cell-7");
        });

        trust.add(digits);
        assertThat(facts(controller).certificateEnd()).isPresent();
        assertThat(fingerprints(Standing.TRUSTED)).containsExactly(certificate.fingerprint());
        assertThat(fingerprints(Standing.REJECTED)).isEmpty();
    }

    @Test
    void rejectingEndsTheTrustAtTheNextConnect() throws Exception {
        TestCertificate certificate = device().make();
        Controller controller = secured(serve(certificate));
        trust(certificate);
        try (Session open = equipment.open(controller, LIMIT)) {
            trust.reject(certificate.fingerprint().hex());

            assertThat(failure(controller).kind()).isEqualTo(UNTRUSTED);
            assertThat(open.facts(LIMIT).clock()).as("what is open stays open").isNotNull();
        }
        assertThat(fingerprints(Standing.TRUSTED)).isEmpty();
        assertThat(fingerprints(Standing.REJECTED)).containsExactly(certificate.fingerprint());
    }

    /** Also by a service that was started anew: what was seen last is kept in a file. */
    @Test
    void aChangedCertificateIsNamedWithTheOneBefore() throws Exception {
        TestCertificate before = device().make();
        TestCertificate after = device().make();
        trust(before);
        facts(secured(serve(before)));
        equipment = new OpcuaEquipment(pki, Map.of());

        EquipmentException changed = failure(secured(serve(after)));
        assertThat(changed.kind()).isEqualTo(UNTRUSTED);
        assertThat(changed)
                .hasMessageContaining("has changed")
                .hasMessageContainingAll(
                        before.fingerprint().hex(), after.fingerprint().hex());
        assertThat(fingerprints(Standing.REJECTED)).containsExactly(after.fingerprint());
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void everyPolicyConnectsAndRestsOnTheCertificatesOfBothSides(Security security) throws Exception {
        TestCertificate certificate = device().make();
        Controller controller = at(serve(certificate), security, Optional.empty());
        trust(certificate);

        assertThat(facts(controller).certificateEnd()).hasValueSatisfying(end -> {
            assertThat(end.whose()).isEqualTo("the controller's certificate");
            assertThat(end.at())
                    .isEqualTo(certificate.certificate().getNotAfter().toInstant());
        });
    }

    @Test
    void ourOwnCertificateCountsWhenItEndsFirst() throws Exception {
        TestCertificate longLived = device().days(-1, 36_500).make();
        Controller controller = secured(serve(longLived));
        trust(longLived);

        assertThat(facts(controller).certificateEnd())
                .hasValueSatisfying(end -> assertThat(end.whose()).isEqualTo("Millwright's own certificate"));
    }

    @Test
    void withoutSecurityNothingIsJudged() throws Exception {
        Controller controller = at(serve(device().days(-20, -10).make()), Security.NONE, Optional.empty());

        assertThat(facts(controller).certificateEnd()).isEmpty();
        assertThat(trust.all()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aUserCertificateLogsInAndItsEndCounts(Security security) throws Exception {
        TestCertificate certificate = device().make();
        USER.writeKeyTo(secrets.resolve("user.p12"), "open sesame");
        Controller controller = at(serve(certificate), security, Optional.of(user("P12_PASSWORD")));
        trust(certificate);

        assertThat(facts(controller).certificateEnd()).hasValueSatisfying(end -> {
            assertThat(end.whose()).contains("user certificate", "CN=maintenance");
            assertThat(end.at()).isEqualTo(USER.certificate().getNotAfter().toInstant());
        });
    }

    private Login user(String variable) {
        return new Login.Certificate(secrets.resolve("user.p12"), new Secret.EnvironmentVariable(variable));
    }

    @Test
    void aUserCertificateThatTheControllerDoesNotKnowIsRefused() throws Exception {
        TestCertificate certificate = device().make();
        TestCertificate.of("stranger").make().writeKeyTo(secrets.resolve("user.p12"), "open sesame");
        Controller controller = at(serve(certificate), Security.BASIC256SHA256, Optional.of(user("P12_PASSWORD")));
        trust(certificate);

        assertThat(failure(controller).kind()).isEqualTo(REFUSED);
    }

    @Test
    void aKeyFileThatCannotBeOpenedIsRefusedWithoutTellingThePassword() throws Exception {
        TestCertificate certificate = device().make();
        USER.writeKeyTo(secrets.resolve("user.p12"), "open sesame");
        Controller controller = at(serve(certificate), Security.BASIC256SHA256, Optional.of(user("OTHER")));
        trust(certificate);

        EquipmentException refused = failure(controller);
        assertThat(refused.kind()).isEqualTo(REFUSED);
        assertThat(refused).hasMessageContaining("user.p12");
        assertThat(refused).hasMessageNotContaining("not-this-one");
    }

    @Test
    void whatExpiredOnOurSideIsNamedAndNothingIsTried() throws Exception {
        TestCertificate certificate = device().make();
        TestCertificate expired =
                TestCertificate.of("maintenance").days(-20, -1).make();
        expired.writeKeyTo(secrets.resolve("user.p12"), "open sesame");
        Controller controller = at(serve(certificate), Security.BASIC256SHA256, Optional.of(user("P12_PASSWORD")));
        trust(certificate);
        assertThat(failure(controller)).hasMessageContaining("the user certificate of");

        expired.writeKeyTo(pki.resolve("own/own.p12"), "millwright");
        equipment = new OpcuaEquipment(pki, Map.of());
        EquipmentException refused = failure(secured(controller.address()));
        assertThat(refused.kind()).isEqualTo(REFUSED);
        assertThat(refused).hasMessageContaining("Millwright's own certificate ended at");
    }

    @Test
    void anExpiredCertificateDoesNotCountAlsoWhenItIsTrusted() throws Exception {
        TestCertificate expired = device().days(-20, -1).make();
        expired.writeTo(Files.createDirectories(pki.resolve("controllers/trusted/certs"))
                .resolve("by-hand.der"));

        EquipmentException refused = failure(secured(serve(expired)));
        assertThat(refused.kind()).isEqualTo(UNTRUSTED);
        assertThat(refused).hasMessageContaining("expired").hasMessageNotContaining("trust ADD");
    }

    @Test
    void aCertificateOfAnotherApplicationDoesNotCount() throws Exception {
        TestCertificate other = TestCertificate.of("somebody-else").make();
        trust(other);

        EquipmentException refused = failure(secured(serve(other)));
        assertThat(refused.kind()).isEqualTo(UNTRUSTED);
        assertThat(refused).hasMessageContainingAll(APPLICATION, TestCertificate.uri("somebody-else"));
    }

    @Test
    void aCertificateForAnotherPurposeDoesNotCount() throws Exception {
        TestCertificate signsOnly = device().usage(KeyUsage.digitalSignature).make();
        trust(signsOnly);

        assertThat(failure(secured(serve(signsOnly)))).hasMessageContaining("key usage");
    }

    @Test
    void anAuthorityVouchesForTheHostsInItsCertificatesUntilItRevokesThem() throws Exception {
        TestCertificate authority = TestCertificate.of("plant-ca").authority();
        TestCertificate good = device().issuedBy(authority).make();
        TestCertificate elsewhere =
                device().issuedBy(authority).host("10.9.8.7").make();
        Controller controller = secured(serve(good));
        assertThat(failure(controller)).hasMessageContaining("nobody has trusted");

        trust(authority);
        assertThat(facts(controller).certificateEnd()).isPresent();
        assertThat(failure(secured(serve(elsewhere)))).hasMessageContaining("not made for the host 127.0.0.1");

        authority.revoke(pki.resolve("controllers/trusted/crl/plant-ca.crl"), elsewhere);
        assertThat(facts(controller).certificateEnd()).isPresent();
        authority.revoke(pki.resolve("controllers/trusted/crl/plant-ca.crl"), good);
        EquipmentException revoked = failure(controller);
        assertThat(revoked.kind()).isEqualTo(UNTRUSTED);
        assertThat(revoked).hasMessageContaining("revoked");
    }

    @Test
    void aTrustedCertificateWhoseIssuerIsNotKnownSaysWhatIsMissing() throws Exception {
        TestCertificate authority = TestCertificate.of("plant-ca").authority();
        TestCertificate certificate = device().issuedBy(authority).make();
        Controller controller = secured(serve(certificate));
        trust(certificate);
        assertThat(failure(controller)).hasMessageContaining("issuer/certs");

        authority.writeTo(pki.resolve("controllers/issuer/certs/plant-ca.der"));
        assertThat(facts(controller).certificateEnd()).isPresent();
    }

    @Test
    void aControllerThatDoesNotTrustUsIsRefusedWithAHint() throws Exception {
        TestCertificate certificate = device().make();
        CertificateValidator nobody = (_, _, _) -> {
            throw new UaException(StatusCodes.Bad_CertificateUntrusted);
        };
        trust(certificate);

        EquipmentException refused =
                failure(secured(serve(new SecureServer.Frame(certificate, APPLICATION, USER, nobody))));
        assertThat(refused.kind()).isEqualTo(REFUSED);
        assertThat(refused).hasMessageContaining("./millwright trust LIST");
    }
}
