package org.millwright.release;

import java.io.IOException;

/** The content store cannot keep or give something: missing, damaged, no room. */
public final class StoreException extends IOException {
    public StoreException(String message) {
        super(message);
    }

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
