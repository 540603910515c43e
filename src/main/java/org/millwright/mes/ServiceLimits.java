package org.millwright.mes;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfigLimits;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;

/** What the library holds clients to, and tells them in ServerCapabilities. */
record ServiceLimits(MesSettings settings) implements OpcUaServerConfigLimits {
    /** Milliseconds; keeps a client that asks for 0 from turning a thread in circles. */
    private static final double FASTEST = 100;

    private static final double LONGEST_SUBSCRIPTION_MS = 10 * 60_000;

    /** Those that have not logged in never take the place of one that wants to. */
    @Override
    public UInteger getMaxSessions() {
        return uint(settings.sessions().most() + settings.sessions().notLoggedIn());
    }

    @Override
    public Double getMaxSessionTimeout() {
        return (double) settings.sessions().timeout().toMillis();
    }

    @Override
    public UInteger getMaxSubscriptionsPerSession() {
        return uint(settings.sessions().subscriptions());
    }

    @Override
    public UInteger getMaxSubscriptions() {
        return uint(settings.sessions().subscriptions() * settings.sessions().most());
    }

    @Override
    public Double getMaxSubscriptionLifetime() {
        return LONGEST_SUBSCRIPTION_MS;
    }

    @Override
    public UInteger getMaxMonitoredItemsPerSession() {
        return uint(settings.sessions().monitoredItems());
    }

    @Override
    public UInteger getMaxMonitoredItems() {
        return uint(settings.sessions().monitoredItems() * settings.sessions().most());
    }

    @Override
    public Double getMinPublishingInterval() {
        return FASTEST;
    }

    @Override
    public Double getMinSupportedSampleRate() {
        return FASTEST;
    }

    @Override
    public UInteger getMaxArrayLength() {
        return uint(settings.messages().bytes());
    }

    @Override
    public UInteger getMaxStringLength() {
        return uint(settings.messages().bytes());
    }

    @Override
    public UInteger getMaxByteStringLength() {
        return uint(settings.messages().bytes());
    }

    private UInteger operations() {
        return uint(settings.messages().operations());
    }

    @Override
    public UInteger getMaxNodesPerRead() {
        return operations();
    }

    @Override
    public UInteger getMaxNodesPerWrite() {
        return operations();
    }

    @Override
    public UInteger getMaxMonitoredItemsPerCall() {
        return operations();
    }
}
