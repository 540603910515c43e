package org.millwright.mes.model;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ushort;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.model.objects.BaseEventTypeNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/** Makes the node of an event, lets it be read by who subscribed, and throws it away. */
final class EventNodes {
    private static final String EVENT_TYPE = "W:1004";
    private static final int UUID_BYTES = 16;

    private final Nodes nodes;
    private final NodeId source;

    EventNodes(Nodes nodes, NodeId source) {
        this.nodes = nodes;
        this.source = source;
    }

    void fire(JobEvent event) {
        OpcUaServer server = nodes.context().getServer();
        UUID id = UUID.randomUUID();
        BaseEventTypeNode node = create(server, id);
        try {
            fill(node, id, event);
            server.getEventNotifier().fire(node);
        } finally {
            node.delete();
        }
    }

    private BaseEventTypeNode create(OpcUaServer server, UUID id) {
        try {
            return server.getEventFactory()
                    .createEvent(
                            nodes.names().textual("event/" + id), nodes.names().id(EVENT_TYPE));
        } catch (UaException e) {
            throw new IllegalStateException("the server has lost a type of its own", e);
        }
    }

    private void fill(BaseEventTypeNode node, UUID id, JobEvent event) {
        node.setEventId(ByteString.of(ByteBuffer.allocate(UUID_BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array()));
        node.setEventType(nodes.names().id(EVENT_TYPE));
        node.setSourceNode(source);
        node.setSourceName("JobOrderResults");
        node.setTime(new DateTime(event.time()));
        node.setReceiveTime(new DateTime(event.time()));
        node.setMessage(LocalizedText.english(event.message()));
        node.setSeverity(ushort(event.severity()));
        field(node, "J:JobOrder").set(event.order());
        field(node, "J:JobState").set(event.state());
        field(node, "J:JobResponse").set(event.response());
        flat(node, event.flat());
    }

    private void flat(BaseEventTypeNode node, JobEvent.Flat flat) {
        field(node, "W:JobOrderID").set(flat.jobOrderId());
        field(node, "W:StateNumber").set(uint(flat.stateNumber()));
        field(node, "W:SubState").set(flat.subState());
        field(node, "W:Outcome").set(flat.outcome());
    }

    private NodeValue field(BaseEventTypeNode node, String name) {
        return new NodeValue(
                (UaVariableNode) node.findNode(nodes.names().name(name)).orElseThrow());
    }
}
