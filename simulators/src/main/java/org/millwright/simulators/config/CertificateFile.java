package org.millwright.simulators.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/** Reads certificates that people keep as files. */
public final class CertificateFile {
    private static final int MAX_BYTES = 64 * 1024;

    private CertificateFile() {}

    /**
     * The certificate in a PEM or DER file; of several the first.
     *
     * @throws IOException when there is none, with a reason for people
     */
    public static X509Certificate read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("%s is not a file".formatted(file));
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException("%s is larger than %d bytes".formatted(file, MAX_BYTES));
        }
        try {
            Certificate certificate = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
            if (certificate instanceof X509Certificate x509) {
                return x509;
            }
        } catch (CertificateException e) {
            throw new IOException("%s holds no certificate in PEM or DER form".formatted(file), e);
        }
        throw new IOException("%s holds no X.509 certificate".formatted(file));
    }
}
