package org.millwright.simulators.process;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.millwright.simulators.config.StationSettings;

/**
 * One machine and its outfeed conveyor. Guarded by the line's lock.
 *
 * <ol>
 *   <li>It takes a part when it runs, its infeed is enabled and no part is in work.
 *   <li>A part is in work for one cycle of running time; standing still prolongs nothing but the wait.
 *   <li>A rejected part leaves the line here; a good one goes to the conveyor, and waits in the machine while that is full.
 *   <li>The conveyor hands on its oldest part while the station runs; a stuck part is passed by the others.
 * </ol>
 */
public final class Station {
    /** Whether the machine moves. */
    public enum Mode {
        RUNNING,
        /** Held still by its controller (off, or prepared for an update). */
        STOPPED,
        /** Held still by a failure. */
        ABORTED
    }

    private static final String NUISANCE = "A117 part sensor signal weak";
    private static final String FAILURE = "A900 controller failure";

    /** Every alarm that a station can have, the worst first. */
    public static final List<String> ALARMS = List.of(FAILURE, NUISANCE);

    private final StationSettings settings;
    private final RandomGenerator random;
    private final Deque<Part> outfeed = new ArrayDeque<>();
    private Mode mode = Mode.RUNNING;
    private boolean infeedEnabled = true;
    private Behaviour behaviour;
    private Runnable onCycle = () -> {};
    private @Nullable Work work;
    private @Nullable Part stuck;
    private boolean stickNext;
    private boolean nuisance;
    private long cycles;
    private long rejects;
    private double lastCycleMs;

    Station(StationSettings settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
        this.behaviour = new Behaviour(1, settings.rejectRate(), settings.alarmRate());
    }

    private static final class Work {
        final Part part;
        final double cycleMs;
        double remainingMs;

        Work(Part part, double cycleMs, double remainingMs) {
            this.part = part;
            this.cycleMs = cycleMs;
            this.remainingMs = remainingMs;
        }
    }

    /** What its controller makes of the machine; a new behaviour counts from the next part on. */
    public void drive(Mode mode, Behaviour behaviour) {
        this.mode = mode;
        this.behaviour = behaviour;
    }

    public void setInfeedEnabled(boolean enabled) {
        infeedEnabled = enabled;
    }

    /** Called under the line's lock at each completed cycle. */
    public void onCycle(Runnable listener) {
        onCycle = listener;
    }

    /** The part on the conveyor, or the next to come there, never leaves. */
    public void stickPart() {
        stickNext = true;
        stickIfWanted();
    }

    public StationView view() {
        return new StationView(state(), infeedEnabled, parts(), cycles, rejects, lastCycleMs, alarms());
    }

    /** Fills the station as it is in the middle of production: a part in work, the conveyor half full. */
    void fill(PartSource source) {
        while (outfeed.size() < (settings.buffer() + 1) / 2) {
            outfeed.add(source.next());
        }
        double cycleMs = drawCycleMs();
        work = new Work(source.next(), cycleMs, cycleMs * random.nextDouble());
    }

    boolean takes() {
        return mode == Mode.RUNNING && infeedEnabled && work == null;
    }

    void take(Part part) {
        double cycleMs = drawCycleMs();
        work = new Work(part, cycleMs, cycleMs);
    }

    boolean gives() {
        return mode == Mode.RUNNING && !outfeed.isEmpty();
    }

    Part give() {
        return outfeed.remove();
    }

    /** Lets the machine work for a step of the simulated clock. */
    void work(long stepMs) {
        Work now = work;
        if (mode != Mode.RUNNING || now == null) {
            return;
        }
        if (now.remainingMs > 0) {
            now.remainingMs -= stepMs;
            if (now.remainingMs > 0) {
                return;
            }
            complete(now);
        }
        unload();
    }

    private void complete(Work done) {
        cycles++;
        lastCycleMs = done.cycleMs;
        boolean rejected = random.nextDouble() < behaviour.rejectRate();
        nuisance = random.nextDouble() < behaviour.alarmRate();
        if (rejected) {
            rejects++;
            work = null;
        }
        onCycle.run();
    }

    private void unload() {
        Work done = work;
        if (done != null && outfeed.size() < settings.buffer()) {
            outfeed.add(done.part);
            work = null;
            stickIfWanted();
        }
    }

    private void stickIfWanted() {
        if (stickNext && stuck == null && !outfeed.isEmpty()) {
            stuck = outfeed.removeLast();
            stickNext = false;
        }
    }

    private double drawCycleMs() {
        double deviation = settings.jitter() * (2 * random.nextDouble() - 1);
        return settings.cycle().toMillis() * behaviour.slower() * (1 + deviation);
    }

    private int parts() {
        return outfeed.size() + (work == null ? 0 : 1) + (stuck == null ? 0 : 1);
    }

    private List<String> alarms() {
        List<String> active = new ArrayList<>();
        if (mode == Mode.ABORTED) {
            active.add(FAILURE);
        }
        if (nuisance) {
            active.add(NUISANCE);
        }
        return active;
    }

    /**
     * PackML by these rules: Aborted on failure; Stopped when held still, or when the infeed is off and the station empty;
     * Execute while a part is processed; Idle when it waits for one; Suspended when a part cannot leave.
     */
    private String state() {
        Work now = work;
        if (mode == Mode.ABORTED) {
            return "Aborted";
        }
        if (mode == Mode.STOPPED || (!infeedEnabled && parts() == 0)) {
            return "Stopped";
        }
        if (now != null) {
            return now.remainingMs > 0 ? "Execute" : "Suspended";
        }
        return infeedEnabled ? "Idle" : "Suspended";
    }
}
