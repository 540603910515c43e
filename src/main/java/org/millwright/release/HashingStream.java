package org.millwright.release;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;
import org.millwright.release.ContentStore.Stored;

/** Hashes and counts what passes through; refuses more than it may take. Closing it does nothing. */
final class HashingStream extends OutputStream {
    private final WritableByteChannel to;
    private final long largestBytes;
    private final MessageDigest digest = Sha256.newDigest();
    private long bytes;

    HashingStream(WritableByteChannel to, long largestBytes) {
        this.to = to;
        this.largestBytes = largestBytes;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        if (bytes + length > largestBytes) {
            throw new TooLargeException();
        }
        ByteBuffer buffer = ByteBuffer.wrap(from, offset, length);
        while (buffer.hasRemaining()) {
            to.write(buffer);
        }
        digest.update(from, offset, length);
        bytes += length;
    }

    /** What has passed; to be asked once, at the end. */
    Stored stored() {
        return new Stored(Sha256.ofDigest(digest.digest()), bytes);
    }
}
