package org.millwright.upgrade.journal;

import org.jspecify.annotations.Nullable;

/**
 * The journal cannot be read or written, for example because the disk is full. Nothing may be done to any equipment
 * until it can: what is not recorded must not happen.
 */
public final class JournalBrokenException extends RuntimeException {
    public JournalBrokenException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
