package org.millwright.equipment.opcua;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.millwright.release.Sha256;

/** Content cut into blocks, counted and hashed on the way. */
final class Blocks {
    private final InputStream from;
    private final MessageDigest digest = Sha256.newDigest();
    private List<byte[]> former = List.of();
    private List<byte[]> latest = List.of();
    private long bytes;

    /** Closing the stream is left to whoever opened it. */
    Blocks(InputStream from) {
        this.from = from;
    }

    /**
     * The next blocks, all of the same size but for the last of the content; none at its end. They are good until the
     * call after the next one, which fills the same arrays: new ones would have to be cleared first and collected later.
     */
    List<byte[]> next(int blockBytes, int count) throws IOException {
        List<byte[]> free = former;
        former = latest;
        latest = new ArrayList<>();
        boolean more = true;
        while (more && latest.size() < count) {
            int at = latest.size();
            byte[] block = read(at < free.size() ? free.get(at) : new byte[blockBytes], blockBytes);
            more = block.length == blockBytes;
            if (block.length > 0) {
                latest.add(block);
            }
        }
        return latest;
    }

    private byte[] read(byte[] into, int size) throws IOException {
        byte[] block = into.length == size ? into : new byte[size];
        int count = from.readNBytes(block, 0, size);
        digest.update(block, 0, count);
        bytes += count;
        return count == size ? block : Arrays.copyOf(block, count);
    }

    /** Bytes handed out so far. */
    long bytes() {
        return bytes;
    }

    /** Of all content, at its end. */
    Sha256 sha256() {
        return Sha256.ofDigest(digest.digest());
    }
}
