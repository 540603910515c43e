package org.millwright.upgrade.journal;

import org.jspecify.annotations.Nullable;

/** The database cannot read or write what it should; its file has to be rebuilt. */
final class JournalDamagedException extends Exception {
    JournalDamagedException(@Nullable String message, Throwable cause) {
        super(message, cause);
    }
}
