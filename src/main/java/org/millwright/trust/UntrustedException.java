package org.millwright.trust;

/** Somebody shows a certificate that does not count; the message says whose it is, why not, and what to do. */
public final class UntrustedException extends Exception {
    private final Objection objection;

    UntrustedException(Objection objection, String message) {
        super(message);
        this.objection = objection;
    }

    public Objection objection() {
        return objection;
    }
}
