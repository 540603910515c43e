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
    private long bytes;

    /** Closing the stream is left to whoever opened it. */
    Blocks(InputStream from) {
        this.from = from;
    }

    /** The next blocks, all of the same size but for the last of the content; none at its end. */
    List<byte[]> next(int blockBytes, int count) throws IOException {
        List<byte[]> blocks = new ArrayList<>();
        byte[] block = read(blockBytes);
        while (block.length > 0) {
            digest.update(block);
            bytes += block.length;
            blocks.add(block);
            block = blocks.size() < count ? read(blockBytes) : new byte[0];
        }
        return blocks;
    }

    /** Into one array of the size wanted: the stream's own way to a new one copies everything twice. */
    private byte[] read(int size) throws IOException {
        byte[] block = new byte[size];
        int count = from.readNBytes(block, 0, size);
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
