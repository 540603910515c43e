package org.millwright.simulators.plc;

import java.time.Duration;

/**
 * Confirmation of OPC 10000-100 8.4.11. The timeout is the client's real time; it is counted from the moment in which the
 * controller is reachable again, and is zero again once the update is over, however it ended.
 */
final class Confirmation {
    private static final Duration LONGEST = Duration.ofDays(1);

    private final double scale;
    private Duration timeout = Duration.ZERO;
    private boolean waiting;
    private double remainingMs;

    /** @param scale simulated seconds in one real second */
    Confirmation(double scale) {
        this.scale = scale;
    }

    /** Counts from the next reboot on. */
    void setTimeout(Duration wanted) {
        if (wanted.isNegative()) {
            timeout = Duration.ZERO;
        } else {
            timeout = wanted.compareTo(LONGEST) > 0 ? LONGEST : wanted;
        }
    }

    Duration timeout() {
        return timeout;
    }

    boolean isWanted() {
        return !timeout.isZero();
    }

    boolean isWaiting() {
        return waiting;
    }

    /** The timeout on the simulated clock. */
    long simulatedMs() {
        return Math.round(timeout.toNanos() / 1e6 * scale);
    }

    /** The trial software runs and can be reached. */
    void begin() {
        waiting = true;
        remainingMs = simulatedMs();
    }

    void confirm() throws PlcRefusal {
        if (!waiting) {
            throw PlcRefusal.invalidState("Confirmation is not WaitingForConfirm");
        }
        end();
    }

    void end() {
        waiting = false;
        timeout = Duration.ZERO;
    }

    /** The trial software is gone for now (another reboot of the same update). */
    void pause() {
        waiting = false;
    }

    /** True when the time is up with this step. */
    boolean expiresWith(long stepMs) {
        if (!waiting) {
            return false;
        }
        remainingMs -= stepMs;
        return remainingMs <= 0;
    }
}
