package org.millwright.simulators.process;

import java.util.List;

/**
 * A station at an instant.
 *
 * @param state PackML state name
 * @param parts in work and on the outfeed conveyor
 * @param cycleCount completed cycles, good and rejected
 * @param lastCycleMs processing time of the last completed cycle on the simulated clock, waiting left out; 0 before it
 */
public record StationView(
        String state,
        boolean infeedEnabled,
        int parts,
        long cycleCount,
        long rejectCount,
        double lastCycleMs,
        List<String> alarms) {}
