package org.millwright.bench;

import java.util.Optional;

/**
 * What is measured.
 *
 * @param seconds that count; a third as many come before
 * @param clients with subscriptions
 * @param rate method calls a second, and as many of the bare method
 */
record MesOptions(int seconds, int clients, int rate) {
    static final String USAGE = """
            ./millwright bench mes [--seconds N] [--clients N] [--rate N]
              --seconds N  that are measured, 60 when not given, 1 to 99; a third as many before them are not counted
              --clients N  with subscriptions, 50 when not given, 1 to 80
              --rate N     method calls a second, and as many of the bare method; 20 when not given, 1 to 80
            """;

    private static final int MOST = 80;

    int warmUpSeconds() {
        return Math.max(1, seconds / 3);
    }

    /** Nothing when the words are none that the bench knows. */
    static Optional<MesOptions> parse(String... words) {
        int seconds = 60;
        int clients = 50;
        int rate = 20;
        for (int i = 0; i < words.length; i += 2) {
            String value = i + 1 < words.length ? words[i + 1] : "";
            if (!value.matches("[1-9][0-9]?")) {
                return Optional.empty();
            }
            int number = Integer.parseInt(value);
            switch (words[i]) {
                case "--seconds" -> seconds = number;
                case "--clients" -> clients = number;
                case "--rate" -> rate = number;
                default -> {
                    return Optional.empty();
                }
            }
        }
        return clients > MOST || rate > MOST ? Optional.empty() : Optional.of(new MesOptions(seconds, clients, rate));
    }
}
