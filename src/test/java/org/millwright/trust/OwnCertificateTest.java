package org.millwright.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.eclipse.milo.opcua.stack.core.util.validation.CertificateValidationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnCertificateTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void itIsAnApplicationInstanceCertificate() throws Exception {
        OwnCertificate own = OwnCertificate.in(folder);

        assertThat(CertificateUtil.getSanUri(own.certificate())).contains(own.applicationUri());
        assertThat(CertificateUtil.getSanDnsNames(own.certificate())).contains("localhost");
        assertThat(CertificateUtil.getSanIpAddresses(own.certificate())).isNotEmpty();
        assertThat(own.certificate().getBasicConstraints()).as("no authority").isEqualTo(-1);
        CertificateValidationUtil.checkEndEntityKeyUsage(own.certificate());
        CertificateValidationUtil.checkEndEntityExtendedKeyUsage(own.certificate(), true);
        assertThat(own.certificate().getPublicKey())
                .isInstanceOfSatisfying(
                        RSAPublicKey.class,
                        key -> assertThat(key.getModulus().bitLength()).isGreaterThanOrEqualTo(2048));
        Instant from = own.certificate().getNotBefore().toInstant();
        assertThat(own.certificate().getNotAfter().toInstant()).isAfter(from.plus(Duration.ofDays(365)));
    }

    @Test
    void itIsKeptFromOthersAndItsPublicPartLiesBeside() throws Exception {
        OwnCertificate own = OwnCertificate.in(folder);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("own.p12"))))
                .isEqualTo("rw-------");
        assertThat(Certificates.read(folder.resolve("millwright.der"))).isEqualTo(own.certificate());
        assertThat(Certificates.read(folder.resolve("millwright.pem"))).isEqualTo(own.certificate());
        assertThat(OwnCertificate.published(folder)).contains(own.certificate());
    }

    /** Every controller was told this one: a new one by mistake stops the whole plant. */
    @Test
    void aKeyFileThatIsThereIsNeverReplaced() throws Exception {
        Path file = Files.writeString(folder.resolve("own.p12"), "cut off by a full disk");

        assertThatIOException().isThrownBy(() -> OwnCertificate.in(folder)).withMessageContaining("own.p12");
        assertThat(file).hasContent("cut off by a full disk");
    }
}
