package org.millwright.simulators.plc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.millwright.simulators.config.IdentitySettings;

/** The text in front of a package's payload, MWPKG/1 (docs/protocols/simulators.md). */
record PackageHeader(
        String manufacturer,
        String manufacturerUri,
        String productCode,
        String revision,
        HardwareRange hardware,
        Effects effects,
        List<String> patches,
        int payloadBytes,
        String payloadSha256) {

    static final String MAGIC = "MWPKG/1";
    static final int MAX_PAYLOAD_BYTES = 256 * 1024 * 1024;

    private static final int MAX_VALUE_CHARS = 200;
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._+-]{1,64}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Set<String> KEYS = Set.of(
            "manufacturer",
            "manufacturer-uri",
            "product-code",
            "revision",
            "hardware",
            "effects",
            "patch",
            "payload-bytes",
            "payload-sha256");

    /** Reads the header's text without the empty line that ends it. */
    static PackageHeader parse(String text) throws PlcRefusal {
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        if (!lines.removeFirst().equals(MAGIC)) {
            throw PlcRefusal.invalidArgument("the package does not begin with " + MAGIC);
        }
        Map<String, String> values = new HashMap<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            String key = colon < 0 ? line : line.substring(0, colon);
            if (colon < 0 || !KEYS.contains(key)) {
                throw PlcRefusal.invalidArgument("the package header has the unknown line '%s'".formatted(brief(line)));
            }
            if (values.put(key, line.substring(colon + 1).strip()) != null) {
                throw PlcRefusal.invalidArgument("the package header has '%s' twice".formatted(key));
            }
        }
        return new PackageHeader(
                text(values, "manufacturer"),
                text(values, "manufacturer-uri"),
                token(values, "product-code"),
                token(values, "revision"),
                HardwareRange.parse(text(values, "hardware")),
                Effects.parse(values.getOrDefault("effects", "")),
                values.containsKey("patch") ? List.of(token(values, "patch")) : List.of(),
                payloadBytes(text(values, "payload-bytes")),
                hash(text(values, "payload-sha256")));
    }

    /** Bad_InvalidArgument when the package is for another maker, product or hardware. */
    void requireFits(IdentitySettings own) throws PlcRefusal {
        if (!manufacturerUri.equals(own.manufacturerUri())) {
            throw misfit("manufacturer", manufacturerUri, own.manufacturerUri());
        }
        if (!productCode.equals(own.productCode())) {
            throw misfit("product", productCode, own.productCode());
        }
        if (!hardware.contains(own.hardwareRevision())) {
            throw misfit("hardware", hardware.toString(), Integer.toString(own.hardwareRevision()));
        }
    }

    private static PlcRefusal misfit(String what, String wanted, String own) {
        return PlcRefusal.invalidArgument("the package is for %s %s, this is %s".formatted(what, wanted, own));
    }

    private static String text(Map<String, String> values, String key) throws PlcRefusal {
        String value = values.get(key);
        if (value == null || value.isEmpty()) {
            throw PlcRefusal.invalidArgument("the package header lacks '%s'".formatted(key));
        }
        if (value.length() > MAX_VALUE_CHARS || value.chars().anyMatch(Character::isISOControl)) {
            throw PlcRefusal.invalidArgument("'%s' in the package header is longer than %d characters or not printable"
                    .formatted(key, MAX_VALUE_CHARS));
        }
        return value;
    }

    private static String token(Map<String, String> values, String key) throws PlcRefusal {
        String value = text(values, key);
        if (!TOKEN.matcher(value).matches()) {
            throw PlcRefusal.invalidArgument(
                    "'%s: %s' in the package header is not of letters, digits, '.', '_', '+', '-', at most 64"
                            .formatted(key, brief(value)));
        }
        return value;
    }

    private static int payloadBytes(String value) throws PlcRefusal {
        long bytes = value.matches("[0-9]{1,12}") ? Long.parseLong(value) : -1;
        if (bytes < 0 || bytes > MAX_PAYLOAD_BYTES) {
            throw PlcRefusal.invalidArgument("'payload-bytes: %s' in the package header is not a number up to %d"
                    .formatted(brief(value), MAX_PAYLOAD_BYTES));
        }
        return (int) bytes;
    }

    private static String hash(String value) throws PlcRefusal {
        if (!HASH.matcher(value).matches()) {
            throw PlcRefusal.invalidArgument("'payload-sha256' in the package header is not 64 lower-case hex digits");
        }
        return value;
    }

    private static String brief(String line) {
        String printable = line.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= 40 ? printable : printable.substring(0, 40) + "...";
    }
}
