package org.millwright;

import org.jspecify.annotations.Nullable;

/** The service cannot start, for a reason that a person can put right; the message is all that is shown. */
final class CannotStartException extends RuntimeException {
    /** Exit code when another program listens at a port. */
    static final int PORT_TAKEN = 1;

    /** Exit code when a file of the plant is wrong. */
    static final int BAD_FILE = 2;

    /** Exit code when the data folder cannot be used, for example because another process uses it. */
    static final int DATA_NOT_USABLE = 3;

    private final int exitCode;

    CannotStartException(int exitCode, @Nullable String message) {
        super(message);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
