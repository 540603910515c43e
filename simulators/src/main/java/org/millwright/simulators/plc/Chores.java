package org.millwright.simulators.plc;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Work that a controller does some time after it was asked to (asynchronous completion, OPC 10000-20 4.4). Counted under
 * the line's lock, done without it.
 */
final class Chores {
    /** Simulated time that each takes. */
    static final long DURATION_MS = 1000;

    private final List<Chore> waiting = new ArrayList<>();
    private final Queue<Runnable> due = new ConcurrentLinkedQueue<>();
    private final Lock doing = new ReentrantLock();
    private final AtomicBoolean claimed = new AtomicBoolean();

    private record Chore(Runnable task, long leftMs) {}

    /** Under the line's lock. */
    void add(Runnable task) {
        waiting.add(new Chore(task, DURATION_MS));
    }

    /** Under the line's lock. */
    void step(long stepMs) {
        List<Chore> before = List.copyOf(waiting);
        waiting.clear();
        for (Chore chore : before) {
            if (chore.leftMs() > stepMs) {
                waiting.add(new Chore(chore.task(), chore.leftMs() - stepMs));
            } else {
                due.add(chore.task());
            }
        }
    }

    /** Under the line's lock: what was begun is lost with the power. */
    void powerLost() {
        waiting.clear();
        due.clear();
    }

    /** True when something is due that nobody has yet undertaken to do; who gets true calls {@link #work}. */
    boolean claim() {
        return !due.isEmpty() && claimed.compareAndSet(false, true);
    }

    /** Never under the line's lock. */
    void work() {
        doing.lock();
        try {
            for (Runnable next = due.poll(); next != null; next = due.poll()) {
                next.run();
            }
        } finally {
            doing.unlock();
            claimed.set(false);
        }
    }
}
