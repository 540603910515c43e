package org.millwright.mes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
import org.eclipse.milo.opcua.sdk.client.subscriptions.EventFilterBuilder;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.server.ManagedNamespaceWithLifecycle;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.sdk.server.items.MonitoredItem;
import org.eclipse.milo.opcua.sdk.server.nodes.UaMethodNode;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.millwright.access.Role;

/** Who may call what, and what is told of it. */
class GuardTest {
    @TempDir
    private Path folder = Path.of("");

    private MesUnderTest mes;
    private final Map<Role, AtomicInteger> called = Map.of(
            Role.OBSERVER, new AtomicInteger(),
            Role.MES, new AtomicInteger(),
            Role.SUPERVISOR, new AtomicInteger(),
            Role.ENGINEER, new AtomicInteger());

    @BeforeEach
    void begin() throws Exception {
        mes = new MesUnderTest(folder, Map.of("sessions.calls-per-second", "10"), Clock.systemUTC(), new Methods());
    }

    @AfterEach
    void end() throws Exception {
        mes.close();
    }

    private AtomicInteger count(Role role) {
        return Objects.requireNonNull(called.get(role));
    }

    /** One method a role, at the Server object. */
    private final class Methods implements Part {
        @Override
        public void addTo(OpcUaServer server, Guard guard) {
            Space space = new Space(server);
            space.startup();
            for (Role role : Role.values()) {
                space.add(role, guard);
            }
        }
    }

    private final class Space extends ManagedNamespaceWithLifecycle {
        Space(OpcUaServer server) {
            super(server, "urn:test:methods");
        }

        void add(Role role, Guard guard) {
            UaMethodNode node = UaMethodNode.builder(getNodeContext())
                    .setNodeId(newNodeId(role.key()))
                    .setBrowseName(newQualifiedName(role.key()))
                    .setDisplayName(LocalizedText.english(role.key()))
                    .build();
            node.addReference(new Reference(
                    node.getNodeId(), NodeIds.HasComponent, NodeIds.Server.expanded(), Reference.Direction.INVERSE));
            guard.grant(node, role, (_, _) -> {
                count(role).incrementAndGet();
                return new CallMethodResult(StatusCode.GOOD, null, null, new Variant[0]);
            });
            getNodeManager().addNode(node);
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

    private OpcUaClient as(Role role) throws Exception {
        return mes.connect(new UsernameProvider(role.key(), MesUnderTest.PASSWORD));
    }

    private static NodeId method(OpcUaClient client, Role role) {
        return new NodeId(client.getNamespaceTable().getIndex("urn:test:methods"), role.key());
    }

    private static CallMethodRequest call(OpcUaClient client, Role role) {
        return new CallMethodRequest(NodeIds.Server, method(client, role), new Variant[0]);
    }

    private static CallMethodResult[] results(OpcUaClient client, List<CallMethodRequest> calls) throws Exception {
        return Objects.requireNonNull(client.call(calls).getResults());
    }

    private static long status(OpcUaClient client, Role role) throws Exception {
        return results(client, List.of(call(client, role)))[0].getStatusCode().value();
    }

    private static boolean userExecutable(OpcUaClient client, Role role) throws Exception {
        ReadValueId id =
                new ReadValueId(method(client, role), AttributeId.UserExecutable.uid(), null, QualifiedName.NULL_VALUE);
        return Boolean.TRUE.equals(Objects.requireNonNull(
                        client.read(0, TimestampsToReturn.Neither, List.of(id)).getResults())[0]
                .value()
                .value());
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void eachRoleCallsWhatItMayAndSeesThatBefore(Role mine) throws Exception {
        OpcUaClient client = as(mine);
        for (Role wanted : Role.values()) {
            boolean may = mine.mayAct(wanted);
            assertThat(userExecutable(client, wanted)).isEqualTo(may);
            assertThat(status(client, wanted)).isEqualTo(may ? StatusCodes.Good : StatusCodes.Bad_UserAccessDenied);
            assertThat(count(wanted)).hasValue(may ? 1 : 0);
        }
    }

    /** The library calls all of a request when it refuses only some of it. */
    @Test
    void aRefusedCallIsNotDoneBesideAnAllowedOne() throws Exception {
        OpcUaClient client = as(Role.OBSERVER);
        CallMethodResult[] results = results(
                client, List.of(call(client, Role.ENGINEER), call(client, Role.OBSERVER), call(client, Role.MES)));
        assertThat(results)
                .extracting(r -> r.getStatusCode().value())
                .containsExactly(StatusCodes.Bad_UserAccessDenied, StatusCodes.Good, StatusCodes.Bad_UserAccessDenied);
        assertThat(count(Role.ENGINEER)).hasValue(0);
        assertThat(count(Role.OBSERVER)).hasValue(1);
        assertThat(count(Role.MES)).hasValue(0);
    }

    @Test
    void anotherRoleInTheFileCountsAtTheNextLogIn() throws Exception {
        OpcUaClient before = as(Role.MES);
        mes.writeUsers(Map.of("mes", Role.ENGINEER));
        assertThat(status(before, Role.ENGINEER)).isEqualTo(StatusCodes.Bad_UserAccessDenied);
        assertThat(status(as(Role.MES), Role.ENGINEER)).isEqualTo(StatusCodes.Good);
    }

    @Test
    void anAccountThatIsLoweredOrRemovedCommandsNothingMoreAtOnce() throws Exception {
        OpcUaClient engineer = as(Role.ENGINEER);
        assertThat(status(engineer, Role.ENGINEER)).isEqualTo(StatusCodes.Good);

        mes.writeUsers(Map.of("engineer", Role.OBSERVER));
        assertThat(status(engineer, Role.MES)).isEqualTo(StatusCodes.Bad_UserAccessDenied);
        assertThat(status(engineer, Role.OBSERVER)).isEqualTo(StatusCodes.Good);

        Files.writeString(mes.users(), "users: []\n");
        assertThat(status(engineer, Role.OBSERVER)).isEqualTo(StatusCodes.Bad_UserAccessDenied);
    }

    @Test
    void moreCallsThanAllowedAreRefusedAndSaidOnce() throws Exception {
        OpcUaClient client = as(Role.OBSERVER);
        CallMethodRequest[] many = new CallMethodRequest[21];
        Arrays.fill(many, call(client, Role.OBSERVER));
        for (int i = 0; i < 3; i++) {
            Throwable refused = catchThrowable(() -> client.call(List.of(many)));
            assertThat(UaException.extractStatusCode(refused).orElseThrow().value())
                    .isEqualTo(StatusCodes.Bad_TooManyOperations);
        }
        assertThat(mes.logged("calls methods too often")).hasSize(1);
        assertThat(status(client, Role.OBSERVER)).isEqualTo(StatusCodes.Good);
    }

    @Test
    void supervisorsSeeWhoCalledAndOthersDoNot() throws Exception {
        LinkedBlockingQueue<String> observers = listen(as(Role.OBSERVER));
        LinkedBlockingQueue<String> supervisors = listen(as(Role.SUPERVISOR));
        OpcUaClient client = as(Role.MES);
        assertThat(supervisors.poll(30, TimeUnit.SECONDS)).contains("session created");
        assertThat(supervisors.poll(30, TimeUnit.SECONDS)).contains("mes logged in as mes");
        status(client, Role.MES);
        assertThat(supervisors.poll(30, TimeUnit.SECONDS))
                .contains("mes called mes")
                .contains("Good");
        status(client, Role.ENGINEER);
        client.disconnect();
        assertThat(supervisors.poll(30, TimeUnit.SECONDS)).contains("mes logged out");
        assertThat(observers).isEmpty();
        assertThat(mes.logged("mes called mes")).hasSize(1);
    }

    private static LinkedBlockingQueue<String> listen(OpcUaClient client) throws Exception {
        LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
        OpcUaSubscription subscription = new OpcUaSubscription(client, 100.0);
        subscription.create();
        OpcUaMonitoredItem item = OpcUaMonitoredItem.newEventItem(
                NodeIds.Server,
                new EventFilterBuilder()
                        .select(NodeIds.BaseEventType, new QualifiedName(0, "Message"))
                        .build());
        item.setQueueSize(uint(100));
        item.setEventValueListener((_, values) -> {
            if (values[0].value() instanceof LocalizedText text) {
                heard.add(String.valueOf(text.text()));
            }
        });
        subscription.addMonitoredItem(item);
        subscription.synchronizeMonitoredItems();
        return heard;
    }
}
