package org.millwright.validation;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.millwright.plant.ControllerId;

/** Gathers samples from counters that are read again and again. */
public final class Sampler {
    private final Map<ControllerId, Long> cycles = new TreeMap<>();

    public void add(ControllerId station, long count, long rejects, double lastCycleTimeMs, List<String> alarms) {
        cycles.merge(station, count, Math::max);
    }

    public long fewestCycles() {
        return cycles.values().stream().min(Long::compare).orElse(0L);
    }

    public Map<ControllerId, Sample> samples() {
        return Map.of();
    }
}
