package org.millwright.mes.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.enumerated.StructureType;
import org.eclipse.milo.opcua.stack.core.types.structured.Argument;
import org.eclipse.milo.opcua.stack.core.types.structured.EnumDefinition;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.StructureDefinition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The types as a client finds them, against the tables of OPC 10031-4 and 40001-3. */
class TypeNodesTest {
    private static ModelServer server;

    @BeforeAll
    static void start() throws IOException, UaException {
        server = ModelServer.start();
    }

    @AfterAll
    static void stop() throws UaException {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "J:1002, J:6033, JobOrderList, J:3015, 1, M",
        "J:1002, J:6034, WorkMaster, J:3007, 1, M",
        "J:1002, J:6035, MaterialClassID, 0:12, 1, M",
        "J:1002, J:6036, MaterialDefinitionID, 0:12, 1, M",
        "J:1002, J:6037, EquipmentID, 0:12, 1, M",
        "J:1002, J:6038, PhysicalAssetID, 0:12, 1, M",
        "J:1002, J:6039, PersonnelID, 0:12, 1, M",
        "J:1002, J:6088, MaxDownloadableJobOrders, 0:5, -1, M",
        "J:1003, J:6050, JobOrderResponseList, J:3013, 1, O",
        "J:1006, J:6047, JobOrder, J:3008, -1, M",
        "J:1006, J:6048, JobState, J:3006, 1, M",
        "J:1006, J:6049, JobResponse, J:3013, -1, M",
        "W:1004, W:6060, JobOrderID, 0:12, -1, M",
        "W:1004, W:6061, StateNumber, 0:7, -1, M",
        "MJ:5001, MJ:6002, JobOrderList, J:3015, 1, M",
        "MJ:5001, MJ:6005, MaxDownloadableJobOrders, 0:5, -1, M",
    })
    void variablesHaveTheirTypeRankAndRule(String type, String id, String name, String dataType, int rank, String rule)
            throws UaException {
        NodeId node = id(id);
        assertThat(membersOf(id(type))).contains(node);
        assertThat(((QualifiedName) server.attribute(node, AttributeId.BrowseName)).name())
                .isEqualTo(name);
        assertThat(server.attribute(node, AttributeId.DataType)).isEqualTo(id(dataType));
        assertThat(server.attribute(node, AttributeId.ValueRank)).isEqualTo(rank);
        assertThat(rule(node)).isEqualTo(rule);
    }

    @ParameterizedTest
    @CsvSource({
        "J:1002, Store, 7001, 6040, 6041",
        "J:1002, StoreAndStart, 7004, 6051, 6052",
        "J:1002, Start, 7005, 6053, 6054",
        "J:1002, Stop, 7006, 6055, 6056",
        "J:1002, Pause, 7007, 6057, 6058",
        "J:1002, Resume, 7008, 6059, 6060",
        "J:1002, Update, 7009, 6061, 6062",
        "J:1002, Abort, 7010, 6063, 6064",
        "J:1002, Cancel, 7011, 6065, 6066",
        "J:1002, Clear, 7012, 6067, 6068",
        "J:1002, RevokeStart, 7013, 6069, 6070",
    })
    void methodsOfTheReceiverHaveTheirArguments(String type, String name, String id, String inputs, String outputs)
            throws UaException {
        assertThat(membersOf(id(type))).contains(id("J:" + id));
        assertThat(server.attribute(id("J:" + id), AttributeId.BrowseName))
                .isEqualTo(server.names().name("J:" + name));
        assertThat(rule(id("J:" + id))).isEqualTo("O");
        boolean whole = Set.of("Store", "StoreAndStart", "Update").contains(name);
        assertThat(arguments(id("J:" + inputs)))
                .containsExactly(
                        whole ? "JobOrder " + id("J:3008").toParseableString() + " -1" : "JobOrderID i=12 -1",
                        "Comment i=21 1");
        assertThat(arguments(id("J:" + outputs))).containsExactly("ReturnStatus i=9 -1");
    }

    @Test
    void methodsOfTheProviderTakeAndGiveArrays() throws UaException {
        assertThat(rule(id("J:7002"))).isEqualTo("M");
        assertThat(arguments(id("J:6043")))
                .containsExactly("JobResponse " + id("J:3013").toParseableString() + " -1", "ReturnStatus i=9 -1");
        assertThat(rule(id("J:7014"))).isEqualTo("M");
        assertThat(arguments(id("J:6016")))
                .containsExactly("JobOrderState " + id("J:3006").toParseableString() + " 1");
        assertThat(arguments(id("J:6017")))
                .containsExactly("JobResponses " + id("J:3013").toParseableString() + " 1", "ReturnStatus i=9 -1");
    }

    @ParameterizedTest
    @CsvSource({
        "J:1002, 0:2771, false",
        "J:1008, J:1002, false",
        "J:1001, 0:2771, false",
        "J:1003, 0:58, false",
        "J:1004, 0:58, false",
        "J:1005, 0:2771, false",
        "J:1006, 0:2041, true",
        "J:1007, 0:2771, false",
        "MJ:1003, 0:58, false",
        "W:1003, J:1008, false",
        "W:1004, J:1006, false",
    })
    void typesHaveTheirSupertype(String type, String above, boolean isAbstract) throws UaException {
        assertThat(targets(id(type), NodeIds.HasSubtype, BrowseDirection.Inverse))
                .containsExactly(id(above));
        assertThat(server.attribute(id(type), AttributeId.IsAbstract)).isEqualTo(isAbstract);
    }

    @ParameterizedTest
    @CsvSource({
        "J:5041, 5035, 5035, 7009, 1", "J:5042, 5035, 5036, 7005, 2", "J:5043, 5036, 5035, 7013, 3",
        "J:5044, 5036, 5036, 7009, 4", "J:5045, 5036, 5037,     , 5", "J:5046, 5037, 5038, 7007, 6",
        "J:5047, 5037, 5039, 7006, 7", "J:5048, 5037, 5040, 7010, 8", "J:5049, 5038, 5040, 7010, 9",
        "J:5050, 5038, 5037, 7008, 10", "J:5051, 5038, 5039, 7006, 11", "J:5084, 5035, 5040, 7010, 12",
        "J:5085, 5036, 5040, 7010, 13", "J:5069, 5063, 5063, 7009, 1", "J:5070, 5063, 5064, 7005, 2",
        "J:5071, 5064, 5063, 7013, 3", "J:5072, 5064, 5064, 7009, 4", "J:5073, 5064, 5065,     , 5",
        "J:5074, 5065, 5066, 7007, 6", "J:5075, 5065, 5067, 7006, 7", "J:5076, 5065, 5068, 7010, 8",
        "J:5077, 5066, 5068, 7010, 9", "J:5078, 5066, 5065, 7008, 10", "J:5079, 5066, 5067, 7006, 11",
        "J:5087, 5063, 5068, 7010, 12", "J:5086, 5064, 5068, 7010, 13",
    })
    void transitionsHaveStatesCauseAndNumber(String transition, String from, String to, String cause, int number)
            throws UaException {
        NodeId node = id(transition);
        assertThat(targets(node, NodeIds.FromState, BrowseDirection.Forward)).containsExactly(id("J:" + from));
        assertThat(targets(node, NodeIds.ToState, BrowseDirection.Forward)).containsExactly(id("J:" + to));
        assertThat(targets(node, NodeIds.HasCause, BrowseDirection.Forward))
                .isEqualTo(cause == null ? List.of() : List.of(id("J:" + cause)));
        assertThat(targets(node, NodeIds.HasEffect, BrowseDirection.Forward)).containsExactly(id("J:1006"));
        assertThat(number(node)).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource({
        "J:5063, J:5080, J:1001",
        "J:5064, J:5081, J:1001",
        "J:5067, J:5082, J:1005",
        "J:5066, J:5083, J:1007",
        "W:5050, W:5052, W:1001",
        "W:5051, W:5053, W:1002",
    })
    void statesHaveTheirSubStateMachines(String state, String machine, String type) throws UaException {
        assertThat(targets(id(state), NodeIds.HasSubStateMachine, BrowseDirection.Forward))
                .containsExactly(id(machine));
        assertThat(targets(id(machine), NodeIds.HasTypeDefinition, BrowseDirection.Forward))
                .containsExactly(id(type));
        assertThat(rule(id(machine))).isEqualTo("O");
    }

    @ParameterizedTest
    @CsvSource({
        "J:1001, Waiting Ready Loaded",
        "J:1005, Completed Closed",
        "J:1007, Held Suspended",
        "W:1001, Draining Snapshotting Flashing Validating Releasing RollingBack",
        "W:1002, RollingBack RolledBack RollbackFailed",
    })
    void subStatesAreNumberedInOrder(String type, String states) throws UaException {
        List<String> expected = Arrays.asList(states.split(" ", -1));
        for (ReferenceDescription part : server.references(id(type), NodeIds.HasComponent, BrowseDirection.Forward)) {
            NodeId node = local(part);
            if (targets(node, NodeIds.HasTypeDefinition, BrowseDirection.Forward)
                    .contains(NodeIds.StateType)) {
                assertThat(expected.get(number(node) - 1))
                        .isEqualTo(part.getBrowseName().name());
            }
        }
        assertThat(server.members(id(type))).extracting(QualifiedName::name).containsAll(expected);
    }

    static Stream<String> structures() {
        return Structures.all().stream().map(Structure::name);
    }

    @ParameterizedTest
    @MethodSource("structures")
    void aClientThatKnowsNothingLearnsAStructureFieldByField(String name) throws UaException {
        Structure structure = Structures.named(name);
        NodeId type = server.names().local(structure.typeId());
        var definition =
                (StructureDefinition) ((ExtensionObject) server.attribute(type, AttributeId.DataTypeDefinition))
                        .decode(server.client().getStaticEncodingContext());
        assertThat(definition.getStructureType())
                .isEqualTo(
                        structure.optionalFields() > 0
                                ? StructureType.StructureWithOptionalFields
                                : StructureType.Structure);
        assertThat(Arrays.stream(Objects.requireNonNull(definition.getFields()))
                        .map(field -> "%s %s %d %s"
                                .formatted(
                                        field.getName(),
                                        field.getDataType(),
                                        field.getValueRank(),
                                        field.getIsOptional())))
                .isEqualTo(structure.fields().stream()
                        .map(field -> "%s %s %d %s"
                                .formatted(
                                        field.name(),
                                        server.names().dataType(field.type()),
                                        field.array() ? 1 : -1,
                                        field.optional()))
                        .toList());
        assertThat(targets(type, NodeIds.HasEncoding, BrowseDirection.Forward))
                .containsExactly(definition.getDefaultEncodingId())
                .containsExactly(server.names().local(structure.binaryEncodingId()));
        assertThat(targets(definition.getDefaultEncodingId(), NodeIds.HasEncoding, BrowseDirection.Inverse))
                .containsExactly(type);
    }

    @Test
    void enumerationsTellTheirValues() throws UaException {
        var definition =
                (EnumDefinition) ((ExtensionObject) server.attribute(id("MJ:3006"), AttributeId.DataTypeDefinition))
                        .decode(server.client().getStaticEncodingContext());
        assertThat(Objects.requireNonNull(definition.getFields()))
                .extracting(field -> field.getName() + field.getValue())
                .containsExactly("Unknown0", "Successful1", "Unsuccessful2");
        assertThat((Object[]) server.value(id("MJ:6019")).getValue().getValue()).hasSize(3);
    }

    @Test
    void theServerSaysWhichVersionsAndProfilesItHas() throws UaException {
        assertThat(server.members(NodeIds.Server_Namespaces))
                .extracting(QualifiedName::name)
                .contains(Uris.JOB_CONTROL, Uris.MACHINERY_JOBS, Uris.MILLWRIGHT);
        assertThat(server.value(id("J:6026")).getValue().getValue()).isEqualTo("2.0.0");
        assertThat((Object[]) server.value(NodeIds.Server_ServerCapabilities_ServerProfileArray)
                        .getValue()
                        .getValue())
                .contains(JobModel.RECEIVER_PROFILE);
    }

    private static NodeId id(String text) {
        return server.names().id(text);
    }

    private static NodeId local(ReferenceDescription reference) {
        return server.names().local(reference.getNodeId());
    }

    private static List<NodeId> targets(NodeId node, NodeId type, BrowseDirection direction) throws UaException {
        return server.references(node, type, direction).stream()
                .map(TypeNodesTest::local)
                .toList();
    }

    private static List<NodeId> membersOf(NodeId type) throws UaException {
        return targets(type, NodeIds.HierarchicalReferences, BrowseDirection.Forward);
    }

    private static String rule(NodeId node) throws UaException {
        List<NodeId> rules = targets(node, NodeIds.HasModellingRule, BrowseDirection.Forward);
        return rules.equals(List.of(NodeIds.ModellingRule_Mandatory))
                ? "M"
                : rules.equals(List.of(NodeIds.ModellingRule_Optional)) ? "O" : rules.toString();
    }

    private static int number(NodeId node) throws UaException {
        NodeId property =
                targets(node, NodeIds.HasProperty, BrowseDirection.Forward).getFirst();
        return ((Number)
                        Objects.requireNonNull(server.value(property).getValue().getValue()))
                .intValue();
    }

    private static List<String> arguments(NodeId property) throws UaException {
        Object[] values = (Object[])
                Objects.requireNonNull(server.value(property).getValue().getValue());
        return Arrays.stream(values)
                .map(value -> (Argument)
                        ((ExtensionObject) value).decode(server.client().getStaticEncodingContext()))
                .map(argument -> "%s %s %d"
                        .formatted(
                                argument.getName(),
                                argument.getDataType().toParseableString(),
                                argument.getValueRank()))
                .toList();
    }
}
