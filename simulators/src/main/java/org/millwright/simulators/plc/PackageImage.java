package org.millwright.simulators.plc;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** One software package as its bytes, with the header that they hold; only whole and unharmed ones exist. */
public final class PackageImage {
    /** Longest header, with the empty line that ends it: far above any real one, so that a search for it ends. */
    private static final int MAX_HEADER_BYTES = 8 * 1024;

    private final PackageHeader header;
    private final byte[] bytes;
    private final String sha256;

    private PackageImage(PackageHeader header, byte[] bytes) {
        this.header = header;
        this.bytes = bytes;
        this.sha256 = sha256(bytes, 0);
    }

    /**
     * Reads a package and proves its payload. Keeps a copy of the bytes.
     *
     * @throws PlcRefusal Bad_InvalidArgument with what is wrong
     */
    public static PackageImage parse(byte[] packageBytes) throws PlcRefusal {
        byte[] bytes = packageBytes.clone();
        int payloadStart = payloadStart(bytes);
        PackageHeader header = PackageHeader.parse(decode(bytes, payloadStart - 2));
        int payloadBytes = bytes.length - payloadStart;
        if (payloadBytes != header.payloadBytes()) {
            throw PlcRefusal.invalidArgument("the payload has %d bytes, the package header says %d"
                    .formatted(payloadBytes, header.payloadBytes()));
        }
        if (!sha256(bytes, payloadStart).equals(header.payloadSha256())) {
            throw PlcRefusal.invalidArgument("the payload's SHA-256 is not the one in the package header");
        }
        return new PackageImage(header, bytes);
    }

    /** True when the bytes begin as a package's do; a package in a file system is known by that. */
    static boolean looksLikeOne(byte[] bytes) {
        byte[] magic = PackageHeader.MAGIC.getBytes(StandardCharsets.UTF_8);
        return bytes.length >= magic.length && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
    }

    /** The bytes as they were transferred, not a copy: they are not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** Length of the whole package. */
    public int size() {
        return bytes.length;
    }

    /** How a slot names it. */
    public Slots.Software software() {
        return new Slots.Software(
                header.manufacturer(),
                header.manufacturerUri(),
                header.productCode(),
                header.revision(),
                sha256,
                header.patches());
    }

    PackageHeader header() {
        return header;
    }

    static String sha256(byte[] bytes, int from) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, from, bytes.length - from);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static int payloadStart(byte[] bytes) throws PlcRefusal {
        int limit = Math.min(bytes.length, MAX_HEADER_BYTES);
        for (int at = 1; at < limit; at++) {
            if (bytes[at] == '\n' && bytes[at - 1] == '\n') {
                return at + 1;
            }
        }
        throw PlcRefusal.invalidArgument("the package header does not end within %d bytes".formatted(MAX_HEADER_BYTES));
    }

    private static String decode(byte[] bytes, int length) throws PlcRefusal {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw PlcRefusal.invalidArgument("the package header is not UTF-8 text");
        }
    }
}
