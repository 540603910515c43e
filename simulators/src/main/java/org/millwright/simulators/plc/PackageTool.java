package org.millwright.simulators.plc;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Makes packages: the same fields and size always give the same bytes. */
public final class PackageTool {
    private PackageTool() {}

    /**
     * What the header says, each as it stands in the file.
     *
     * @param hardware range like 3..5
     * @param effects blank separated, blank for none
     * @param patch a patch identifier, blank for none
     */
    public record Fields(
            String manufacturer,
            String manufacturerUri,
            String productCode,
            String revision,
            String hardware,
            String effects,
            String patch) {

        /** A software without patches. */
        public Fields(
                String manufacturer,
                String manufacturerUri,
                String productCode,
                String revision,
                String hardware,
                String effects) {
            this(manufacturer, manufacturerUri, productCode, revision, hardware, effects, "");
        }
    }

    /**
     * Builds a package with a payload that compresses well.
     *
     * @param payloadBytes 0 to 256 MiB
     * @throws PlcRefusal Bad_InvalidArgument when a controller would not read the result
     */
    public static PackageImage build(Fields fields, int payloadBytes) throws PlcRefusal {
        if (payloadBytes < 0 || payloadBytes > PackageHeader.MAX_PAYLOAD_BYTES) {
            throw PlcRefusal.invalidArgument(
                    "a payload has 0 to %d bytes, not %d".formatted(PackageHeader.MAX_PAYLOAD_BYTES, payloadBytes));
        }
        byte[] payload = payload(fields, payloadBytes);
        byte[] header = header(fields, payload).getBytes(StandardCharsets.UTF_8);
        byte[] whole = Arrays.copyOf(header, header.length + payload.length);
        System.arraycopy(payload, 0, whole, header.length, payload.length);
        return PackageImage.parse(whole);
    }

    /** The bytes as a bad transmission leaves them: one of them is another. */
    static byte[] damaged(byte[] bytes) {
        byte[] damaged = bytes.clone();
        if (damaged.length > 0) {
            damaged[damaged.length - 1] ^= 0x20;
        }
        return damaged;
    }

    private static String header(Fields fields, byte[] payload) throws PlcRefusal {
        StringBuilder header = new StringBuilder(PackageHeader.MAGIC).append('\n');
        line(header, "manufacturer", fields.manufacturer());
        line(header, "manufacturer-uri", fields.manufacturerUri());
        line(header, "product-code", fields.productCode());
        line(header, "revision", fields.revision());
        line(header, "hardware", fields.hardware());
        if (!fields.effects().isBlank()) {
            line(header, "effects", fields.effects());
        }
        if (!fields.patch().isBlank()) {
            line(header, "patch", fields.patch());
        }
        line(header, "payload-bytes", Integer.toString(payload.length));
        line(header, "payload-sha256", PackageImage.sha256(payload, 0));
        return header.append('\n').toString();
    }

    private static void line(StringBuilder header, String key, String value) throws PlcRefusal {
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw PlcRefusal.invalidArgument("'%s' must be one line of printable text".formatted(key));
        }
        header.append(key).append(": ").append(value).append('\n');
    }

    private static byte[] payload(Fields fields, int size) {
        List<String> words = List.of(fields.productCode(), fields.revision(), fields.effects());
        byte[] pattern = (String.join(" ", words) + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] payload = new byte[size];
        for (int at = 0; at < size; at++) {
            payload[at] = pattern[at % pattern.length];
        }
        return payload;
    }
}
