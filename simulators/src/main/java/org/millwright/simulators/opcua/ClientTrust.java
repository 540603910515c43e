package org.millwright.simulators.opcua;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.jspecify.annotations.Nullable;
import org.millwright.simulators.config.CertificateFile;

/**
 * Decides by its certificate whether a client may open a secure channel.
 *
 * @param folder of the only trusted certificates, PEM or DER, looked at anew each time; empty when all are trusted
 */
record ClientTrust(Optional<Path> folder) implements CertificateValidator {
    private static final int MAX_FILES = 1000;

    @Override
    public void validateCertificateChain(
            List<X509Certificate> chain, @Nullable String applicationUri, @Nullable String @Nullable [] hostnames)
            throws UaException {
        if (folder.isPresent() && !isIn(folder.get(), chain.getFirst())) {
            throw new UaException(StatusCodes.Bad_CertificateUntrusted, "not among the trusted clients");
        }
    }

    private static boolean isIn(Path folder, X509Certificate certificate) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.limit(MAX_FILES).anyMatch(file -> holds(file, certificate));
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** A file that is no certificate trusts nobody. */
    private static boolean holds(Path file, X509Certificate certificate) {
        try {
            return CertificateFile.read(file).equals(certificate);
        } catch (IOException other) {
            return false;
        }
    }
}
