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
        /** The controller takes this only when it is prepared for an update; nothing happened there. */
        NOT_PREPARED,
        /** No answer in time, or the connection went while waiting: whether it happened is unknown. */
        TIMED_OUT,
        /** The answer makes no sense or a required part is missing; whether it happened is unknown. */
        BROKEN_PROTOCOL;

        /** Whether the connection is of no more use; a plain no leaves it as it is. */
        public boolean costsConnection() {
            return switch (this) {
                case REFUSED, NOT_PREPARED -> false;
                case UNREACHABLE, UNTRUSTED, TIMED_OUT, BROKEN_PROTOCOL -> true;
            };
        }
    }
}
