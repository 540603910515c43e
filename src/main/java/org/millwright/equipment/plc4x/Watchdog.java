package org.millwright.equipment.plc4x;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.millwright.equipment.Deadline;

/**
 * Keeps calls into PLC4X from holding anybody up: each runs in a virtual thread of its own and is interrupted when its
 * time is over. A connection is opened under the same rule, since its library's own limits do not hold for that.
 */
final class Watchdog {
    private static final long LOOK_MS = 50;
    private static final int LOOKS_AFTER_LOSS = 4;

    private Watchdog() {}

    /**
     * Waits for a call's end.
     *
     * @param alive asked now and then: once it says no, an answer gets only a moment more
     * @throws TimeoutException when time is over; the call may go on and its result is lost
     */
    static <T> T call(Deadline deadline, BooleanSupplier alive, Callable<T> call)
            throws TimeoutException, ExecutionException, InterruptedException {
        FutureTask<T> task = new FutureTask<>(call);
        Thread thread = Thread.ofVirtual().start(task);
        int lost = 0;
        try {
            while (true) {
                try {
                    return task.get(Math.min(LOOK_MS, deadline.leftMs()), TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    lost = alive.getAsBoolean() ? 0 : lost + 1;
                    if (deadline.passed() || lost >= LOOKS_AFTER_LOSS) {
                        throw e;
                    }
                }
            }
        } finally {
            if (!task.isDone()) {
                thread.interrupt();
            }
        }
    }
}
