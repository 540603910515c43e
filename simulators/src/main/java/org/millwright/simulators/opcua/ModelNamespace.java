package org.millwright.simulators.opcua;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.milo.opcua.sdk.server.ManagedNamespaceWithLifecycle;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.sdk.server.items.MonitoredItem;
import org.eclipse.milo.opcua.sdk.server.nodes.UaNodeContext;
import org.eclipse.milo.opcua.sdk.server.util.SubscriptionModel;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DiagnosticInfo;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteValue;
import org.millwright.simulators.config.ServerSettings.Language;

/** One namespace of a controller's server. Subscriptions are served by sampling the live values. */
final class ModelNamespace extends ManagedNamespaceWithLifecycle {
    private final Language language;
    private final SubscriptionModel sampling;
    private RequestGuard guard = RequestGuard.all(List.of());

    ModelNamespace(OpcUaServer server, String uri, Language language) {
        super(server, uri);
        this.language = language;
        sampling = new SubscriptionModel(server, this);
        getLifecycleManager().addLifecycle(sampling);
    }

    Names names() {
        return new Names(getNamespaceIndex());
    }

    /** From now on; before the server has clients. */
    void guardWith(RequestGuard newGuard) {
        guard = newGuard;
    }

    @Override
    public List<DataValue> read(
            ReadContext context, Double maxAge, TimestampsToReturn timestamps, List<ReadValueId> readValueIds) {
        guard.seen(context.getSession());
        return super.read(context, maxAge, timestamps, readValueIds);
    }

    @Override
    public List<StatusCode> write(WriteContext context, List<WriteValue> writeValues) {
        guard.seen(context.getSession());
        List<StatusCode> results = new ArrayList<>();
        for (WriteValue value : writeValues) {
            long refusal = guard.refusesWrite(context.getSession(), value.getNodeId());
            results.add(refusal == 0 ? super.write(context, List.of(value)).getFirst() : new StatusCode(refusal));
        }
        return results;
    }

    @Override
    public List<CallMethodResult> call(CallContext context, List<CallMethodRequest> requests) {
        guard.seen(context.getSession());
        List<CallMethodResult> results = new ArrayList<>();
        for (CallMethodRequest request : requests) {
            long refusal = guard.refusesCall(context.getSession(), request.getObjectId(), request.getMethodId());
            results.add(
                    refusal == 0
                            ? super.call(context, List.of(request)).getFirst()
                            : new CallMethodResult(
                                    new StatusCode(refusal), new StatusCode[0], new DiagnosticInfo[0], new Variant[0]));
        }
        return results;
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
