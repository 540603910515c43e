package org.millwright.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millwright.release.Sha256;

class TrustListTest {
    private static final Presenter PRESENTER = new Presenter("cell-7", TestCertificate.uri("device"), "127.0.0.1");

    @TempDir
    private Path folder = Path.of("");

    private TrustList list = new TrustList(folder);

    @BeforeEach
    void open() {
        list = new TrustList(folder);
    }

    private UntrustedException refused(TestCertificate certificate) {
        return catchThrowableOfType(
                UntrustedException.class, () -> list.check(List.of(certificate.certificate()), PRESENTER));
    }

    /** Else somebody who shows a new certificate each time fills the disk, or hides the one that waits for a person. */
    @Test
    void onlyTheNewestRejectedCertificatesAreKept() throws Exception {
        TestCertificate first = TestCertificate.of("device").make();
        refused(first);
        Path file = folder.resolve("rejected").resolve(first.fingerprint() + ".der");
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        for (int i = 0; i < 128; i++) {
            refused(TestCertificate.of("device").make());
        }

        assertThat(list.all()).hasSize(128).noneMatch(l -> l.fingerprint().equals(first.fingerprint()));
    }

    @Test
    void aCertificateThatIsRefusedAgainIsKeptOnce() throws Exception {
        TestCertificate certificate = TestCertificate.of("device").make();
        refused(certificate);
        refused(certificate);

        assertThat(list.all()).hasSize(1);
    }

    @Test
    void aTextThatSteersTheTerminalIsDefused() {
        TestCertificate evil = TestCertificate.of("device\u001b[2J").make();

        assertThat(refused(evil)).hasMessageContaining("CN=device").hasMessageNotContaining("\u001b");
    }

    @Test
    void aCertificateThatIsNotValidYetPointsToTheClocks() {
        TestCertificate early = TestCertificate.of("device").days(2, 20).make();

        assertThat(refused(early)).hasMessageContainingAll("not valid yet", "clocks");
    }

    /** Without the list a revoked certificate would pass. */
    @Test
    void aRevocationListThatCannotBeReadIsAnError() throws Exception {
        list.prepare();
        Files.writeString(folder.resolve("trusted/crl/plant.crl"), "rubbish");
        X509Certificate certificate = TestCertificate.of("device").make().certificate();

        assertThatThrownBy(() -> list.check(List.of(certificate), PRESENTER)).hasMessageContaining("plant.crl");
    }

    @Test
    void aFileThatIsNoCertificateTrustsNobodyAndHarmsNobody() throws Exception {
        TestCertificate certificate = TestCertificate.of("device").make();
        list.prepare();
        Files.writeString(folder.resolve("trusted/certs/readme.txt"), "certificates go here");
        Files.writeString(folder.resolve("trusted/certs/rubbish.der"), "rubbish");
        list.add(certificate.writeTo(folder.resolve("device.der")));

        list.check(List.of(certificate.certificate()), PRESENTER);
        assertThat(list.all())
                .singleElement()
                .satisfies(l -> assertThat(l.shownBy()).containsExactly("cell-7"));
    }

    @Test
    void onlyTheOwnerMaySayWhoIsTrusted() throws Exception {
        list.prepare();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("trusted/certs"))))
                .isEqualTo("rwx------");
    }

    @Test
    void digitsThatFitTwoFingerprintsNameNone() throws Exception {
        List<Sha256> fingerprints = Stream.of("1", "2")
                .map(last -> new Sha256("0123456789" + "0".repeat(53) + last))
                .toList();

        assertThatThrownBy(() -> new FirstDigits("01:23:45:67:89").only(fingerprints))
                .isInstanceOf(TrustException.class)
                .hasMessageContaining("2 certificates");
        assertThat(new FirstDigits(fingerprints.getLast().hex()).only(fingerprints))
                .isEqualTo(fingerprints.getLast());
    }
}
