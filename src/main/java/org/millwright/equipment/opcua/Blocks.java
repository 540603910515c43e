package org.millwright.equipment.opcua;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
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
        byte[] block = from.readNBytes(blockBytes);
        while (block.length > 0) {
            digest.update(block);
            bytes += block.length;
            blocks.add(block);
            block = blocks.size() < count ? from.readNBytes(blockBytes) : new byte[0];
        }
        return blocks;
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
