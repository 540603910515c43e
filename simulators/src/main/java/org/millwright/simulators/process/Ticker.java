package org.millwright.simulators.process;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Tells the real time that passed, about a hundred times a second, from one daemon thread until closed. */
public final class Ticker implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(10);

    private final Consumer<Duration> passed;
    private final Thread thread;
    private volatile boolean closed;

    private Ticker(String name, Consumer<Duration> passed) {
        this.passed = passed;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    /** Starts at once; an exception of the listener ends the ticking and goes to the thread's handler. */
    public static Ticker start(String name, Consumer<Duration> passed) {
        Ticker ticker = new Ticker(name, passed);
        ticker.thread.start();
        return ticker;
    }

    private void run() {
        long before = System.nanoTime();
        while (!closed) {
            LockSupport.parkNanos(this, TICK.toNanos());
            long now = System.nanoTime();
            passed.accept(Duration.ofNanos(now - before));
            before = now;
        }
    }

    /** After this no listener runs any more, unless called by the listener itself. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive() && thread != Thread.currentThread()) {
            try {
                thread.join();
            } catch (InterruptedException wanted) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
