package org.millwright.equipment.opcua;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.jspecify.annotations.Nullable;

/**
 * Takes the certificate that the configured address itself has shown, whoever signed it, as long as it is valid today.
 * That keeps listeners out but not somebody who answers in the controller's place: to be replaced by the plant's own
 * list of trusted certificates, where an unknown or changed one waits for a person.
 */
final class TrustOnConfiguredAddress implements CertificateValidator {
    private final X509Certificate shown;

    TrustOnConfiguredAddress(X509Certificate shown) {
        this.shown = shown;
    }

    @Override
    public void validateCertificateChain(
            List<X509Certificate> chain, @Nullable String applicationUri, @Nullable String @Nullable [] hostnames)
            throws UaException {
        if (chain.isEmpty() || !chain.getFirst().equals(shown)) {
            throw new UaException(
                    StatusCodes.Bad_CertificateUntrusted, "not the certificate that the address has shown");
        }
        try {
            shown.checkValidity();
        } catch (CertificateException e) {
            throw new UaException(StatusCodes.Bad_CertificateTimeInvalid, e);
        }
    }
}
