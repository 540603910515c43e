package org.millwright.equipment.opcua;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.millwright.equipment.Image;

/**
 * How a file is cut into requests.
 *
 * @param blockBytes of one Read or Write
 * @param atOnce calls in one request
 * @param writeLimit how long the server takes for a Write at the most, where it says so
 */
record Pace(int blockBytes, int atOnce, Optional<Duration> writeLimit) {
    /** Blocks of content that comes slowly leave at least as often as this in a second. */
    private static final long REQUESTS_PER_SECOND = 10;

    private static final long SMALLEST_SLOW_BLOCK = 1_024;

    /** For servers that tell no limit: what the smallest default limits take. */
    private static final long CAUTIOUS_BLOCK_BYTES = 60 * 1_024;

    /** Around the calls of a message. */
    private static final int MESSAGE_ROOM_BYTES = 1_024;

    /** Around the block of a call: two node ids, a handle, lengths. */
    private static final int CALL_ROOM_BYTES = 512;

    /** A request that a server works at for too long helps nobody. */
    private static final int MOST_AT_ONCE = 64;

    /**
     * What the transfer asks for.
     *
     * @param prescribed WriteBlockSize, to be used exactly (OPC 10000-100 8.4.3.3.2)
     * @param bytesPerSecond how fast the content comes
     * @param idle the longest time between two calls that the server bears (ClientProcessingTimeout)
     * @param provable the result can be proved by a hash, so that several calls may go in one request
     */
    record Wish(
            OptionalLong prescribed,
            long bytesPerSecond,
            Optional<Duration> idle,
            Optional<Duration> writeLimit,
            boolean provable) {
        static Wish plain(boolean provable) {
            return new Wish(OptionalLong.empty(), Image.UNLIMITED, Optional.empty(), Optional.empty(), provable);
        }

        /** The bytes that may leave in one request, so that they leave evenly and in time. */
        private long requestBytes() {
            if (bytesPerSecond == Image.UNLIMITED) {
                return Long.MAX_VALUE;
            }
            long evenly = Math.max(SMALLEST_SLOW_BLOCK, bytesPerSecond / REQUESTS_PER_SECOND);
            return idle.map(time -> Math.max(1, (long) (bytesPerSecond * (time.toMillis() / 2_000.0))))
                    .map(inTime -> Math.min(evenly, inTime))
                    .orElse(evenly);
        }
    }

    /**
     * What server and file bear.
     *
     * @param fileBytes longest block, 0 when nobody tells
     */
    record Bounds(long messageBytes, long fileBytes, int callsPerRequest) {
        /** The longest block that goes into a message. */
        long blockBytes() {
            return Math.max(1, messageBytes - MESSAGE_ROOM_BYTES - CALL_ROOM_BYTES);
        }
    }

    static Pace of(Wish wish, Bounds bounds) {
        long told = bounds.fileBytes() == 0 ? CAUTIOUS_BLOCK_BYTES : bounds.fileBytes();
        long free = Math.min(told, wish.requestBytes());
        long block = Math.clamp(wish.prescribed().orElse(free), 1, bounds.blockBytes());
        long fitting = Math.min(
                (bounds.messageBytes() - MESSAGE_ROOM_BYTES) / (block + CALL_ROOM_BYTES), wish.requestBytes() / block);
        long most = wish.provable() ? Math.min(MOST_AT_ONCE, bounds.callsPerRequest()) : 1;
        return new Pace((int) block, (int) Math.clamp(fitting, 1, most), wish.writeLimit());
    }
}
