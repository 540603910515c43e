package org.millwright.simulators.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfigLimits;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.millwright.simulators.config.ServerSettings.Answers;

/** What one controller's server lets its clients use. Milo tells these numbers in ServerCapabilities and holds them. */
record ServerLimits(Answers answers) implements OpcUaServerConfigLimits {
    private static final UInteger MAX_SESSIONS = uint(50);
    private static final UInteger MAX_SUBSCRIPTIONS_PER_SESSION = uint(20);
    private static final UInteger MAX_SUBSCRIPTIONS = uint(200);
    private static final UInteger MAX_MONITORED_ITEMS = uint(10_000);
    /** Milliseconds; keeps a client that asks for 0 from turning a thread in circles. */
    private static final double FASTEST_SAMPLING = 20;

    private UInteger operations(UInteger usual) {
        return answers.limits().operationsPerCall().map(max -> uint(max)).orElse(usual);
    }

    @Override
    public UInteger getMaxSessions() {
        return MAX_SESSIONS;
    }

    @Override
    public UInteger getMaxSubscriptions() {
        return answers.subscriptions() ? MAX_SUBSCRIPTIONS : uint(0);
    }

    @Override
    public UInteger getMaxSubscriptionsPerSession() {
        return answers.subscriptions() ? MAX_SUBSCRIPTIONS_PER_SESSION : uint(0);
    }

    @Override
    public UInteger getMaxMonitoredItems() {
        return MAX_MONITORED_ITEMS;
    }

    @Override
    public UInteger getMaxByteStringLength() {
        return uint(answers.limits().maxByteStringLength());
    }

    @Override
    public Double getMinSupportedSampleRate() {
        return FASTEST_SAMPLING;
    }

    @Override
    public UInteger getMaxNodesPerRead() {
        return operations(OpcUaServerConfigLimits.super.getMaxNodesPerRead());
    }

    @Override
    public UInteger getMaxNodesPerWrite() {
        return operations(OpcUaServerConfigLimits.super.getMaxNodesPerWrite());
    }

    @Override
    public UInteger getMaxNodesPerMethodCall() {
        return operations(OpcUaServerConfigLimits.super.getMaxNodesPerMethodCall());
    }

    @Override
    public UInteger getMaxNodesPerBrowse() {
        return operations(OpcUaServerConfigLimits.super.getMaxNodesPerBrowse());
    }

    @Override
    public UInteger getMaxNodesPerTranslateBrowsePathsToNodeIds() {
        return operations(OpcUaServerConfigLimits.super.getMaxNodesPerTranslateBrowsePathsToNodeIds());
    }

    @Override
    public UInteger getMaxNodesPerRegisterNodes() {
        return operations(OpcUaServerConfigLimits.super.getMaxNodesPerRegisterNodes());
    }
}
