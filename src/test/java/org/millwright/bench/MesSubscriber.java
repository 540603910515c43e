package org.millwright.bench;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.subscriptions.EventFilterBuilder;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.enumerated.FilterOperator;
import org.eclipse.milo.opcua.stack.core.types.structured.ContentFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.ContentFilterElement;
import org.eclipse.milo.opcua.stack.core.types.structured.EventFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.LiteralOperand;
import org.millwright.mes.BenchedMes;
import org.millwright.mes.model.Uris;

/** A client that is told of everything, and writes down what it was told. */
final class MesSubscriber {
    private static final double EVENTS_MS = 100;
    private static final double VALUES_MS = 500;

    /** As many as may come while the client is not served. */
    private static final int QUEUE = 1_000;

    private final Clock clock;
    private final List<Told> told = new ArrayList<>();
    private long values;
    private long gaps;

    /**
     * An event.
     *
     * @param change job order, number of the state, sub-state
     * @param millis from its row in the journal
     */
    record Told(String change, long millis) {}

    private MesSubscriber(Clock clock) {
        this.clock = clock;
    }

    /** Subscribes to the events at the Server object, and to values of one line. */
    static MesSubscriber subscribe(OpcUaClient client, String line, Clock clock) throws Exception {
        MesSubscriber subscriber = new MesSubscriber(clock);
        int own = MesCall.index(client, Uris.MILLWRIGHT);
        OpcUaMonitoredItem events = OpcUaMonitoredItem.newEventItem(NodeIds.Server, filter(client, own));
        events.setQueueSize(uint(QUEUE));
        events.setEventValueListener((_, fields) -> subscriber.read(fields));
        subscriber.subscribe(client, EVENTS_MS, List.of(events));
        subscriber.subscribe(
                client,
                VALUES_MS,
                List.of(
                        subscriber.value(own, line + "/JobManagement/JobOrderControl/JobOrderList"),
                        subscriber.value(own, line + "/SimpleJobs/QueueLength"),
                        subscriber.value(own, line + "/SimpleJobs/ActiveState"),
                        subscriber.value(own, BenchedMes.RUNNING + "/Status/Phase"),
                        subscriber.value(own, BenchedMes.RUNNING + "/Status/Progress"),
                        subscriber.value(own, BenchedMes.RUNNING + "/Status/DowntimeSeconds")));
        return subscriber;
    }

    private static EventFilter filter(OpcUaClient client, int own) throws Exception {
        int standard = MesCall.index(client, Uris.JOB_CONTROL);
        NodeId ofStandard = new NodeId(standard, 1006);
        NodeId ofOwn = new NodeId(own, 1004);
        ExtensionObject type =
                ExtensionObject.encode(client.getStaticEncodingContext(), new LiteralOperand(new Variant(ofStandard)));
        return new EventFilterBuilder()
                .select(ofOwn, new QualifiedName(own, "JobOrderID"))
                .select(ofOwn, new QualifiedName(own, "StateNumber"))
                .select(ofOwn, new QualifiedName(own, "SubState"))
                .select(ofOwn, new QualifiedName(own, "Outcome"))
                .select(NodeIds.BaseEventType, new QualifiedName(0, "Time"))
                .select(ofStandard, new QualifiedName(standard, "JobState"))
                .select(ofStandard, new QualifiedName(standard, "JobResponse"))
                .where(new ContentFilter(new ContentFilterElement[] {
                    new ContentFilterElement(FilterOperator.OfType, new ExtensionObject[] {type})
                }))
                .build();
    }

    private OpcUaMonitoredItem value(int own, String path) {
        OpcUaMonitoredItem item = OpcUaMonitoredItem.newDataItem(new NodeId(own, path));
        item.setSamplingInterval(VALUES_MS);
        item.setDataValueListener((_, _) -> count());
        return item;
    }

    private void subscribe(OpcUaClient client, double millis, List<OpcUaMonitoredItem> items) throws Exception {
        OpcUaSubscription subscription = new OpcUaSubscription(client, millis);
        subscription.setSubscriptionListener(new OpcUaSubscription.SubscriptionListener() {
            @Override
            public void onNotificationDataLost(OpcUaSubscription lossy) {
                lost();
            }
        });
        subscription.create();
        subscription.addMonitoredItems(items);
        subscription.synchronizeMonitoredItems();
    }

    private synchronized void read(Variant[] fields) {
        boolean whole = fields[4].value() instanceof DateTime
                && fields[5].value() instanceof ExtensionObject[]
                && fields[6].value() instanceof ExtensionObject;
        String change = whole
                ? fields[0].value() + " " + fields[1].value() + " " + fields[2].value()
                : "an event without its fields";
        long millis = whole && fields[4].value() instanceof DateTime at
                ? Duration.between(at.getJavaInstant(), clock.instant()).toMillis()
                : 0;
        told.add(new Told(change, millis));
        notifyAll();
    }

    private synchronized void count() {
        values++;
    }

    private synchronized void lost() {
        gaps++;
    }

    /** All that came until now, in its order. */
    synchronized List<Told> told() {
        return List.copyOf(told);
    }

    /** Changes of values that came. */
    synchronized long values() {
        return values;
    }

    /** How often the library missed a message. */
    synchronized long gaps() {
        return gaps;
    }

    /** Waits for an event of a job order; false when there is none in time. */
    synchronized boolean await(String order, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (told.reversed().stream().noneMatch(t -> t.change().startsWith(order + " "))) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }
}
