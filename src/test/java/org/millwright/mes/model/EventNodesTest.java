package org.millwright.mes.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.sdk.client.subscriptions.EventFilterBuilder;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.enumerated.FilterOperator;
import org.eclipse.milo.opcua.stack.core.types.structured.ContentFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.ContentFilterElement;
import org.eclipse.milo.opcua.stack.core.types.structured.LiteralOperand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A change of a job order, as a subscriber on a real connection is told of it. */
class EventNodesTest {
    private static final long PATIENCE_SECONDS = 20;
    private static final Instant TIME = Instant.parse("2026-11-22T10:00:00Z");

    private ModelServer server;
    private final BlockingQueue<Variant[]> told = new LinkedBlockingQueue<>();

    @BeforeEach
    void start() throws IOException, UaException {
        server = ModelServer.start();
        server.teachClient();
    }

    @AfterEach
    void stop() throws UaException {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "line7", "line7/JobManagement", "line7/JobManagement/JobOrderResults"})
    void whoFiltersByTheStandardsTypeIsToldWithRecords(String path) throws Exception {
        subscribe(path.isEmpty() ? NodeIds.Server : server.names().textual(path));
        if (!path.isEmpty()) {
            server.line8().fire(event("other line"));
        }
        server.line7().fire(event("J1"));

        Variant[] fields = Objects.requireNonNull(told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS), "an event");
        var context = server.client().getStaticEncodingContext();
        assertThat(Values.structure(context, JobOrderDataType.class, fields[0])).contains(LineNodesTest.order("J1"));
        assertThat(Values.structures(context, StateDataType.class, fields[1]))
                .contains(List.of(LineNodesTest.state("Running", 3)));
        assertThat(Values.structure(context, JobResponseDataType.class, fields[2]))
                .contains(LineNodesTest.response("J1"));
        assertThat(fields[3].getValue()).isEqualTo("J1");
        assertThat(fields[4].getValue()).isEqualTo(Unsigned.uint(3));
        assertThat(fields[5].getValue()).isEqualTo(server.names().textual("line7/JobManagement/JobOrderResults"));
        assertThat(fields[6].getValue()).isEqualTo(server.names().id("W:1004"));
        assertThat(fields[7].getValue()).isEqualTo(new DateTime(TIME));
        assertThat(told).isEmpty();
    }

    @Test
    void notifiersLeadFromTheServerToTheResults() throws UaException {
        NodeId at = NodeIds.Server;
        for (String next : List.of("line7", "line7/JobManagement", "line7/JobManagement/JobOrderResults")) {
            NodeId id = server.names().textual(next);
            assertThat(server.references(at, NodeIds.HasNotifier, BrowseDirection.Forward))
                    .extracting(found -> server.names().local(found.getNodeId()))
                    .contains(id);
            assertThat(server.attribute(id, org.eclipse.milo.opcua.stack.core.AttributeId.EventNotifier))
                    .isEqualTo(Unsigned.ubyte(1));
            at = id;
        }
    }

    @Test
    void anEventLeavesNothingBehind() throws Exception {
        subscribe(NodeIds.Server);
        for (int i = 0; i < 100; i++) {
            server.line7().fire(event("J" + i));
        }
        for (int i = 0; i < 100; i++) {
            assertThat(told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isNotNull();
        }
        assertThat(server.server()
                        .getAddressSpaceManager()
                        .getManagedReferences(server.names().id("W:1004")))
                .noneMatch(reference ->
                        reference.getTargetNodeId().toParseableString().contains("event/"));
    }

    private static JobEvent event(String id) {
        return new JobEvent(
                LineNodesTest.order(id),
                List.of(LineNodesTest.state("Running", 3)),
                LineNodesTest.response(id),
                new JobEvent.Flat(id, 3, "Draining", ""),
                TIME,
                "drains",
                300);
    }

    private void subscribe(NodeId notifier) throws Exception {
        Names names = server.names();
        NodeId standard = names.id("J:1006");
        NodeId own = names.id("W:1004");
        var literal = new LiteralOperand(new Variant(standard));
        var ofType = new ContentFilterElement(
                FilterOperator.OfType,
                new ExtensionObject[] {ExtensionObject.encode(server.client().getStaticEncodingContext(), literal)});
        var filter = new EventFilterBuilder()
                .select(standard, names.name("J:JobOrder"))
                .select(standard, names.name("J:JobState"))
                .select(standard, names.name("J:JobResponse"))
                .select(own, names.name("W:JobOrderID"))
                .select(own, names.name("W:StateNumber"))
                .select(NodeIds.BaseEventType, new QualifiedName(0, "SourceNode"))
                .select(NodeIds.BaseEventType, new QualifiedName(0, "EventType"))
                .select(NodeIds.BaseEventType, new QualifiedName(0, "Time"))
                .where(new ContentFilter(new ContentFilterElement[] {ofType}))
                .build();
        OpcUaMonitoredItem item = OpcUaMonitoredItem.newEventItem(notifier, filter);
        item.setQueueSize(Unsigned.uint(200));
        item.setEventValueListener((_, values) -> told.add(values));
        var subscription = new OpcUaSubscription(server.client(), 50);
        subscription.create();
        subscription.addMonitoredItem(item);
        subscription.synchronizeMonitoredItems();
    }
}
