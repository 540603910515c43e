package org.millwright.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.millwright.release.Sha256;

/** What people recognise a certificate by. Its texts come from strangers: they are cut, and cannot steer a terminal. */
public final class Certificates {
    private static final int LONGEST_TEXT = 200;

    private Certificates() {}

    /** SHA-256 of the encoded certificate, as other tools show it too. */
    public static Sha256 fingerprint(X509Certificate certificate) {
        return Sha256.of(encoded(certificate));
    }

    public static String subject(X509Certificate certificate) {
        return harmless(certificate.getSubjectX500Principal().getName());
    }

    /** The application that it was made for; empty when it names none. */
    public static String applicationUri(X509Certificate certificate) {
        return harmless(CertificateUtil.getSanUri(certificate).orElse(""));
    }

    public static Instant from(X509Certificate certificate) {
        return certificate.getNotBefore().toInstant();
    }

    public static Instant to(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant();
    }

    static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read has its bytes", e);
        }
    }

    /** The first certificate of a file in DER or PEM. */
    static X509Certificate read(Path file) throws IOException {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            if (factory.generateCertificate(new ByteArrayInputStream(PkiFiles.read(file)))
                    instanceof X509Certificate certificate) {
                return certificate;
            }
            throw new IOException(file + " holds no certificate");
        } catch (CertificateException e) {
            throw new IOException(file + " is no certificate in DER or PEM", e);
        }
    }

    /** A stranger's text, cut, and with a question mark for each character that could steer a terminal. */
    public static String harmless(String text) {
        String cut = text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "...";
        return cut.replaceAll("\\p{C}", "?");
    }
}
