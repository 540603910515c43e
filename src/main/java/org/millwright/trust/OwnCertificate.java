package org.millwright.trust;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Period;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;

/**
 * Who Millwright is to others: one key and one self-signed application instance certificate (OPC 10000-6 6.2.2), made
 * at the first use and kept, so that a controller has to be told once. The application URI in it is the one that
 * sessions name. Beside the key file lies the certificate alone, for the trust list of a controller.
 */
public record OwnCertificate(KeyPair keys, X509Certificate certificate, String applicationUri) {
    private static final String FILE = "own.p12";
    private static final String PUBLIC_DER = "millwright.der";
    private static final String PUBLIC_PEM = "millwright.pem";
    private static final String ALIAS = "millwright";
    /** The format wants one; what protects the key is that only the owner may read the file. */
    private static final String PASSWORD = "millwright";

    /** Clients on this machine reach our own server there. */
    private static final String LOOPBACK = "127.0.0.1";

    private static final int KEY_BITS = 2048;
    private static final Period VALIDITY = Period.ofYears(10);

    /** Reads it from the folder, or makes it there when there is no key file; one that is there is never replaced. */
    public static OwnCertificate in(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            create(folder);
        }
        KeyFile found = KeyFile.read(file, PASSWORD.toCharArray());
        String uri = CertificateUtil.getSanUri(found.certificate())
                .orElseThrow(() -> new IOException("the certificate in " + file + " names no application"));
        publish(folder, found.certificate());
        return new OwnCertificate(
                new KeyPair(found.certificate().getPublicKey(), found.key()), found.certificate(), uri);
    }

    /** The file to put into a controller's trust list; it is there after the first use. */
    public static Path toGiveAway(Path folder) {
        return folder.resolve(PUBLIC_DER);
    }

    /** The certificate alone, as it was made at the first start; empty before. */
    public static Optional<X509Certificate> published(Path folder) throws IOException {
        Path file = toGiveAway(folder);
        return Files.exists(file) ? Optional.of(Certificates.read(file)) : Optional.empty();
    }

    private static void publish(Path folder, X509Certificate certificate) throws IOException {
        byte[] der = Certificates.encoded(certificate);
        Path file = toGiveAway(folder);
        if (Files.exists(file) && Arrays.equals(PkiFiles.read(file), der)) {
            return;
        }
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        String pem = "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
        PkiFiles.write(folder, PUBLIC_PEM, pem.getBytes(StandardCharsets.US_ASCII));
        PkiFiles.write(folder, PUBLIC_DER, der);
    }

    private static void create(Path folder) throws IOException {
        try {
            KeyPair keys = SelfSignedCertificateGenerator.generateRsaKeyPair(KEY_BITS);
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(ALIAS, keys.getPrivate(), PASSWORD.toCharArray(), new Certificate[] {selfSigned(keys)});
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            store.store(out, PASSWORD.toCharArray());
            PkiFiles.write(folder, FILE, out.toByteArray());
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot make a certificate in " + folder, e);
        }
    }

    private static X509Certificate selfSigned(KeyPair keys) throws GeneralSecurityException {
        SelfSignedCertificateBuilder builder = new SelfSignedCertificateBuilder(keys)
                .setCommonName("Millwright")
                .setOrganization("Millwright")
                .setApplicationUri("urn:millwright:" + UUID.randomUUID())
                .setValidityPeriod(VALIDITY)
                .addDnsName("localhost")
                .addIpAddress(LOOPBACK);
        try {
            InetAddress here = InetAddress.getLocalHost();
            builder.addDnsName(here.getHostName());
            if (!here.getHostAddress().equals(LOOPBACK)) {
                builder.addIpAddress(here.getHostAddress());
            }
        } catch (UnknownHostException e) {
            return built(builder); // a machine without a name
        }
        return built(builder);
    }

    private static X509Certificate built(SelfSignedCertificateBuilder builder) throws GeneralSecurityException {
        try {
            return builder.build();
        } catch (GeneralSecurityException e) {
            throw e;
        } catch (Exception e) { // what the builder declares
            throw new GeneralSecurityException("cannot make a certificate", e);
        }
    }
}
