package org.millwright.simulators.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfigLimits;
import org.eclipse.milo.opcua.stack.core.channel.EncodingLimits;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;

/** What one controller's server lets its clients use. */
final class ServerLimits implements OpcUaServerConfigLimits {
    /** Largest block of a Read or Write: one message less room for its headers. */
    static final int MAX_BYTE_STRING = EncodingLimits.DEFAULT_MAX_MESSAGE_SIZE - 1024;

    private static final UInteger MAX_SESSIONS = uint(50);
    private static final UInteger MAX_SUBSCRIPTIONS_PER_SESSION = uint(20);
    private static final UInteger MAX_SUBSCRIPTIONS = uint(200);
    private static final UInteger MAX_MONITORED_ITEMS = uint(10_000);
    /** Milliseconds; keeps a client that asks for 0 from turning a thread in circles. */
    private static final double FASTEST_SAMPLING = 20;

    @Override
    public UInteger getMaxSessions() {
        return MAX_SESSIONS;
    }

    @Override
    public UInteger getMaxSubscriptions() {
        return MAX_SUBSCRIPTIONS;
    }

    @Override
    public UInteger getMaxSubscriptionsPerSession() {
        return MAX_SUBSCRIPTIONS_PER_SESSION;
    }

    @Override
    public UInteger getMaxMonitoredItems() {
        return MAX_MONITORED_ITEMS;
    }

    @Override
    public UInteger getMaxByteStringLength() {
        return uint(MAX_BYTE_STRING);
    }

    @Override
    public Double getMinSupportedSampleRate() {
        return FASTEST_SAMPLING;
    }
}
