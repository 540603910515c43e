package org.millwright.mes;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.jspecify.annotations.Nullable;
import org.millwright.trust.Certificates;
import org.millwright.trust.TrustList;
import org.millwright.trust.UntrustedException;

/**
 * Which applications may open a channel, and then a session. A client learns as little as OPC 10000-4 6.1.3 wants; the
 * log says what to do.
 */
record ClientCertificates(TrustList clients, Notices notices) implements CertificateValidator {
    @Override
    public void validateCertificateChain(
            List<X509Certificate> chain, @Nullable String applicationUri, @Nullable String @Nullable [] hostnames)
            throws UaException {
        try {
            clients.checkClient(chain, Optional.ofNullable(applicationUri));
        } catch (UntrustedException e) {
            notices.tell("client " + Certificates.fingerprint(chain.getFirst()), "a client " + e.getMessage());
            throw new UaException(status(e));
        } catch (IOException e) {
            notices.tell("pki", "the certificates of clients cannot be read: " + e.getMessage());
            throw new UaException(StatusCodes.Bad_SecurityChecksFailed);
        }
    }

    private static long status(UntrustedException refusal) {
        return switch (refusal.objection()) {
            case EXPIRED, NOT_YET_VALID -> StatusCodes.Bad_CertificateTimeInvalid;
            case OTHER_APPLICATION -> StatusCodes.Bad_CertificateUriInvalid;
            case OTHER_PURPOSE -> StatusCodes.Bad_CertificateUseNotAllowed;
            case UNKNOWN, ISSUER_UNKNOWN, REVOKED, REVOCATION_UNKNOWN, OTHER_HOST ->
                StatusCodes.Bad_SecurityChecksFailed;
        };
    }
}
