package org.millwright.trust;

/** Why a certificate does not count. */
public enum Objection {
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
