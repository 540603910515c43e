package org.millwright.mes.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ulong;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ushort;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.milo.opcua.sdk.server.methods.MethodInvocationHandler;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DiagnosticInfo;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePath;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The nodes of a line, as a client on a real connection has them. */
class LineNodesTest {
    private static final String CONTROL = "line7/JobManagement/JobOrderControl";
    private static final String RESULTS = "line7/JobManagement/JobOrderResults";

    private static ModelServer server;

    @BeforeAll
    static void start() throws IOException, UaException {
        server = ModelServer.start();
        server.teachClient();
    }

    @AfterAll
    static void stop() throws UaException {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        CONTROL + ", J:JobOrderList, J:3015, 1",
        CONTROL + ", J:WorkMaster, J:3007, 1",
        CONTROL + ", J:MaterialClassID, 0:12, 1",
        CONTROL + ", J:MaterialDefinitionID, 0:12, 1",
        CONTROL + ", J:EquipmentID, 0:12, 1",
        CONTROL + ", J:PhysicalAssetID, 0:12, 1",
        CONTROL + ", J:PersonnelID, 0:12, 1",
        CONTROL + ", J:MaxDownloadableJobOrders, 0:5, -1",
        CONTROL + ", 0:CurrentState, 0:21, -1",
        CONTROL + "/CurrentState, 0:Id, 0:17, -1",
        RESULTS + ", J:JobOrderResponseList, J:3013, 1",
        "line7/SimpleJobs, W:ActiveJobOrderID, 0:12, -1",
        "line7/SimpleJobs, W:ActiveProgress, 0:11, -1",
        "line7/SimpleJobs, W:QueueLength, 0:7, -1",
    })
    void variablesOfALineHaveTheTypesOfTheirDeclarations(String parent, String name, String dataType, int rank)
            throws UaException {
        NodeId node = id(parent + "/" + name.replaceFirst(".*:", ""));
        assertThat(server.members(id(parent))).contains(server.names().name(name));
        assertThat(server.attribute(node, AttributeId.DataType))
                .isEqualTo(server.names().id(dataType));
        assertThat(server.attribute(node, AttributeId.ValueRank)).isEqualTo(rank);
        assertThat(server.client().writeValues(List.of(node), List.of(DataValue.valueOnly(Variant.ofString("x")))))
                .as("writing")
                .allMatch(StatusCode::isBad);
    }

    @Test
    void jobManagementIsAnAddInOfTheLineWithItsTypes() throws UaException {
        assertThat(server.references(id("line7"), NodeIds.HasAddIn, BrowseDirection.Forward))
                .extracting(found -> found.getBrowseName())
                .containsExactly(server.names().name("MJ:JobManagement"));
        assertThat(type("line7/JobManagement")).isEqualTo(server.names().id("MJ:1003"));
        assertThat(type(CONTROL)).isEqualTo(server.names().id("W:1003"));
        assertThat(type(RESULTS)).isEqualTo(server.names().id("J:1003"));
        assertThat(server.members(id("line7/JobManagement")))
                .contains(
                        server.names().name("MJ:JobOrderControl"),
                        server.names().name("MJ:JobOrderResults"));
        assertThat(server.members(NodeIds.ObjectsFolder))
                .contains(server.names().name("W:line7"));
    }

    @Test
    void theReceiverHasNoSingleState() throws UaException {
        DataValue state = server.value(id(CONTROL + "/CurrentState"));
        assertThat(state.getStatusCode()).isEqualTo(new StatusCode(StatusCodes.Bad_StateNotActive));
        assertThat(state.getValue().isNull()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(LineMethod.class)
    void eachMethodOfALineRefusesUntilItIsHandled(LineMethod method) throws UaException {
        NodeId object = id("line8/" + method.part().path());
        NodeId node = id("line8/" + method.part().path() + "/" + method.browseName());
        assertThat(server.call(object, node).getStatusCode()).isEqualTo(new StatusCode(StatusCodes.Bad_NotImplemented));
        server.line8().handle(method, answering(ulong(7)));
        CallMethodResult answer = server.call(object, node);
        server.line8().handle(method, MethodInvocationHandler.NOT_IMPLEMENTED);
        assertThat(Objects.requireNonNull(answer.getOutputArguments())).containsExactly(new Variant(ulong(7)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"W:line7/JobManagement/JobOrderControl/Store", "J:7001"})
    void aStructuredArgumentArrivesAsARecordAndUncertainCarriesTheAnswer(String method) throws UaException {
        var received = new LinkedBlockingQueue<JobOrderDataType>();
        server.line7().handle(LineMethod.STORE, (context, request) -> {
            Values.structure(
                            server.server().getStaticEncodingContext(),
                            JobOrderDataType.class,
                            Objects.requireNonNull(request.getInputArguments())[0])
                    .ifPresent(received::add);
            return result(new StatusCode(StatusCodes.Uncertain_SubNormal), new Variant(ulong(16)));
        });
        JobOrderDataType order = order("J1");
        NodeId methodId = method.startsWith("J:") ? server.names().id(method) : id(method.substring(2));
        CallMethodResult answer =
                server.call(id(CONTROL), methodId, new Variant(encoded(order)), new Variant(new LocalizedText[] {
                    LocalizedText.english("why")
                }));

        assertThat(received).containsExactly(order);
        assertThat(answer.getStatusCode().isUncertain()).isTrue();
        assertThat(Objects.requireNonNull(answer.getOutputArguments())).containsExactly(new Variant(ulong(16)));
    }

    @Test
    void anArrayOfStructuresArrivesAndLeavesAsRecords() throws UaException {
        var received = new LinkedBlockingQueue<List<StateDataType>>();
        server.line7().handle(LineMethod.REQUEST_JOB_RESPONSE_BY_JOB_ORDER_STATE, (context, request) -> {
            Values.structures(
                            server.server().getStaticEncodingContext(),
                            StateDataType.class,
                            Objects.requireNonNull(request.getInputArguments())[0])
                    .ifPresent(received::add);
            return result(
                    StatusCode.GOOD,
                    new Variant(new ExtensionObject[] {
                        ExtensionObject.encode(server.server().getStaticEncodingContext(), response("J1"))
                    }),
                    new Variant(ulong(1)));
        });
        List<StateDataType> states = List.of(state("Running", 3), state("Ended", 5));
        CallMethodResult answer = server.call(
                id(RESULTS),
                server.names().id("J:7014"),
                new Variant(states.stream().map(LineNodesTest::encoded).toArray(ExtensionObject[]::new)));

        assertThat(received).containsExactly(states);
        assertThat(Values.structures(
                        server.client().getStaticEncodingContext(),
                        JobResponseDataType.class,
                        Objects.requireNonNull(answer.getOutputArguments())[0]))
                .contains(List.of(response("J1")));
    }

    @Test
    void listsAreReadBackAsTheyWereSet() throws UaException {
        var entry = new JobOrderAndStateDataType(order("J1"), List.of(state("Running", 3)));
        server.line7().value(LineVariable.JOB_ORDER_LIST).set(List.of(entry));
        server.line7().value(LineVariable.MAX_DOWNLOADABLE_JOB_ORDERS).set(ushort(64));
        server.line7().value(LineVariable.EQUIPMENT_ID).set(new String[] {"line7", "line7/st03"});

        assertThat(Values.structures(
                        server.client().getStaticEncodingContext(),
                        JobOrderAndStateDataType.class,
                        server.value(id(CONTROL + "/JobOrderList")).getValue()))
                .contains(List.of(entry));
        assertThat(server.value(id(CONTROL + "/MaxDownloadableJobOrders"))
                        .getValue()
                        .getValue())
                .isEqualTo(ushort(64));
        assertThat(server.value(id(CONTROL + "/EquipmentID")).getValue().getValue())
                .isEqualTo(new String[] {"line7", "line7/st03"});
    }

    @Test
    void liveValuesStandInFoldersOfTheLine() throws UaException {
        NodeValue value =
                server.line7().folder("Controllers").folder("st03-press").value("Revision", "String");
        NodeId node = id("line7/Controllers/st03-press/Revision");
        assertThat(server.value(node).getStatusCode()).isEqualTo(new StatusCode(StatusCodes.Bad_WaitingForInitialData));
        value.set("1.4.2");
        assertThat(server.value(node).getValue().getValue()).isEqualTo("1.4.2");
        assertThat(server.members(id("line7/Controllers")))
                .contains(server.names().name("W:st03-press"));
    }

    private static MethodInvocationHandler answering(Object output) {
        return (context, request) -> result(StatusCode.GOOD, new Variant(output));
    }

    private static CallMethodResult result(StatusCode status, Variant... outputs) {
        return new CallMethodResult(status, new StatusCode[0], new DiagnosticInfo[0], outputs);
    }

    static JobOrderDataType order(String id) {
        var parameter = new ParameterDataType("MaxDowntime", Variant.ofDouble(120), null, null, null);
        var master = new WorkMasterDataType("plan:p@1", null, List.of(parameter));
        return new JobOrderDataType(
                id, null, List.of(master), null, null, (short) 3, null, null, List.of(), null, null);
    }

    static StateDataType state(String text, int number) {
        return new StateDataType(new RelativePath(null), new LocalizedText("en", text), uint(number));
    }

    static JobResponseDataType response(String order) {
        return new JobResponseDataType(
                order + "/r1", null, order, null, null, List.of(state("Running", 3)), null, null, null, null, null);
    }

    private static ExtensionObject encoded(JobDataType value) {
        return ExtensionObject.encode(server.client().getStaticEncodingContext(), value);
    }

    private static NodeId type(String path) throws UaException {
        return server.names()
                .local(server.references(id(path), NodeIds.HasTypeDefinition, BrowseDirection.Forward)
                        .getFirst()
                        .getNodeId());
    }

    private static NodeId id(String path) {
        return server.names().textual(path);
    }
}
