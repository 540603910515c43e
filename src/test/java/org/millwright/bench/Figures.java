package org.millwright.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.millwright.plant.Controller.Security;

/** What was measured, in MB/s (10^6 bytes a second), and its medians. */
final class Figures {
    private final Map<Row, Map<Column, List<Double>>> all = new LinkedHashMap<>();

    /** Which way the bytes go, seen from here. */
    enum Way {
        UP,
        DOWN
    }

    /** How they go. */
    record Row(String name) {}

    record Column(Way way, Security security) {
        static Stream<Column> all() {
            return Stream.of(Security.NONE, Security.BASIC256SHA256)
                    .flatMap(security -> Stream.of(Way.values()).map(way -> new Column(way, security)));
        }

        String heading() {
            return way.name().toLowerCase(Locale.ROOT) + (security == Security.NONE ? " None" : " B256Sha256");
        }
    }

    void add(String name, Column column, long bytes, long nanos) {
        all.computeIfAbsent(new Row(name), _ -> new LinkedHashMap<>())
                .computeIfAbsent(column, _ -> new ArrayList<>())
                .add(bytes * 1e3 / nanos);
    }

    boolean has(String name, Column column) {
        return all.getOrDefault(new Row(name), Map.of()).containsKey(column);
    }

    double median(String name, Column column) {
        return median(values(name, column));
    }

    /** Median of the ratios of each round: what disturbs a whole round stays out of it. */
    double ratio(String name, String other, Column column) {
        List<Double> above = values(name, column);
        List<Double> below = values(other, column);
        return median(IntStream.range(0, above.size())
                .mapToObj(round -> above.get(round) / below.get(round))
                .toList());
    }

    private List<Double> values(String name, Column column) {
        return all.getOrDefault(new Row(name), Map.of()).getOrDefault(column, List.of());
    }

    static double median(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** Medians with the smallest and the largest, a row a method. */
    String table() {
        StringBuilder text = new StringBuilder("%-28s".formatted("MB/s, median (min-max)"));
        Column.all().forEach(column -> text.append("%22s".formatted(column.heading())));
        all.forEach((row, cells) -> {
            text.append("%n%-28s".formatted(row.name()));
            Column.all().forEach(column -> text.append("%22s".formatted(cell(cells.getOrDefault(column, List.of())))));
        });
        return text.append('\n').toString();
    }

    private static String cell(List<Double> values) {
        if (values.isEmpty()) {
            return "-";
        }
        return "%.0f (%.0f-%.0f)"
                .formatted(
                        median(values),
                        values.stream().mapToDouble(Double::doubleValue).min().orElse(0),
                        values.stream().mapToDouble(Double::doubleValue).max().orElse(0));
    }
}
