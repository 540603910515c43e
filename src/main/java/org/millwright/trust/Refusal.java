package org.millwright.trust;

import java.security.cert.X509Certificate;
import java.util.Optional;
import org.millwright.release.Sha256;

/**
 * Words for a certificate that does not count: why, whose it is, and what a person does next.
 *
 * @param before what the presenter showed last when it was trusted, when that is another one
 * @param option of the command that trusts it, with a blank before it
 */
record Refusal(X509Certificate shown, Presenter presenter, Optional<Sha256> before, String option) {
    /** Enough to be unique and short enough to type. */
    private static final int DIGITS = 16;

    String because(Objection objection) {
        Sha256 fingerprint = Certificates.fingerprint(shown);
        String changed =
                before.map(b -> "; when it was last trusted it showed " + b).orElse("");
        return "shows a certificate that " + why(objection) + changed + ". It shows SHA-256 " + fingerprint
                + ", subject " + Certificates.subject(shown) + ", valid " + Certificates.from(shown) + " to "
                + Certificates.to(shown) + ". " + remedy(objection, fingerprint);
    }

    private String why(Objection objection) {
        return switch (objection) {
            case EXPIRED -> "is expired";
            case NOT_YET_VALID -> "is not valid yet";
            case UNKNOWN -> before.isPresent() ? "has changed and that nobody has trusted" : "nobody has trusted";
            case ISSUER_UNKNOWN -> "is trusted, but whose issuer is not known";
            case REVOKED -> "its authority has revoked";
            case REVOCATION_UNKNOWN -> "no revocation list that is valid today vouches for";
            case OTHER_APPLICATION ->
                "was made for the application " + Certificates.applicationUri(shown) + ", while it says it is "
                        + Certificates.harmless(presenter.applicationUri());
            case OTHER_HOST -> "was not made for the host " + presenter.host();
            case OTHER_PURPOSE -> "was not made for this purpose (key usage of OPC 10000-6 6.2.2)";
        };
    }

    private String remedy(Objection objection, Sha256 fingerprint) {
        String add = "./millwright trust ADD" + option + " " + fingerprint.hex().substring(0, DIGITS);
        return switch (objection) {
            case EXPIRED -> "Give it a new certificate.";
            case NOT_YET_VALID -> "Compare the clocks.";
            case UNKNOWN -> "If the fingerprint is the one that the device itself tells: " + add;
            case ISSUER_UNKNOWN -> "Put the issuer's certificate into issuer/certs of the PKI folder.";
            case REVOKED, OTHER_APPLICATION, OTHER_PURPOSE -> "Find out who answers there, and give it a new one.";
            case REVOCATION_UNKNOWN -> "Put the authority's newest revocation list into the PKI folder.";
            case OTHER_HOST -> "Give it one with this host, or trust it by itself: " + add;
        };
    }
}
