package org.millwright.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What had to be told to everybody, and what each was told.
 *
 * @param received by each
 */
record Deliveries(List<String> sent, List<List<String>> received) {
    /** Sent and not received, by all together. */
    long lost() {
        return received.stream().mapToLong(got -> missing(sent, got)).sum();
    }

    /** Received and not sent, or once more than sent. */
    long tooMany() {
        return received.stream().mapToLong(got -> missing(got, sent)).sum();
    }

    /** How many got what was sent and nothing else, but in another order. */
    long disordered() {
        return received.stream()
                .filter(got -> !got.equals(sent) && missing(sent, got) == 0 && missing(got, sent) == 0)
                .count();
    }

    boolean complete() {
        return received.stream().allMatch(sent::equals);
    }

    private static long missing(List<String> all, List<String> there) {
        Map<String, Integer> left = new HashMap<>();
        all.forEach(one -> left.merge(one, 1, Integer::sum));
        there.forEach(one -> left.merge(one, -1, Integer::sum));
        return left.values().stream().filter(n -> n > 0).mapToLong(n -> n).sum();
    }
}
