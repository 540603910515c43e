package org.millwright.simulation;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.millwright.release.ContentStore;
import org.millwright.release.Sha256;
import org.millwright.release.StoreException;

/** The content store's contract without a disk; may be told to be full. */
final class MemoryStore implements ContentStore {
    private final Map<Sha256, byte[]> kept = new HashMap<>();
    private boolean full;

    void full(boolean now) {
        full = now;
    }

    @Override
    public <X extends Exception> Stored put(Content<X> content) throws StoreException, X {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            content.writeTo(bytes);
        } catch (IOException e) {
            throw new StoreException("cannot be kept", e);
        }
        if (full) {
            throw new StoreException("no room left in the content store");
        }
        Sha256 sha256 = Sha256.of(bytes.toByteArray());
        kept.put(sha256, bytes.toByteArray());
        return new Stored(sha256, bytes.size());
    }

    @Override
    public InputStream open(Sha256 sha256) throws StoreException {
        byte[] bytes = kept.get(sha256);
        if (bytes == null) {
            throw new StoreException("not in the content store: " + sha256);
        }
        return new ByteArrayInputStream(bytes);
    }

    @Override
    public long verify(Sha256 sha256) throws StoreException {
        open(sha256);
        return kept.getOrDefault(sha256, new byte[0]).length;
    }

    @Override
    public long freeBytes() {
        return full ? 0 : 10L << 30;
    }
}
