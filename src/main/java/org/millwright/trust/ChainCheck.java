package org.millwright.trust;

import static org.eclipse.milo.opcua.stack.core.util.validation.ValidationCheck.APPLICATION_URI;
import static org.eclipse.milo.opcua.stack.core.util.validation.ValidationCheck.EXTENDED_KEY_USAGE_END_ENTITY;
import static org.eclipse.milo.opcua.stack.core.util.validation.ValidationCheck.HOSTNAME;
import static org.eclipse.milo.opcua.stack.core.util.validation.ValidationCheck.KEY_USAGE_END_ENTITY;
import static org.eclipse.milo.opcua.stack.core.util.validation.ValidationCheck.REVOCATION;
import static org.eclipse.milo.opcua.stack.core.util.validation.ValidationCheck.VALIDITY;

import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.DefaultClientCertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.DefaultServerCertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.TrustListManager;
import org.eclipse.milo.opcua.stack.core.util.validation.ValidationCheck;

/**
 * What stands against a chain of certificates (OPC 10000-4 6.1.3), in the order of what a person has to do about it.
 *
 * <ol>
 *   <li>The certificate is valid today.
 *   <li>It is trusted itself, or an authority that is trusted has issued it.
 *   <li>Nobody has revoked it: asked only where there are revocation lists, and then one is needed of each authority.
 *   <li>It was made for the application that shows it, and for its purpose.
 *   <li>One that is trusted only through its authority was made for the host that shows it: otherwise any device of the
 *       authority could stand in for any other. One that a person has trusted by its fingerprint needs no host.
 * </ol>
 */
record ChainCheck(TrustListManager lists) {
    private static final Map<Long, Objection> BY_STATUS = Map.of(
            StatusCodes.Bad_CertificateRevoked, Objection.REVOKED,
            StatusCodes.Bad_SecurityChecksFailed, Objection.REVOKED, // all that a client is told of it
            StatusCodes.Bad_CertificateIssuerRevoked, Objection.REVOKED,
            StatusCodes.Bad_CertificateRevocationUnknown, Objection.REVOCATION_UNKNOWN,
            StatusCodes.Bad_CertificateIssuerRevocationUnknown, Objection.REVOCATION_UNKNOWN,
            StatusCodes.Bad_CertificateUriInvalid, Objection.OTHER_APPLICATION,
            StatusCodes.Bad_CertificateHostNameInvalid, Objection.OTHER_HOST);

    /** A server that was connected to. */
    Optional<Objection> of(List<X509Certificate> chain, Presenter presenter) {
        return judge(chain, (path, checks, withoutPath) -> {
            if (!trustedItself(chain.getFirst())) {
                checks.add(HOSTNAME);
            }
            new DefaultClientCertificateValidator(lists, checks, withoutPath)
                    .validateCertificateChain(path, presenter.applicationUri(), new String[] {presenter.host()});
        });
    }

    /**
     * A client that has connected, from wherever that is.
     *
     * @param applicationUri of the application that it says it is; empty as long as it has not said so
     */
    Optional<Objection> ofClient(List<X509Certificate> chain, Optional<String> applicationUri) {
        return judge(
                chain,
                (path, checks, withoutPath) -> new DefaultServerCertificateValidator(lists, checks, withoutPath)
                        .validateCertificateChain(path, applicationUri.orElse(null), null));
    }

    private interface Validation {
        void of(List<X509Certificate> path, Set<ValidationCheck> checks, MemoryCertificateQuarantine withoutPath)
                throws UaException;
    }

    private boolean trustedItself(X509Certificate shown) {
        return lists.getTrustedCertificates().contains(shown);
    }

    private Optional<Objection> judge(List<X509Certificate> chain, Validation validation) {
        X509Certificate shown = chain.getFirst();
        try {
            shown.checkValidity();
        } catch (CertificateExpiredException e) {
            return Optional.of(Objection.EXPIRED);
        } catch (CertificateNotYetValidException e) {
            return Optional.of(Objection.NOT_YET_VALID);
        }
        boolean selfIssued = shown.getIssuerX500Principal().equals(shown.getSubjectX500Principal());
        MemoryCertificateQuarantine withoutPath = new MemoryCertificateQuarantine();
        try {
            validation.of(selfIssued ? List.of(shown) : chain, checks(), withoutPath);
            return Optional.empty();
        } catch (UaException e) {
            if (withoutPath.getRejectedCertificates().isEmpty()) {
                return Optional.of(BY_STATUS.getOrDefault(e.getStatusCode().value(), Objection.OTHER_PURPOSE));
            }
            return Optional.of(trustedItself(shown) ? Objection.ISSUER_UNKNOWN : Objection.UNKNOWN);
        }
    }

    private Set<ValidationCheck> checks() {
        Set<ValidationCheck> checks =
                EnumSet.of(VALIDITY, APPLICATION_URI, KEY_USAGE_END_ENTITY, EXTENDED_KEY_USAGE_END_ENTITY);
        if (!lists.getTrustedCrls().isEmpty() || !lists.getIssuerCrls().isEmpty()) {
            checks.add(REVOCATION);
        }
        return checks;
    }
}
