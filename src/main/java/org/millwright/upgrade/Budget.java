package org.millwright.upgrade;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.millwright.equipment.Image;
import org.millwright.plant.StagingLimits;

/**
 * Keeps staging within what a producing line bears: no second takes more bytes than the line's limit, and than that of
 * each controller, and they leave evenly. Every transfer of a run goes through its one budget, and ends with it.
 */
public final class Budget {
    private static final long NANOS = 1_000_000_000;

    private final StagingLimits limits;
    private final Clock clock;
    private final LongConsumer pause;
    private final Bucket line;
    private volatile boolean stopped;

    /**
     * A budget of which nothing is used yet.
     *
     * @param clock goes on steadily while transfers wait
     */
    public Budget(StagingLimits limits, Clock clock) {
        this(limits, clock, LockSupport::parkNanos);
    }

    /** With a way of waiting of its own, for tests. */
    Budget(StagingLimits limits, Clock clock, LongConsumer pause) {
        this.limits = limits;
        this.clock = clock;
        this.pause = pause;
        this.line = new Bucket(limits.line());
    }

    /** Ends every transfer that is under way with an IOException at its next block: the run does not want it any more. */
    public void stop() {
        stopped = true;
    }

    /** The same image, its content no faster than the budget allows. */
    public Image paced(Image image) {
        return new Image(
                image.software(),
                image.sha256(),
                image.bytes(),
                () -> new Paced(image.content().open(), new Bucket(limits.controller())),
                bytesPerSecond());
    }

    /** The longest that staging so many bytes on the whole line may take. */
    public Duration longest(long bytes) {
        double seconds = (double) bytes / bytesPerSecond();
        return Limits.TRANSFER.plusMillis((long) (2_000 * seconds));
    }

    private long nanos() {
        Instant now = clock.instant();
        return now.getEpochSecond() * NANOS + now.getNano();
    }

    private long bytesPerSecond() {
        return Math.min(
                limits.line().orElse(Image.UNLIMITED), limits.controller().orElse(Image.UNLIMITED));
    }

    /** Hands out the moments at which bytes may leave, one after another. */
    private final class Bucket {
        private final OptionalLong rate;
        private long free = nanos();

        Bucket(OptionalLong rate) {
            this.rate = rate;
        }

        /** The moment from which so many bytes may leave; the following ones come behind them. */
        synchronized long take(int bytes) {
            long now = nanos();
            if (rate.isEmpty()) {
                return now;
            }
            long from = Math.max(now, free);
            free = from + (long) (NANOS * (double) bytes / rate.getAsLong());
            return from;
        }
    }

    private final class Paced extends FilterInputStream {
        private final Bucket controller;

        Paced(InputStream in, Bucket controller) {
            super(in);
            this.controller = controller;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int got = super.read(into, offset, length);
            if (got > 0) {
                await(Math.max(controller.take(got), line.take(got)));
            }
            return got;
        }

        private void await(long moment) throws IOException {
            for (long left = moment - nanos(); left > 0; left = moment - nanos()) {
                check();
                pause.accept(Math.min(left, NANOS / 10));
            }
            check();
        }

        private void check() throws IOException {
            if (stopped) {
                throw new IOException("sending was given up, the run ends");
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("sending was interrupted");
            }
        }
    }
}
