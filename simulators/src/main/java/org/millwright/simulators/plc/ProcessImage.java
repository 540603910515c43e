package org.millwright.simulators.plc;

import java.util.List;

/**
 * Process values of one station at an instant.
 *
 * @param state PackML state name: Stopped, Idle, Execute, Held, Suspended, Aborted, Clearing, Resetting, Starting
 * @param partsInStation parts in work and on the station's own outfeed conveyor, 0 or more
 * @param cycleCount completed cycles since the machine was built (good and rejected)
 * @param lastCycleTimeMs duration of the last completed cycle in milliseconds of the simulated clock; 0 before the first
 */
public record ProcessImage(
        String state,
        boolean infeedEnabled,
        int partsInStation,
        long cycleCount,
        long rejectCount,
        double lastCycleTimeMs,
        List<String> alarms,
        String recipe) {}
