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
            StatusCodes.Bad_CertificateIssuerRevoked, Objection.REVOKED,
            StatusCodes.Bad_CertificateRevocationUnknown, Objection.REVOCATION_UNKNOWN,
            StatusCodes.Bad_CertificateIssuerRevocationUnknown, Objection.REVOCATION_UNKNOWN,
            StatusCodes.Bad_CertificateUriInvalid, Objection.OTHER_APPLICATION,
            StatusCodes.Bad_CertificateHostNameInvalid, Objection.OTHER_HOST);

    /** Why not. */
    enum Objection {
        EXPIRED,
        NOT_YET_VALID,
        UNKNOWN,
        ISSUER_UNKNOWN,
        REVOKED,
        REVOCATION_UNKNOWN,
        OTHER_APPLICATION,
        OTHER_HOST,
        OTHER_PURPOSE
    }

    Optional<Objection> of(List<X509Certificate> chain, Presenter presenter) {
        X509Certificate shown = chain.getFirst();
        try {
            shown.checkValidity();
        } catch (CertificateExpiredException e) {
            return Optional.of(Objection.EXPIRED);
        } catch (CertificateNotYetValidException e) {
            return Optional.of(Objection.NOT_YET_VALID);
        }
        boolean trustedItself = lists.getTrustedCertificates().contains(shown);
        boolean selfIssued = shown.getIssuerX500Principal().equals(shown.getSubjectX500Principal());
        MemoryCertificateQuarantine withoutPath = new MemoryCertificateQuarantine();
        try {
            new DefaultClientCertificateValidator(lists, checks(trustedItself), withoutPath)
                    .validateCertificateChain(
                            selfIssued ? List.of(shown) : chain,
                            presenter.applicationUri(),
                            new String[] {presenter.host()});
            return Optional.empty();
        } catch (UaException e) {
            if (withoutPath.getRejectedCertificates().isEmpty()) {
                return Optional.of(BY_STATUS.getOrDefault(e.getStatusCode().value(), Objection.OTHER_PURPOSE));
            }
            return Optional.of(trustedItself ? Objection.ISSUER_UNKNOWN : Objection.UNKNOWN);
        }
    }

    private Set<ValidationCheck> checks(boolean trustedItself) {
        Set<ValidationCheck> checks =
                EnumSet.of(VALIDITY, APPLICATION_URI, KEY_USAGE_END_ENTITY, EXTENDED_KEY_USAGE_END_ENTITY);
        if (!trustedItself) {
            checks.add(HOSTNAME);
        }
        if (!lists.getTrustedCrls().isEmpty() || !lists.getIssuerCrls().isEmpty()) {
            checks.add(REVOCATION);
        }
        return checks;
    }
}
