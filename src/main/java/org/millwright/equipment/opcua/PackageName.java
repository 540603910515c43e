package org.millwright.equipment.opcua;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.millwright.plant.Revision;
import org.millwright.release.Sha256;

/**
 * How Millwright names the files that it puts on a controller: {@code <productCode>-<revision>-<sha256>.pkg}, with
 * {@code .part} behind it until the file is complete. Letters that a file name may not have are written as %XX.
 */
record PackageName(String product, Revision revision, Sha256 sha256) {
    private static final Pattern SHAPE = Pattern.compile("(.{1,300})-([0-9a-f]{64})\\.pkg");
    private static final String PART = ".part";

    String complete() {
        return encoded(product) + "-" + encoded(revision.value()) + "-" + sha256.hex() + ".pkg";
    }

    String part() {
        return complete() + PART;
    }

    static boolean isPart(String name) {
        return name.endsWith(PART);
    }

    /** Reads a name, complete or not, of a package for one product; empty when it is another file. */
    static Optional<PackageName> of(String name, String product) {
        String whole = isPart(name) ? name.substring(0, name.length() - PART.length()) : name;
        Matcher matcher = SHAPE.matcher(whole);
        String start = encoded(product) + "-";
        if (!matcher.matches() || !matcher.group(1).startsWith(start)) {
            return Optional.empty();
        }
        try {
            String revision = URLDecoder.decode(matcher.group(1).substring(start.length()), UTF_8);
            return Optional.of(new PackageName(product, new Revision(revision), new Sha256(matcher.group(2))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("*", "%2A").replace("+", "%20");
    }
}
