package org.millwright.equipment.opcua;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import org.millwright.release.Sha256;

/** Hashes what goes through. */
final class HashingOutput extends FilterOutputStream {
    private final MessageDigest digest = Sha256.newDigest();

    HashingOutput(OutputStream to) {
        super(to);
    }

    @Override
    public void write(int one) throws IOException {
        digest.update((byte) one);
        out.write(one);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        digest.update(bytes, from, count);
        out.write(bytes, from, count);
    }

    /** Of everything, at the end. */
    Sha256 sha256() {
        return Sha256.ofDigest(digest.digest());
    }
}
