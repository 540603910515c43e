package org.millwright.simulators.opcua;

import org.eclipse.milo.opcua.stack.core.channel.EncodingLimits;
import org.millwright.simulators.config.ServerSettings.Answers.Limits;

/**
 * The size of messages on the wire. Milo holds its own node set to the same limits while it loads, so they count only
 * from {@link #enforce} on.
 */
final class MessageLimits extends EncodingLimits {
    private final int maxMessageBytes;
    private volatile boolean enforced;

    private MessageLimits(int chunkBytes, int chunks, int maxMessageBytes) {
        super(chunkBytes, chunks, DEFAULT_MAX_MESSAGE_SIZE, DEFAULT_MAX_RECURSION_DEPTH);
        this.maxMessageBytes = maxMessageBytes;
    }

    static MessageLimits of(Limits limits) {
        int message = limits.maxMessageBytes();
        int chunk = Math.min(message, DEFAULT_MAX_CHUNK_SIZE);
        // Twice as many as the bytes need, because chunks have headers too.
        return new MessageLimits(chunk, 2 * (message / chunk + 1), message);
    }

    void enforce() {
        enforced = true;
    }

    @Override
    public int getMaxMessageSize() {
        return enforced ? maxMessageBytes : super.getMaxMessageSize();
    }
}
