package org.millwright.upgrade;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the steps of a run see at this moment, for people only: lost with the process, never asked for truth.
 */
public final class Live {
    private final Map<StepId, Sight> sights = new ConcurrentHashMap<>();

    /**
     * One step's progress.
     *
     * @param percent 0..100
     */
    public record Sight(int percent, String text) {}

    public void show(StepId step, int percent, String text) {
        sights.put(step, new Sight(Math.clamp(percent, 0, 100), text));
    }

    void forget(StepId step) {
        sights.remove(step);
    }

    public Optional<Sight> of(StepId step) {
        return Optional.ofNullable(sights.get(step));
    }
}
