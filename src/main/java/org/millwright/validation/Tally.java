package org.millwright.validation;

import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** One station's running sums, in constant memory: mean and variance by the recurrence of Welford (1962). */
final class Tally {
    /** More different texts than this say nothing new; keeps a text with a running number in it from growing for ever. */
    private static final int MOST_ALARMS = 100;

    private final NavigableSet<String> alarms = new TreeSet<>();
    private long firstCycles;
    private long firstRejects;
    private long lastCycles;
    private long lastRejects;
    private long timed;
    private double mean;
    private double squares;

    Tally(long cycles, long rejects) {
        startFrom(cycles, rejects);
    }

    void add(long cycles, long rejects, double lastCycleTimeMs, List<String> active) {
        active.stream()
                .filter(text -> !text.isBlank() && alarms.size() < MOST_ALARMS)
                .forEach(alarms::add);
        if (cycles < lastCycles || rejects < lastRejects) {
            startFrom(cycles, rejects);
            return;
        }
        if (cycles > lastCycles && Double.isFinite(lastCycleTimeMs) && lastCycleTimeMs > 0) {
            time(lastCycleTimeMs);
        }
        lastCycles = cycles;
        lastRejects = rejects;
    }

    long cycles() {
        return lastCycles - firstCycles;
    }

    Sample sample() {
        // The two counters are read one after the other: a reject may show before its cycle does.
        long rejects = Math.min(lastRejects - firstRejects, cycles());
        double deviation = timed < 2 ? 0 : Math.sqrt(squares / (timed - 1));
        return new Sample(cycles(), rejects, timed, mean, deviation, List.copyOf(alarms));
    }

    private void startFrom(long cycles, long rejects) {
        firstCycles = cycles;
        firstRejects = rejects;
        lastCycles = cycles;
        lastRejects = rejects;
        timed = 0;
        mean = 0;
        squares = 0;
    }

    private void time(double valueMs) {
        timed++;
        double before = valueMs - mean;
        mean += before / timed;
        squares += before * (valueMs - mean);
    }
}
