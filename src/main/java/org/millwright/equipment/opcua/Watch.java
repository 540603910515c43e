package org.millwright.equipment.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ubyte;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;
import static org.millwright.equipment.EquipmentException.Kind.REFUSED;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.types.UaResponseMessageType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MonitoringMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateMonitoredItemsRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateMonitoredItemsResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateSubscriptionRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateSubscriptionResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.DeleteSubscriptionsRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.DeleteSubscriptionsResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoredItemCreateRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoredItemCreateResult;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoringParameters;
import org.eclipse.milo.opcua.stack.core.types.structured.NotificationMessage;
import org.eclipse.milo.opcua.stack.core.types.structured.PublishRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.PublishResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.SubscriptionAcknowledgement;
import org.jspecify.annotations.Nullable;
import org.millwright.equipment.Deadline;
import org.millwright.equipment.EquipmentException;

/**
 * Has a server say by itself that something has changed: one subscription of the session, which ends with it. Answers
 * to the waiting requests come on the library's threads; none is kept.
 */
final class Watch {
    private static final double PUBLISHING_MS = 200;
    private static final int KEEP_ALIVE_COUNT = 25;
    private static final int LIFETIME_COUNT = 300;

    /** Requests that wait at the server, so that one is there while another is answered. */
    private static final int WAITING_REQUESTS = 2;

    private static final List<Member> MEMBERS = List.of(
            Member.PREPARATION_STATE,
            Member.PREPARATION_PERCENT,
            Member.INSTALLATION_STATE,
            Member.INSTALLATION_PERCENT,
            Member.POWER_CYCLE_STATE,
            Member.CONFIRMATION_STATE,
            Member.STATUS_TEXT,
            Member.VENDOR_ERROR,
            Member.ERROR_MESSAGE,
            Member.HEALTH);

    private final Connection connection;
    private final SoftwareUpdate update;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private boolean running;

    Watch(SoftwareUpdate update) {
        this.connection = update.connection();
        this.update = update;
    }

    /** False when the server refuses any of it; then nothing is left there. */
    boolean add(Runnable changed, Deadline deadline) throws EquipmentException {
        listeners.add(changed);
        try {
            running = running || start(deadline);
        } catch (EquipmentException e) {
            listeners.remove(changed);
            if (e.kind() != REFUSED) {
                throw e;
            }
            return false;
        }
        if (!running) {
            listeners.remove(changed);
        }
        return running;
    }

    private boolean start(Deadline deadline) throws EquipmentException {
        SoftwareUpdateNodes known = update.nodes(deadline);
        List<NodeId> nodes =
                MEMBERS.stream().flatMap(member -> known.node(member).stream()).toList();
        if (nodes.isEmpty()) {
            return false;
        }
        CreateSubscriptionResponse created = connection.send(
                "subscribe",
                header -> new CreateSubscriptionRequest(
                        header, PUBLISHING_MS, uint(LIFETIME_COUNT), uint(KEEP_ALIVE_COUNT), uint(0), true, ubyte(0)),
                CreateSubscriptionResponse.class,
                deadline);
        UInteger subscription = created.getSubscriptionId();
        if (!monitored(subscription, nodes, deadline)) {
            delete(subscription, deadline);
            return false;
        }
        for (int i = 0; i < WAITING_REQUESTS; i++) {
            publish(new SubscriptionAcknowledgement[0]);
        }
        return true;
    }

    private boolean monitored(UInteger subscription, List<NodeId> nodes, Deadline deadline) throws EquipmentException {
        MonitoredItemCreateRequest[] items = IntStream.range(0, nodes.size())
                .mapToObj(i -> item(nodes.get(i), i))
                .toArray(MonitoredItemCreateRequest[]::new);
        try {
            CreateMonitoredItemsResponse response = connection.send(
                    "watch",
                    header -> new CreateMonitoredItemsRequest(header, subscription, TimestampsToReturn.Neither, items),
                    CreateMonitoredItemsResponse.class,
                    deadline);
            List<MonitoredItemCreateResult> results = connection.sameSize("watch", response.getResults(), nodes.size());
            return results.stream().noneMatch(result -> result.getStatusCode().isBad());
        } catch (EquipmentException e) {
            if (e.kind() != REFUSED) {
                throw e;
            }
            return false;
        }
    }

    /** Only the newest value is wanted: whoever is told looks for himself. */
    private static MonitoredItemCreateRequest item(NodeId node, int handle) {
        return new MonitoredItemCreateRequest(
                new ReadValueId(node, AttributeId.Value.uid(), null, QualifiedName.NULL_VALUE),
                MonitoringMode.Reporting,
                new MonitoringParameters(uint(handle), PUBLISHING_MS, null, uint(1), true));
    }

    private void delete(UInteger subscription, Deadline deadline) throws EquipmentException {
        var _ = connection.send(
                "end the subscription",
                header -> new DeleteSubscriptionsRequest(header, new UInteger[] {subscription}),
                DeleteSubscriptionsResponse.class,
                deadline);
    }

    private void publish(SubscriptionAcknowledgement[] received) {
        var _ = connection
                .listen(header -> new PublishRequest(header, received))
                .whenComplete(this::answered);
    }

    private void answered(@Nullable UaResponseMessageType response, @Nullable Throwable failure) {
        if (failure != null || !(response instanceof PublishResponse published)) {
            tellAll();
            return;
        }
        NotificationMessage message = published.getNotificationMessage();
        ExtensionObject[] data = message == null ? null : message.getNotificationData();
        boolean news = data != null && data.length > 0;
        publish(
                news
                        ? new SubscriptionAcknowledgement[] {
                            new SubscriptionAcknowledgement(published.getSubscriptionId(), message.getSequenceNumber())
                        }
                        : new SubscriptionAcknowledgement[0]);
        if (news) {
            tellAll();
        }
    }

    /** The end of the subscription is news too: whoever looks sees the end of the session. */
    private void tellAll() {
        listeners.forEach(Runnable::run);
    }
}
