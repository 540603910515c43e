package org.millwright.simulators.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.io.IOException;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.sdk.client.DiscoveryClient;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.junit.jupiter.api.Test;
import org.millwright.simulators.TestLine;
import org.millwright.simulators.config.ServerSettings;
import org.millwright.simulators.config.ServerSettings.AddInReference;
import org.millwright.simulators.config.ServerSettings.Answers;
import org.millwright.simulators.config.ServerSettings.Answers.Limits;
import org.millwright.simulators.config.ServerSettings.Layout;
import org.millwright.simulators.config.ServerSettings.Layout.Tree;

/** Slow servers, servers with little room, and servers that leave services out. */
class AnswersTest {
    private static final String DEVICE = "di:DeviceSet/p:tiny";
    private static final String TRANSFER = DEVICE + "/di:SoftwareUpdate/di:Loading/di:FileTransfer";
    private static final NodeId STATE = new NodeId(3, "State");

    private final TinyPlc plc = new TinyPlc();

    @Test
    void aSlowServerKeepsNobodyWaitingButItsOwnClients() throws Exception {
        Answers slow = new Answers(60_000, 0, true, Limits.STANDARD);
        try (PlcServer slowServer = start(slow);
                PlcServer other = PlcServer.start(
                        new TinyPlc(), new PlcServer.Settings(0, Optional.empty(), Clock.systemUTC()))) {
            var pending = Collections.nCopies(20, slowServer.endpoint()).stream()
                    .map(DiscoveryClient::getEndpoints)
                    .toList();
            try (Client client = Client.connect(other.endpoint())) {
                assertThat(client.read(DEVICE + "/p:State")).isEqualTo("Execute");
            }
            assertThat(pending).noneMatch(answer -> answer.isDone());
        }
    }

    @Test
    void aLateAnswerIsTooLateForAClientInAHurryAndRightForTheOthers() throws Exception {
        Answers slow = new Answers(400, 0, true, Limits.STANDARD);
        try (PlcServer server = start(slow);
                Client client = Client.connect(server.endpoint())) {
            assertThat(readInAHurry(client)).isEqualTo(StatusCodes.Bad_Timeout);
            assertThat(client.read(DEVICE + "/p:State")).isEqualTo("Execute");
        }
    }

    @Test
    void slowAnswersComeWithTheFaultAndStay() throws Exception {
        try (PlcServer server = start(Answers.STANDARD);
                Client client = Client.connect(server.endpoint())) {
            plc.setSlow();
            assertThat(readInAHurry(client)).isEqualTo(StatusCodes.Bad_Timeout);
            assertThat(readInAHurry(client)).isEqualTo(StatusCodes.Bad_Timeout);
            assertThat(client.read(DEVICE + "/p:State")).isEqualTo("Execute");
        }
    }

    @Test
    void theFaultSlowAnswersIsOfItsControllerFromTheMomentOn() throws Exception {
        TestLine line = TestLine.of(TestLine.file(2, true, true), "p2:slow-answers");
        assertThat(line.plc(0).answersSlowly()).isFalse();
        assertThat(line.plc(1).answersSlowly()).isTrue();
        line.line().inject("p1:slow-answers");
        assertThat(line.plc(0).answersSlowly()).isTrue();
        assertThat(line.plc(0).answersSlowly()).as("it lasts").isTrue();
    }

    /** The status of a Read that may take 50 ms. */
    private static long readInAHurry(Client client) throws Exception {
        var session = client.milo().getSession();
        var read = new ReadRequest(
                client.milo().newRequestHeader(session.getAuthenticationToken(), uint(50)),
                0.0,
                TimestampsToReturn.Neither,
                new ReadValueId[] {new ReadValueId(STATE, AttributeId.Value.uid(), null, QualifiedName.NULL_VALUE)});
        return client.milo()
                .sendRequestAsync(read)
                .handle((_, failure) -> failure == null
                        ? StatusCodes.Good
                        : UaException.extractStatusCode(failure)
                                .orElse(StatusCode.BAD)
                                .value())
                .get();
    }

    @Test
    void aServerMayHaveNoSubscriptions() throws Exception {
        try (PlcServer server = start(new Answers(0, 0, false, Limits.STANDARD));
                Client client = Client.connect(server.endpoint())) {
            var subscription = new OpcUaSubscription(client.milo(), 100.0);
            assertThatThrownBy(subscription::create)
                    .isInstanceOfSatisfying(
                            UaException.class,
                            refused -> assertThat(refused.getStatusCode().value())
                                    .isEqualTo(StatusCodes.Bad_ServiceUnsupported));
            assertThat(client.read(DEVICE + "/p:State")).isEqualTo("Execute");
        }
    }

    @Test
    void aChattyServerCutsItsBrowseAnswersAndGivesTheRestByContinuationPoints() throws Exception {
        Answers cut = new Answers(0, 7, true, Limits.STANDARD);
        Layout noisy = Layout.STANDARD.with(new Tree(0, AddInReference.HAS_ADD_IN, 0, 30));
        try (PlcServer server = start(ServerSettings.STANDARD.with(cut).with(noisy));
                Client client = Client.connect(server.endpoint())) {
            NodeId deviceSet = client.id("di:DeviceSet");
            BrowseResult first = client.milo()
                    .browse(new BrowseDescription(
                            deviceSet, BrowseDirection.Forward, NodeIds.HasComponent, true, uint(0), uint(63)));
            assertThat(first.getReferences()).hasSize(7);
            assertThat(first.getContinuationPoint().isNotNull()).isTrue();
            assertThat(client.browse(deviceSet, NodeIds.HasComponent))
                    .hasSize(31)
                    .last()
                    .satisfies(each -> assertThat(each.getBrowseName().name()).isEqualTo("tiny"));
            assertThat(client.browse(client.id(DEVICE), NodeIds.HasComponent)).hasSizeGreaterThan(30);
        }
    }

    @Test
    void limitsAreToldAndHeld() throws Exception {
        Limits limits = new Limits(1000, 16_384, Optional.of(5));
        try (PlcServer server = start(new Answers(0, 0, true, limits));
                Client client = Client.connect(server.endpoint())) {
            assertThat(value(client, NodeIds.Server_ServerCapabilities_MaxByteStringLength))
                    .isEqualTo(uint(1000));
            assertThat(value(client, NodeIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerMethodCall))
                    .isEqualTo(uint(5));
            assertThatThrownBy(() -> client.milo().readValues(0, TimestampsToReturn.Neither, states(6)))
                    .isInstanceOfSatisfying(
                            UaException.class,
                            e -> assertThat(e.getStatusCode().value()).isEqualTo(StatusCodes.Bad_TooManyOperations));
            assertThat(client.milo().readValues(0, TimestampsToReturn.Neither, states(5)))
                    .hasSize(5);
        }
    }

    private static List<NodeId> states(int count) {
        return Collections.nCopies(count, STATE);
    }

    @Test
    void aBlockAboveTheLimitIsRefusedAndAReadGivesNoMoreThanTheLimit() throws Exception {
        Limits limits = new Limits(1000, 16_384, Optional.empty());
        try (PlcServer server = start(new Answers(0, 0, true, limits));
                Client client = Client.connect(server.endpoint())) {
            byte[] content = TinyPlc.packageBytes("2.0" + " ".repeat(1500));
            assertThat(client.send(TRANSFER, Variant.ofInt32(1), content, 1000)).isEqualTo(StatusCode.GOOD);
            assertThatThrownBy(() -> client.send(TRANSFER, Variant.ofInt32(1), content, 1001))
                    .isInstanceOfSatisfying(
                            UaException.class,
                            e -> assertThat(e.getStatusCode().value())
                                    .isEqualTo(StatusCodes.Bad_EncodingLimitsExceeded));
        }
        plc.rebootIntoNewSoftware();
        try (PlcServer server = start(new Answers(0, 0, true, limits));
                Client client = Client.connect(server.endpoint())) {
            Client.TempFile file = client.generate(TRANSFER + "/ua:GenerateFileForRead", Variant.ofInt32(0));
            assertThat(client.readBlock(file, 5000)).hasSize(1000);
            assertThat(client.readBlock(file, 5000)).hasSize(512);
        }
    }

    @Test
    void aRequestThatIsTooLargeAsAWholeIsRefused() throws Exception {
        Limits limits = new Limits(12_000, 16_384, Optional.empty());
        try (PlcServer server = start(new Answers(0, 0, true, limits));
                Client client = Client.connect(server.endpoint())) {
            assertThat(client.milo().readValues(0, TimestampsToReturn.Neither, states(10)))
                    .hasSize(10);
            assertThatThrownBy(() -> client.milo().readValues(0, TimestampsToReturn.Neither, states(2000)))
                    .isInstanceOf(UaException.class);
        }
    }

    private static Object value(Client client, NodeId node) throws UaException {
        return Optional.ofNullable(client.readValue(node).value().value()).orElse("null");
    }

    private PlcServer start(Answers answers) throws IOException {
        return start(ServerSettings.STANDARD.with(answers));
    }

    private PlcServer start(ServerSettings look) throws IOException {
        return PlcServer.start(plc, new PlcServer.Settings(0, Optional.empty(), look, Clock.systemUTC()));
    }
}
