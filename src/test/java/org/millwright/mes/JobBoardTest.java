package org.millwright.mes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.ContentFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.EventFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.SimpleAttributeOperand;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millwright.access.Role;
import org.millwright.mes.model.JobOrderAndStateDataType;
import org.millwright.mes.model.JobResponseDataType;
import org.millwright.mes.model.LineMethod;
import org.millwright.mes.model.StateDataType;
import org.millwright.mes.model.Uris;
import org.millwright.mes.model.Values;
import org.millwright.upgrade.JobChains.Standing;
import org.millwright.upgrade.RunId;
import org.millwright.upgrade.journal.Journal;
import org.millwright.upgrade.journal.MemoryJournal;

/** Lists and events tell the same, in the order of the journal, and are there again after a restart. */
class JobBoardTest {
    @TempDir
    private Path folder;

    private static QualifiedName name(OpcUaClient client, String uri, String name) {
        UShort index = client.getNamespaceTable().getIndex(uri);
        return new QualifiedName(index == null ? 0 : index.intValue(), name);
    }

    private static LinkedBlockingQueue<Variant[]> listen(MesHouse house, OpcUaClient client) throws Exception {
        LinkedBlockingQueue<Variant[]> events = new LinkedBlockingQueue<>();
        OpcUaSubscription subscription = new OpcUaSubscription(client, 50.0);
        subscription.create();
        NodeId type = new NodeId(name(client, Uris.JOB_CONTROL, "").namespaceIndex(), 1006);
        SimpleAttributeOperand state = new SimpleAttributeOperand(
                type, new QualifiedName[] {name(client, Uris.JOB_CONTROL, "JobState")}, AttributeId.Value.uid(), "");
        SimpleAttributeOperand response = new SimpleAttributeOperand(
                type, new QualifiedName[] {name(client, Uris.JOB_CONTROL, "JobResponse")}, AttributeId.Value.uid(), "");
        OpcUaMonitoredItem item = OpcUaMonitoredItem.newEventItem(
                house.node("JobManagement/JobOrderResults"),
                new EventFilter(new SimpleAttributeOperand[] {state, response}, new ContentFilter(null)));
        item.setQueueSize(UInteger.valueOf(1_000));
        item.setEventValueListener((_, values) -> events.add(values));
        subscription.addMonitoredItem(item);
        subscription.synchronizeMonitoredItems();
        return events;
    }

    private static <T extends org.eclipse.milo.opcua.stack.core.types.UaStructuredType> List<T> list(
            MesHouse house, Class<T> type, String path) throws Exception {
        OpcUaClient client = house.client(Role.OBSERVER);
        Variant value = client.readValue(0, TimestampsToReturn.Neither, house.node(path))
                .value();
        return Values.structures(Sent.context(client), type, value).orElseThrow();
    }

    private static String states(@Nullable List<StateDataType> states) {
        return states == null
                ? ""
                : String.join(
                        " ",
                        states.stream()
                                .map(s -> String.valueOf(s.stateText().text()))
                                .toList());
    }

    @Test
    void everyChangeOfStateIsToldInOrderAndTheListTellsTheSame() throws Exception {
        try (MesHouse house = new MesHouse(folder, Clock.systemUTC())) {
            OpcUaClient client = house.client(Role.OBSERVER);
            LinkedBlockingQueue<Variant[]> events = listen(house, client);
            Sent sent = new Sent("job-1", house.plan().name(), 0);
            house.call(Role.MES, LineMethod.STORE, sent.standard(Sent.context(house.client(Role.MES))));
            Standing.STOPPED.continued(house.journal, new RunId("job-1"), house.plan());

            List<String> told = new ArrayList<>();
            JobResponseDataType last = null;
            while (last == null || !states(last.jobState()).startsWith("Ended")) {
                Variant[] event = events.poll(30, TimeUnit.SECONDS);
                assertThat(event).as("an event after %s", told).isNotNull();
                told.add(states(Values.structures(Sent.context(client), StateDataType.class, event[0])
                        .orElseThrow()));
                last = Values.structure(Sent.context(client), JobResponseDataType.class, event[1])
                        .orElseThrow();
                assertThat(states(last.jobState())).isEqualTo(told.getLast());
            }

            assertThat(told)
                    .containsExactly(
                            "NotAllowedToStart Ready",
                            "AllowedToStart Waiting",
                            "AllowedToStart Ready",
                            "AllowedToStart Loaded",
                            "Running Draining",
                            "Running RollingBack",
                            "Ended Closed");
            assertThat(list(house, JobResponseDataType.class, "JobManagement/JobOrderResults/JobOrderResponseList"))
                    .containsExactly(last);
        }
    }

    @Test
    void aRestartShowsEveryListedOrderAsItWasSentAndNothingElse() throws Exception {
        Journal journal = new MemoryJournal(Clock.systemUTC());
        List<JobOrderAndStateDataType> before;
        try (MesHouse house = new MesHouse(folder, Clock.systemUTC(), journal, MesHouse.UNHURRIED)) {
            for (Standing standing : List.of(Standing.STORED, Standing.CANCELLED, Standing.RELEASED, Standing.ENDED)) {
                Sent sent = new Sent(
                        standing.name().toLowerCase(java.util.Locale.ROOT),
                        house.plan().name(),
                        60);
                house.call(Role.MES, LineMethod.STORE, sent.standard(Sent.context(house.client(Role.MES))));
                standing.continued(journal, new RunId(sent.id()), house.plan());
            }
            before = house.orders.jobs(MesHouse.LINE).stream()
                    .map(job -> new JobOrderAndStateDataType(
                            new Sent(job.id().value(), house.plan().name(), 60).order(), List.of()))
                    .toList();
        }
        try (MesHouse house = new MesHouse(folder.resolve("again"), Clock.systemUTC(), journal, MesHouse.UNHURRIED)) {
            List<JobOrderAndStateDataType> shown =
                    list(house, JobOrderAndStateDataType.class, "JobManagement/JobOrderControl/JobOrderList");

            assertThat(shown)
                    .extracting(one -> states(one.state()))
                    .containsExactly("NotAllowedToStart Ready", "AllowedToStart Waiting", "Ended Closed");
            assertThat(shown)
                    .extracting(JobOrderAndStateDataType::jobOrder)
                    .isEqualTo(before.stream()
                            .map(JobOrderAndStateDataType::jobOrder)
                            .toList());
        }
    }
}
