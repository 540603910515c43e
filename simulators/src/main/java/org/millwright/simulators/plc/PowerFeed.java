package org.millwright.simulators.plc;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.millwright.simulators.plc.Plc.PowerListener;

/**
 * Tells listeners of up and down in the order in which it happened, none left out. News are put in under the line's lock
 * and told without it, one call at a time, so a listener may call the controller and take its time.
 */
final class PowerFeed {
    private final List<PowerListener> listeners = new ArrayList<>();
    private final Queue<Runnable> news = new ConcurrentLinkedQueue<>();
    private final Lock telling = new ReentrantLock();
    private final AtomicBoolean claimed = new AtomicBoolean();
    private boolean up = true;

    /** Under the line's lock. The listener's first news is the present state. */
    void add(PowerListener listener) {
        listeners.add(listener);
        news.add(up ? listener::up : listener::down);
    }

    /** Under the line's lock. */
    void set(boolean nowUp) {
        up = nowUp;
        for (PowerListener listener : listeners) {
            news.add(up ? listener::up : listener::down);
        }
    }

    /** True when there are news and nobody has yet undertaken to tell them; who gets true calls {@link #tell}. */
    boolean claim() {
        return !news.isEmpty() && claimed.compareAndSet(false, true);
    }

    /** Never under the line's lock. Returns when all news so far are told, by this thread or another. */
    void tell() {
        telling.lock();
        try {
            for (Runnable next = news.poll(); next != null; next = news.poll()) {
                next.run();
            }
        } finally {
            telling.unlock();
            claimed.set(false);
        }
    }
}
