package org.millwright.upgrade.journal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who is told of new rows. */
final class Listeners {
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    void add(Runnable listener) {
        listeners.add(listener);
    }

    /** Tells everybody. The row is written: what a listener throws is reported as the thread's, and changes nothing. */
    void tell() {
        for (Runnable listener : listeners) {
            try {
                listener.run();
            } catch (RuntimeException e) {
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
            }
        }
    }
}
