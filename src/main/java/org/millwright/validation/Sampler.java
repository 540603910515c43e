package org.millwright.validation;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.millwright.plant.ControllerId;

/**
 * Gathers samples from counters that are read again and again. Not for use by several threads at once.
 *
 * <ol>
 *   <li>The first reading of a station is only the reference that later ones are counted from.
 *   <li>A cycle counter that went up by n adds n cycles, but one cycle time, the newest: the others were never seen.
 *   <li>A counter that went down (controller restarted, counter reset) makes the station's sample start anew from there.
 *   <li>Alarms are collected from every reading, the first and those before a restart too.
 * </ol>
 */
public final class Sampler {
    private final Map<ControllerId, Tally> tallies = new TreeMap<>();

    /**
     * Takes one reading of a station.
     *
     * @param cycles completed cycles so far
     * @param rejects of them rejected so far
     * @param lastCycleTimeMs of the newest completed cycle; not counted as seen unless it is a number above 0
     * @param alarms texts of the alarms active now; blank ones do not count
     */
    public void add(ControllerId station, long cycles, long rejects, double lastCycleTimeMs, List<String> alarms) {
        tallies.computeIfAbsent(station, _ -> new Tally(cycles, rejects)).add(cycles, rejects, lastCycleTimeMs, alarms);
    }

    /** The sample so far of every station that was read at least once. */
    public Map<ControllerId, Sample> samples() {
        return tallies.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, entry -> entry.getValue().sample()));
    }
}
