package org.millwright.simulators.process;

import java.time.Duration;

/**
 * Simulated time in whole steps: real time times a scale, or moved by hand. Everything on a line happens in its steps, in
 * the same order each time, so a run is a function of file, seed, steps and commands. Used by one thread.
 */
public final class SimulationClock {
    /** Small against any cycle, large enough that a step costs nothing. */
    public static final long STEP_MS = 20;

    /** A stall longer than this (a suspended machine) is forgotten, not caught up with. */
    private static final Duration MAX_CATCH_UP = Duration.ofMillis(500);

    private final double scale;
    private final Runnable step;
    private double owedMs;

    /**
     * @param scale simulated seconds in one real second
     * @param step does what happens in {@link #STEP_MS} of simulated time
     */
    public SimulationClock(double scale, Runnable step) {
        this.scale = scale;
        this.step = step;
    }

    /** Lets real time pass. */
    public void realTime(Duration passed) {
        Duration counted = passed.compareTo(MAX_CATCH_UP) > 0 ? MAX_CATCH_UP : passed;
        owe(counted.toNanos() / 1e6 * scale);
    }

    /** Lets simulated time pass. */
    public void simulatedTime(Duration passed) {
        owe(passed.toNanos() / 1e6);
    }

    private void owe(double ms) {
        owedMs += ms;
        while (owedMs >= STEP_MS) {
            owedMs -= STEP_MS;
            step.run();
        }
    }
}
