package org.millwright.validation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.millwright.plant.ControllerId;

/**
 * Samples as flat text and back, without loss: {@code st10-loader.meanMs}, {@code st10-loader.alarm.0} and so on.
 * A controller's id has no dot, so the first one ends it; each alarm text is a value of its own and needs no escaping.
 */
final class Evidence {
    private static final String CYCLES = "cycles";
    private static final String REJECTS = "rejects";
    private static final String TIMED = "timed";
    private static final String MEAN = "meanMs";
    private static final String DEVIATION = "deviationMs";
    private static final String ALARM = "alarm.";

    private Evidence() {}

    static Map<String, String> write(Map<ControllerId, Sample> stations) {
        Map<String, String> evidence = new TreeMap<>();
        stations.forEach((station, sample) -> {
            String prefix = station + ".";
            evidence.put(prefix + CYCLES, Long.toString(sample.cycles()));
            evidence.put(prefix + REJECTS, Long.toString(sample.rejects()));
            evidence.put(prefix + TIMED, Long.toString(sample.timed()));
            evidence.put(prefix + MEAN, Double.toString(sample.meanMs()));
            evidence.put(prefix + DEVIATION, Double.toString(sample.deviationMs()));
            for (int i = 0; i < sample.alarms().size(); i++) {
                evidence.put(prefix + ALARM + i, sample.alarms().get(i));
            }
        });
        return Collections.unmodifiableMap(evidence);
    }

    static Map<ControllerId, Sample> read(Map<String, String> evidence) {
        Map<String, Map<String, String>> byStation = new TreeMap<>();
        evidence.forEach((key, value) -> {
            int dot = key.indexOf('.');
            if (dot < 0) {
                throw new IllegalArgumentException(key + ": not a station's figure");
            }
            byStation
                    .computeIfAbsent(key.substring(0, dot), _ -> new TreeMap<>())
                    .put(key.substring(dot + 1), value);
        });
        Map<ControllerId, Sample> stations = new TreeMap<>();
        byStation.forEach((station, figures) -> stations.put(stationOf(station, figures), sample(station, figures)));
        return stations;
    }

    private static ControllerId stationOf(String station, Map<String, String> figures) {
        try {
            return new ControllerId(station);
        } catch (IllegalArgumentException e) {
            String figure = figures.keySet().iterator().next();
            throw new IllegalArgumentException(station + "." + figure + ": " + e.getMessage(), e);
        }
    }

    private static Sample sample(String station, Map<String, String> figures) {
        Map<String, String> left = new TreeMap<>(figures);
        long cycles = take(station, CYCLES, left, Long::valueOf);
        long rejects = take(station, REJECTS, left, Long::valueOf);
        long timed = take(station, TIMED, left, Long::valueOf);
        double mean = take(station, MEAN, left, Double::valueOf);
        double deviation = take(station, DEVIATION, left, Double::valueOf);
        List<String> alarms = new ArrayList<>();
        while (left.containsKey(ALARM + alarms.size())) {
            alarms.add(take(station, ALARM + alarms.size(), left, Function.identity()));
        }
        if (!left.isEmpty()) {
            String figure = left.keySet().iterator().next();
            throw new IllegalArgumentException(station + "." + figure + ": nothing of this name belongs here");
        }
        try {
            return new Sample(cycles, rejects, timed, mean, deviation, alarms);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(station + ".*: " + e.getMessage(), e);
        }
    }

    private static <T> T take(String station, String figure, Map<String, String> left, Function<String, T> parse) {
        String text = left.remove(figure);
        if (text == null) {
            throw new IllegalArgumentException(station + "." + figure + ": missing");
        }
        try {
            return parse.apply(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(station + "." + figure + ": not a number: " + text, e);
        }
    }
}
