package org.millwright.bench;

import java.util.Optional;

/**
 * What is measured.
 *
 * @param mib size of the one file
 * @param controllers at once, in the second part
 */
record TransferOptions(int rounds, int mib, int controllers) {
    static final String USAGE = """
            ./millwright bench transfer [--rounds N] [--mib N]
              --rounds N   measured rounds, after one that is not counted; 5 when not given, 1 to 99
              --mib N      size of the file, 64 when not given, 1 to 64; sixteen at once have a quarter each
            """;

    /** Of each controller's file in the second part. */
    int eachMib() {
        return Math.max(1, mib / 4);
    }

    /** Nothing when the words are none that the bench knows. */
    static Optional<TransferOptions> parse(String... words) {
        return parse(64, words);
    }

    /** With another size when none is given. */
    static Optional<TransferOptions> parse(int usualMib, String... words) {
        int rounds = 5;
        int mib = usualMib;
        for (int i = 0; i < words.length; i += 2) {
            String value = i + 1 < words.length ? words[i + 1] : "";
            if (!value.matches("[1-9][0-9]?")) {
                return Optional.empty();
            }
            switch (words[i]) {
                case "--rounds" -> rounds = Integer.parseInt(value);
                case "--mib" -> mib = Integer.parseInt(value);
                default -> {
                    return Optional.empty();
                }
            }
        }
        return mib > 64 ? Optional.empty() : Optional.of(new TransferOptions(rounds, mib, 16));
    }
}
