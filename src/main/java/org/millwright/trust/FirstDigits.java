package org.millwright.trust;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.millwright.release.Sha256;

/** The first digits of a fingerprint as a person types them: either case, colons between them allowed. */
record FirstDigits(String typed) {
    /** Below that a chance match is too likely. */
    private static final int FEWEST = 8;

    private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{" + FEWEST + ",64}");

    /** The one fingerprint that begins with them; the same one may be there more than once. */
    Sha256 only(Collection<Sha256> all) throws TrustException {
        String digits = typed.replace(":", "").toLowerCase(Locale.ROOT);
        if (!DIGITS.matcher(digits).matches()) {
            throw new TrustException("'%s' is neither a file nor %d or more hexadecimal digits of a fingerprint"
                    .formatted(Certificates.harmless(typed), FEWEST));
        }
        Set<Sha256> found = all.stream().filter(f -> f.hex().startsWith(digits)).collect(Collectors.toSet());
        return switch (found.size()) {
            case 1 -> found.iterator().next();
            case 0 ->
                throw new TrustException(
                        "no certificate has a fingerprint that begins with %s; ./millwright trust LIST shows them"
                                .formatted(digits));
            default ->
                throw new TrustException("%d certificates have a fingerprint that begins with %s; give more digits"
                        .formatted(found.size(), digits));
        };
    }
}
