package org.millwright.equipment.fake;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The machine of one station. A part is taken, worked on for one cycle, and then rejected or put on the outfeed, where
 * it waits for the next station. Shares become events evenly: a reject rate of 0.25 rejects every fourth part.
 */
final class FakeStation {
    private final Agenda agenda;
    private final FakeSettings.Station settings;
    private final Runnable onPart;
    private Behaviour behaviour;
    private Agenda.@Nullable Entry cycle;
    private boolean partInWork;
    private boolean blocked;
    private boolean running = true;
    private boolean infeed = true;
    private boolean last;
    private boolean nextSticks;
    private int stuck;
    private int outfeed;
    private long cycles;
    private long rejects;
    private double rejectShare;
    private double alarmShare;
    private Duration lastCycle = Duration.ZERO;
    private List<String> alarms = List.of();

    FakeStation(Agenda agenda, FakeSettings.Station settings, Behaviour behaviour, Runnable onPart) {
        this.agenda = agenda;
        this.settings = settings;
        this.behaviour = behaviour;
        this.onPart = onPart;
    }

    void behave(Behaviour other) {
        behaviour = other;
        alarms = List.of();
        alarmShare = 0;
    }

    void lastOfLine() {
        last = true;
    }

    void infeed(boolean enabled) {
        infeed = enabled;
    }

    boolean infeed() {
        return infeed;
    }

    /** Starts or stops the machine; a part in work is started anew afterwards. */
    void run(boolean on) {
        if (on == running) {
            return;
        }
        running = on;
        if (on && partInWork && !blocked) {
            startCycle();
        } else if (cycle != null) {
            agenda.cancel(cycle);
            cycle = null;
        }
    }

    boolean running() {
        return running;
    }

    void nextPartSticks() {
        nextSticks = true;
    }

    /** A person takes the stuck part away. */
    void removeStuckParts() {
        nextSticks = false;
        stuck = 0;
    }

    boolean canTake() {
        return running && infeed && !partInWork;
    }

    void take() {
        partInWork = true;
        startCycle();
    }

    boolean canGive() {
        return outfeed > 0;
    }

    void give() {
        outfeed--;
        if (blocked) {
            blocked = false;
            partInWork = false;
            outfeed++;
        }
    }

    private void startCycle() {
        cycle = agenda.in(cycleTime(), this::endCycle);
    }

    private Duration cycleTime() {
        return Duration.ofNanos(Math.round(settings.cycle().toNanos() * behaviour.slower()));
    }

    private void endCycle() {
        cycle = null;
        cycles++;
        lastCycle = cycleTime();
        onPart.run();
        alarmShare += behaviour.alarms();
        alarms = alarmShare >= 1 ? List.of("Jam at the infeed") : List.of();
        alarmShare -= alarms.size();
        rejectShare += Math.min(1, settings.rejects() + behaviour.rejects());
        if (rejectShare >= 1 - 1e-9) {
            rejectShare -= 1;
            rejects++;
            partInWork = false;
        } else {
            release();
        }
    }

    private void release() {
        if (nextSticks) {
            nextSticks = false;
            stuck++;
            partInWork = false;
        } else if (last) {
            partInWork = false;
        } else if (outfeed < settings.buffer()) {
            outfeed++;
            partInWork = false;
        } else {
            blocked = true;
        }
    }

    /** A part is being worked on. */
    boolean working() {
        return running && partInWork && !blocked;
    }

    /** A finished part cannot leave. */
    boolean blocked() {
        return blocked;
    }

    int parts() {
        return (partInWork ? 1 : 0) + outfeed + stuck;
    }

    long cycles() {
        return cycles;
    }

    long rejects() {
        return rejects;
    }

    Duration lastCycle() {
        return lastCycle;
    }

    List<String> alarms() {
        return alarms;
    }
}
