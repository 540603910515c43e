package org.millwright.equipment;

/** A request to a controller that did not end well. Made by drivers only. */
public final class EquipmentException extends Exception {
    private final Kind kind;

    public EquipmentException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public EquipmentException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** What is known about the request. */
    public enum Kind {
        /** No connection: the request was not sent. */
        UNREACHABLE,
        /**
         * The controller shows a certificate that nobody has trusted, or that is not valid any more; nothing was sent.
         */
        UNTRUSTED,
        /** The controller answered no; nothing happened there. */
        REFUSED,
        /** No answer in time, or the connection went while waiting: whether it happened is unknown. */
        TIMED_OUT,
        /** The answer makes no sense or a required part is missing; whether it happened is unknown. */
        BROKEN_PROTOCOL
    }
}
