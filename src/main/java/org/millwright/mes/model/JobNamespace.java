package org.millwright.mes.model;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.milo.opcua.sdk.server.EventListener;
import org.eclipse.milo.opcua.sdk.server.ManagedNamespaceWithLifecycle;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.sdk.server.items.EventItem;
import org.eclipse.milo.opcua.sdk.server.items.MonitoredItem;
import org.eclipse.milo.opcua.sdk.server.model.objects.BaseEventTypeNode;
import org.eclipse.milo.opcua.sdk.server.util.SubscriptionModel;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * One namespace of the model. Values are sampled; events are handed to whoever subscribed at the node they come from, or
 * at one above it (who subscribed at the Server object is served by the library).
 */
final class JobNamespace extends ManagedNamespaceWithLifecycle {
    private final SubscriptionModel sampling;
    private final Map<EventItem, EventListener> listeners = new ConcurrentHashMap<>();

    JobNamespace(OpcUaServer server, String uri) {
        super(server, uri);
        sampling = new SubscriptionModel(server, this);
        getLifecycleManager().addLifecycle(sampling);
    }

    Nodes nodes(Names names) {
        return new Nodes(getNodeContext(), names);
    }

    @Override
    public void onDataItemsCreated(List<DataItem> items) {
        sampling.onDataItemsCreated(items);
    }

    @Override
    public void onDataItemsModified(List<DataItem> items) {
        sampling.onDataItemsModified(items);
    }

    @Override
    public void onDataItemsDeleted(List<DataItem> items) {
        sampling.onDataItemsDeleted(items);
    }

    @Override
    public void onMonitoringModeChanged(List<MonitoredItem> items) {
        sampling.onMonitoringModeChanged(items);
    }

    @Override
    public void onEventItemsCreated(List<EventItem> items) {
        for (EventItem item : items) {
            EventListener listener = event -> offer(item, event);
            listeners.put(item, listener);
            getServer().getEventNotifier().register(listener);
        }
    }

    @Override
    public void onEventItemsDeleted(List<EventItem> items) {
        for (EventItem item : items) {
            @Nullable EventListener listener = listeners.remove(item);
            if (listener != null) {
                getServer().getEventNotifier().unregister(listener);
            }
        }
    }

    private static void offer(EventItem item, BaseEventTypeNode event) {
        if (item.isSamplingEnabled()
                && isAtOrBelow(event.getSourceNode(), item.getReadValueId().getNodeId())) {
            item.onEvent(event);
        }
    }

    /** Nodes of lines have their path as identifier. */
    private static boolean isAtOrBelow(NodeId source, NodeId notifier) {
        return source.equals(notifier)
                || (source.getNamespaceIndex().equals(notifier.getNamespaceIndex())
                        && source.getIdentifier().toString().startsWith(notifier.getIdentifier() + "/"));
    }
}
