package org.millwright.e2e;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Looks at another process again and again until it shows what is wanted: it cannot call us. */
final class Awaited {
    private static final long LOOK_NANOS = Duration.ofMillis(20).toNanos();

    private Awaited() {}

    /** The first value that is there; an error with what was seen last when the limit is over. */
    static <T> T value(String what, Duration limit, Callable<Optional<T>> look, Supplier<String> seen)
            throws Exception {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<T> value = look.call();
            if (value.isPresent()) {
                return value.get();
            }
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("waited " + limit.toSeconds() + " s for " + what + "; seen: " + seen.get());
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    static void condition(String what, Duration limit, Callable<Boolean> look, Supplier<String> seen) throws Exception {
        value(what, limit, () -> look.call() ? Optional.of(what) : Optional.empty(), seen);
    }
}
