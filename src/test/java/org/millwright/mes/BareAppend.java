package org.millwright.mes;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.util.List;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.server.ManagedNamespaceWithLifecycle;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.sdk.server.items.MonitoredItem;
import org.eclipse.milo.opcua.sdk.server.nodes.UaMethodNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.millwright.upgrade.journal.BenchedJournal;
import org.millwright.upgrade.journal.Journal.FencedException;

/** The least that a method can be that may promise anything: the library's, with one row put on the disk. */
final class BareAppend implements Part {
    static final String URI = "urn:test:bare";
    static final String METHOD = "append";

    private final BenchedJournal journal;

    BareAppend(BenchedJournal journal) {
        this.journal = journal;
    }

    @Override
    public void addTo(OpcUaServer server, Guard guard) {
        new Namespace(server).startup();
    }

    private CallMethodResult append() {
        try {
            journal.append();
            return new CallMethodResult(StatusCode.GOOD, null, null, new Variant[] {Variant.ofString("done")});
        } catch (FencedException _) {
            return new CallMethodResult(new StatusCode(StatusCodes.Bad_InternalError), null, null, null);
        }
    }

    @Override
    public void end() {
        journal.close();
    }

    private final class Namespace extends ManagedNamespaceWithLifecycle {
        Namespace(OpcUaServer server) {
            super(server, URI);
            getLifecycleManager().addStartupTask(this::add);
        }

        private void add() {
            NodeId id = newNodeId(METHOD);
            UaMethodNode method = new UaMethodNode(
                    getNodeContext(),
                    id,
                    newQualifiedName(METHOD),
                    LocalizedText.english(METHOD),
                    LocalizedText.NULL_VALUE,
                    uint(0),
                    uint(0),
                    true,
                    true);
            method.setInvocationHandler((_, _) -> append());
            getNodeManager().addNode(method);
            method.addReference(new Reference(
                    id, NodeIds.HasComponent, NodeIds.ObjectsFolder.expanded(), Reference.Direction.INVERSE));
        }

        @Override
        public void onDataItemsCreated(List<DataItem> items) {}

        @Override
        public void onDataItemsModified(List<DataItem> items) {}

        @Override
        public void onDataItemsDeleted(List<DataItem> items) {}

        @Override
        public void onMonitoringModeChanged(List<MonitoredItem> items) {}
    }
}
