package org.millwright.simulators.opcua;

import java.util.List;
import org.eclipse.milo.opcua.sdk.server.ManagedNamespaceWithLifecycle;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.sdk.server.items.MonitoredItem;
import org.eclipse.milo.opcua.sdk.server.nodes.UaNodeContext;
import org.eclipse.milo.opcua.sdk.server.util.SubscriptionModel;
import org.millwright.simulators.config.ServerSettings.Language;

/** One namespace of a controller's server. Subscriptions are served by sampling the live values. */
final class ModelNamespace extends ManagedNamespaceWithLifecycle {
    private final Language language;
    private final SubscriptionModel sampling;

    ModelNamespace(OpcUaServer server, String uri, Language language) {
        super(server, uri);
        this.language = language;
        sampling = new SubscriptionModel(server, this);
        getLifecycleManager().addLifecycle(sampling);
    }

    Names names() {
        return new Names(getNamespaceIndex());
    }

    /** For new nodes, which then speak the namespace's language. */
    @Override
    public UaNodeContext getNodeContext() {
        UaNodeContext plain = super.getNodeContext();
        return language == Language.DE ? new GermanTexts.Context(plain) : plain;
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
}
