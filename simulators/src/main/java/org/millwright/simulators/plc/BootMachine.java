package org.millwright.simulators.plc;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * On, or on its way back through a reboot. A reboot is a row of legs: off for a time, then an arrival; after
 * {@link Arrival#DIES_SOON} the next leg follows by itself. A reboot without legs never ends.
 */
final class BootMachine {
    private static final int DEATHS = 3;

    private final long bootMs;
    private final Deque<Leg> legs = new ArrayDeque<>();
    private @Nullable Leg leg;
    private boolean on = true;
    private long remainingMs;

    BootMachine(Duration boot) {
        this.bootMs = boot.toMillis();
    }

    /** How the controller comes back. */
    enum Arrival {
        NEW_SOFTWARE,
        /** With the new software, but only for a quarter of a boot's time. */
        DIES_SOON,
        GUARDED_NO_BOOT,
        GUARDED_BOOT_LOOP,
        OLD_SOFTWARE,
        NOT_CONFIRMED,
        AFTER_POWER_LOSS,
        /** Power was lost in the transfer that overwrites the program. */
        TRANSFER_LOST,
        /** The power cycle that an installation waited for. */
        POWER_CYCLED,
        /** Any other power cycle. */
        RESTARTED
    }

    private record Leg(long offMs, Arrival arrival) {}

    /** What a step brought. */
    sealed interface Event {
        record Nothing() implements Event {}

        record Arrived(Arrival how) implements Event {}

        record Died() implements Event {}
    }

    boolean isOn() {
        return on;
    }

    /** True while on, but about to die and boot again. */
    boolean isDying() {
        return on && leg != null;
    }

    void reboot(Arrival arrival) {
        start(List.of(new Leg(bootMs, arrival)));
    }

    /** As {@link #reboot}, but off for longer. */
    void rebootAfter(long extraMs, Arrival arrival) {
        start(List.of(new Leg(bootMs + extraMs, arrival)));
    }

    /** The guard waits one boot's time for the new software before it takes the old one. */
    void guardedReboot() {
        rebootAfter(bootMs, Arrival.GUARDED_NO_BOOT);
    }

    void bootLoop() {
        List<Leg> loop = new ArrayList<>(Collections.nCopies(DEATHS, new Leg(bootMs, Arrival.DIES_SOON)));
        loop.add(new Leg(bootMs, Arrival.GUARDED_BOOT_LOOP));
        start(loop);
    }

    void neverReturn() {
        start(List.of());
    }

    private void start(List<Leg> wanted) {
        legs.clear();
        legs.addAll(wanted);
        next();
    }

    private void next() {
        on = false;
        leg = legs.poll();
        remainingMs = leg == null ? 0 : leg.offMs();
    }

    Event step(long stepMs) {
        Leg now = leg;
        if (now == null) {
            return new Event.Nothing();
        }
        remainingMs -= stepMs;
        if (remainingMs > 0) {
            return new Event.Nothing();
        }
        if (on) {
            next();
            return new Event.Died();
        }
        on = true;
        remainingMs = bootMs / 4;
        if (now.arrival() != Arrival.DIES_SOON) {
            leg = null;
        }
        return new Event.Arrived(now.arrival());
    }
}
