package org.millwright.equipment.opcua;

import java.security.cert.X509Certificate;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.jspecify.annotations.Nullable;

/** Holds a server to the certificate that it showed when asked for its endpoints: that one, and only that, was judged. */
final class OnlyShown implements CertificateValidator {
    private final X509Certificate shown;
    private volatile boolean another;

    OnlyShown(X509Certificate shown) {
        this.shown = shown;
    }

    X509Certificate certificate() {
        return shown;
    }

    /** Whether the server has come with another one since. */
    boolean anotherCame() {
        return another;
    }

    @Override
    public void validateCertificateChain(
            List<X509Certificate> chain, @Nullable String applicationUri, @Nullable String @Nullable [] hostnames)
            throws UaException {
        if (chain.isEmpty() || !chain.getFirst().equals(shown)) {
            another = true;
            throw new UaException(StatusCodes.Bad_CertificateUntrusted, "not the certificate that was judged");
        }
    }
}
