package org.millwright.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What was measured in each round, by what was measured. */
final class Rates {
    private final Map<String, List<Double>> all = new LinkedHashMap<>();

    void add(String name, double amount, long nanos) {
        all.computeIfAbsent(name, _ -> new ArrayList<>()).add(amount * 1e9 / nanos);
    }

    /** Median of the ratios of each round: what disturbs a whole round stays out of it. */
    double ratio(String name, String other) {
        List<Double> above = all.getOrDefault(name, List.of());
        List<Double> below = all.getOrDefault(other, List.of());
        return Figures.median(IntStream.range(0, above.size())
                .mapToObj(round -> above.get(round) / below.get(round))
                .toList());
    }

    String table(String heading) {
        StringBuilder text = new StringBuilder("%-44s%n".formatted(heading));
        all.forEach((name, values) -> {
            List<Double> sorted = values.stream().sorted().toList();
            text.append("%-44s %.0f (%.0f-%.0f)%n"
                    .formatted(name, Figures.median(sorted), sorted.getFirst(), sorted.getLast()));
        });
        return text.toString();
    }
}
