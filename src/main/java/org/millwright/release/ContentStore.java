package org.millwright.release;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Holds bytes by their SHA-256. What was put is never changed, and is on disk before {@link #put} returns. */
public interface ContentStore {
    /**
     * Keeps what the content writes. Nothing is left behind when it throws; the same content twice is kept once.
     *
     * @throws StoreException when it cannot be kept, for example because the disk is full
     */
    <X extends Exception> Stored put(Content<X> content) throws StoreException, X;

    /** Opens kept bytes; the caller closes the stream. */
    InputStream open(Sha256 sha256) throws StoreException;

    /** Reads all of it again and compares the digest; returns the size in bytes. */
    long verify(Sha256 sha256) throws StoreException;

    /** Room left for more, in bytes. */
    long freeBytes() throws StoreException;

    /** What was kept. */
    record Stored(Sha256 sha256, long bytes) {}

    /** Writes what is to be kept. */
    @FunctionalInterface
    interface Content<X extends Exception> {
        void writeTo(OutputStream out) throws IOException, X;
    }
}
