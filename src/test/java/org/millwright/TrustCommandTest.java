package org.millwright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millwright.trust.OwnCertificate;
import org.millwright.trust.Presenter;
import org.millwright.trust.TestCertificate;
import org.millwright.trust.TrustList;
import org.millwright.trust.UntrustedException;

/** The command as a person uses it, on a folder that a service has filled. */
class TrustCommandTest {
    private static final Presenter CONTROLLER = new Presenter("cell-7", TestCertificate.uri("device"), "127.0.0.1");

    @TempDir
    private Path data = Path.of("");

    private record Ended(int code, String out, String err) {}

    private Ended run(String... command) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] all = new String[command.length + 3];
        all[0] = "trust";
        System.arraycopy(command, 0, all, 1, command.length);
        all[command.length + 1] = "--data";
        all[command.length + 2] = data.toString();
        int code = Millwright.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all);
        return new Ended(code, out.toString(), err.toString());
    }

    private void show(TestCertificate certificate) {
        TrustList list = new TrustList(data.resolve("pki/controllers"));
        assertThat(catchThrowable(() -> list.check(List.of(certificate.certificate()), CONTROLLER)))
                .isInstanceOf(UntrustedException.class);
    }

    private boolean counts(TestCertificate certificate) {
        TrustList list = new TrustList(data.resolve("pki/controllers"));
        return catchThrowable(() -> list.check(List.of(certificate.certificate()), CONTROLLER)) == null;
    }

    @Test
    void beforeTheFirstStartThereIsNothingAndThatIsSaid() {
        Ended listed = run("LIST");

        assertThat(listed.code()).isZero();
        assertThat(listed.out()).contains(data.toString(), "none yet");
        assertThat(data.resolve("pki")).doesNotExist();
    }

    @Test
    void aRejectedCertificateIsListedTrustedAndRejectedAgain() {
        TestCertificate certificate = TestCertificate.of("device").make();
        String fingerprint = certificate.fingerprint().hex();
        show(certificate);
        assertThat(run("LIST").out())
                .contains("rejected " + fingerprint, "CN=device", TestCertificate.uri("device"), "shown by cell-7");

        Ended added = run("ADD", fingerprint.substring(0, 8));
        assertThat(added.code()).isZero();
        assertThat(added.out()).contains(fingerprint);
        assertThat(run("LIST").out()).contains("trusted " + fingerprint).doesNotContain("rejected");
        assertThat(counts(certificate)).isTrue();

        assertThat(run("REJECT", fingerprint).code()).isZero();
        assertThat(run("LIST").out()).contains("rejected " + fingerprint).doesNotContain("trusted ");
        assertThat(counts(certificate)).isFalse();
    }

    @Test
    void aFingerprintMayBeTypedAsOtherToolsShowIt() {
        TestCertificate certificate = TestCertificate.of("device").make();
        show(certificate);
        String hex = certificate.fingerprint().hex().toUpperCase(Locale.ROOT);

        assertThat(run("ADD", hex.replaceAll("(..)(?=.)", "$1:")).code()).isZero();
        assertThat(counts(certificate)).isTrue();
    }

    @Test
    void aCertificateInAFileIsTrustedWhateverItsEncoding() throws Exception {
        TestCertificate first = TestCertificate.of("device").make();
        TestCertificate second = TestCertificate.of("device").make();
        Path der = first.writeTo(data.resolve("first.cer"));
        byte[] bytes = second.certificate().getEncoded();
        String body = Base64.getMimeEncoder().encodeToString(bytes);
        Path pem = Files.writeString(
                data.resolve("second.crt"),
                "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n",
                StandardCharsets.US_ASCII);

        assertThat(run("ADD", der.toString()).code()).isZero();
        assertThat(run("ADD", pem.toString()).code()).isZero();
        assertThat(counts(first)).isTrue();
        assertThat(counts(second)).isTrue();
    }

    @Test
    void whatCannotBeDoneIsToldWithExitCode2() throws Exception {
        TestCertificate expired = TestCertificate.of("device").days(-20, -1).make();
        show(expired);
        Path noCertificate = Files.writeString(data.resolve("notes.txt"), "hello");

        assertRefused(run("ADD", expired.fingerprint().hex()), "valid from");
        assertRefused(run("ADD", "0123456"), "neither a file nor 8");
        assertRefused(run("REJECT", "0123456789abcdef"), "begins with 0123456789abcdef");
        assertRefused(run(), "LIST, ADD or REJECT?");
        assertRefused(run("ADD"), "FINGERPRINT|FILE");
        assertThat(run("ADD", noCertificate.toString()).code()).isEqualTo(3);
        assertThat(counts(expired)).isFalse();
    }

    private static void assertRefused(Ended ended, String why) {
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains(why).doesNotContain("Exception");
    }

    @Test
    void asJsonForPrograms() throws Exception {
        OwnCertificate own = OwnCertificate.in(data.resolve("pki/own"));
        TestCertificate certificate = TestCertificate.of("device").make();
        show(certificate);

        JsonNode json = new ObjectMapper().readTree(run("LIST", "--json").out());
        assertThat(json.at("/own/applicationUri").asText()).isEqualTo(own.applicationUri());
        assertThat(Path.of(json.at("/own/file").asText()))
                .hasBinaryContent(own.certificate().getEncoded());
        assertThat(json.at("/controllers/0/standing").asText()).isEqualTo("rejected");
        assertThat(json.at("/controllers/0/fingerprint").asText())
                .isEqualTo(certificate.fingerprint().hex());
        assertThat(json.at("/controllers/0/shownBy/0").asText()).isEqualTo("cell-7");
        assertThat(json.at("/controllers/0/validTo").asText())
                .isEqualTo(certificate.certificate().getNotAfter().toInstant().toString());
    }

    @Test
    void clientsHaveAListOfTheirOwn() throws Exception {
        TestCertificate mes = TestCertificate.of("mes").make();
        TrustList clients = new TrustList(data.resolve("pki/clients"));
        assertThat(catchThrowable(() -> clients.checkClient(List.of(mes.certificate()), Optional.empty())))
                .hasMessageContaining("./millwright trust ADD --clients");
        String digits = mes.fingerprint().hex().substring(0, 16);
        assertThat(run("ADD", digits).code()).isEqualTo(2);
        assertThat(run("ADD", "--clients", digits).code()).isZero();
        clients.checkClient(List.of(mes.certificate()), Optional.of(TestCertificate.uri("mes")));
        assertThat(run("LIST").out()).contains("trusted " + mes.fingerprint(), "a client");
        assertThat(catchThrowable(() -> clients.checkClient(
                        List.of(mes.certificate()), Optional.of(TestCertificate.uri("somebody-else")))))
                .isInstanceOf(UntrustedException.class);
        assertThat(run("REJECT", "--clients", digits).code()).isZero();
        assertThat(catchThrowable(() -> clients.checkClient(List.of(mes.certificate()), Optional.empty())))
                .isInstanceOf(UntrustedException.class);
    }
}
