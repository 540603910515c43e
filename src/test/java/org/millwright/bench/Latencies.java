package org.millwright.bench;

import java.util.ArrayList;
import java.util.List;

/** How long calls took, from the moment at which they were to be made. */
final class Latencies {
    private final List<Long> nanos = new ArrayList<>();

    /**
     * When a call is to be made.
     *
     * @param nanos of the process's clock
     * @param counts after the warm-up
     */
    record Planned(long nanos, boolean counts) {
        /** Adds the time until now, if it counts. */
        void ends(Latencies all) {
            if (counts) {
                all.add(System.nanoTime() - nanos);
            }
        }
    }

    synchronized void add(long took) {
        nanos.add(took);
    }

    synchronized int count() {
        return nanos.size();
    }

    /** In milliseconds. */
    synchronized double percentile(double percent) {
        List<Long> sorted = nanos.stream().sorted().toList();
        int index = (int) Math.ceil(percent / 100 * sorted.size()) - 1;
        return sorted.isEmpty() ? Double.NaN : sorted.get(Math.max(0, index)) / 1e6;
    }

    String row(String name) {
        return "%-44s %6d %9.1f %9.1f %9.1f %9.1f%n"
                .formatted(name, count(), percentile(50), percentile(90), percentile(99), percentile(100));
    }
}
