package org.millwright.trust;

/** A wish about trust that cannot be fulfilled as it stands; the message says why. */
public final class TrustException extends Exception {
    TrustException(String message) {
        super(message);
    }
}
