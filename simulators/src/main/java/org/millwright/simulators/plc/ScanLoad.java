package org.millwright.simulators.plc;

import java.util.ArrayDeque;
import java.util.Deque;
import org.millwright.simulators.config.UpdateSettings.ScanSettings;

/**
 * Scan time of the control task: what file transfers moved in the last real second makes it longer. Real time is taken
 * from the simulated clock and its scale, so that a line moved by hand shows the same.
 */
final class ScanLoad {
    private static final double WINDOW_MS = 1000;
    private static final double BYTES_PER_MB = 1e6;

    private final ScanSettings settings;
    private final double scale;
    private final Deque<Moved> window = new ArrayDeque<>();
    private double nowMs;
    private long bytesInWindow;

    private record Moved(double atMs, long bytes) {}

    ScanLoad(ScanSettings settings, double scale) {
        this.settings = settings;
        this.scale = scale;
    }

    void step(long stepMs) {
        nowMs += stepMs / scale;
        while (!window.isEmpty() && window.getFirst().atMs() <= nowMs - WINDOW_MS) {
            bytesInWindow -= window.removeFirst().bytes();
        }
    }

    void moved(int bytes) {
        bytesInWindow += bytes;
        Moved last = window.peekLast();
        if (last != null && last.atMs() == nowMs) {
            window.removeLast();
            window.addLast(new Moved(nowMs, last.bytes() + bytes));
        } else {
            window.addLast(new Moved(nowMs, bytes));
        }
    }

    double scanMs() {
        return settings.baseMs() + settings.loadMsPerMBps() * bytesInWindow / BYTES_PER_MB;
    }
}
