package org.millwright.mes;

import org.eclipse.milo.opcua.stack.core.channel.EncodingLimits;

/**
 * The size of messages. The library holds its own nodes to the same limits while it loads them, so they count only from
 * {@link #enforce} on. A text and an array may be as long as a message; nested ones multiply, which the depth limits.
 */
final class WireLimits extends EncodingLimits {
    private final MesSettings.Messages wanted;
    private volatile boolean enforced;

    WireLimits(MesSettings.Messages wanted) {
        // Twice as many chunks as the bytes need, because chunks have headers too.
        super(
                wanted.chunkBytes(),
                2 * (wanted.bytes() / wanted.chunkBytes() + 1),
                DEFAULT_MAX_MESSAGE_SIZE,
                DEFAULT_MAX_RECURSION_DEPTH);
        this.wanted = wanted;
    }

    void enforce() {
        enforced = true;
    }

    @Override
    public int getMaxMessageSize() {
        return enforced ? wanted.bytes() : super.getMaxMessageSize();
    }

    @Override
    public int getMaxRecursionDepth() {
        return enforced ? wanted.depth() : super.getMaxRecursionDepth();
    }
}
