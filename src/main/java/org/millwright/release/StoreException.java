package org.millwright.release;

import java.io.IOException;

/** The content store cannot keep or give something; nothing that it held before is lost. */
public final class StoreException extends IOException {
    private final Kind kind;

    public StoreException(String message) {
        this(Kind.FAILED, message);
    }

    public StoreException(String message, Throwable cause) {
        this(Kind.FAILED, message, cause);
    }

    public StoreException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public StoreException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** What is known about the failure. */
    public enum Kind {
        /** No room on the disk; nothing was kept. */
        DISK_FULL,
        /** The content is larger than the store takes; nothing was kept. */
        TOO_LARGE,
        /** The store holds no such content. */
        ABSENT,
        /** Bytes do not have the hash that they must have. */
        DAMAGED,
        /** Any other failure of reading or writing. */
        FAILED
    }
}
