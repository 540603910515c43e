package org.millwright.equipment.opcua;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.UaSerializationException;
import org.eclipse.milo.opcua.stack.core.encoding.DefaultEncodingContext;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.Argument;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.jspecify.annotations.Nullable;
import org.millwright.equipment.Deadline;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.opcua.probe.NodeSeen.Access;
import org.millwright.equipment.opcua.probe.NodeSeen.ArgumentSeen;
import org.millwright.equipment.opcua.probe.NodeSeen.MethodSeen;
import org.millwright.equipment.opcua.probe.NodeSeen.VariableSeen;
import org.millwright.trust.Certificates;

/** Reads what variables and methods say of themselves. */
record Attributes(Connection connection, TypeChains chains, Deadline deadline) {
    private static final List<AttributeId> OF_VARIABLE = List.of(
            AttributeId.DataType,
            AttributeId.ValueRank,
            AttributeId.AccessLevel,
            AttributeId.UserAccessLevel,
            AttributeId.Value);
    private static final List<AttributeId> OF_METHOD = List.of(AttributeId.Executable, AttributeId.UserExecutable);
    private static final int CURRENT_READ = 1;
    private static final int CURRENT_WRITE = 2;
    private static final int MOST_ARGUMENTS = 50;

    private record Key(NodeId node, AttributeId attribute) {}

    Read read(List<NodeId> variables, List<NodeId> methods) throws EquipmentException {
        List<Key> wanted = new ArrayList<>();
        variables.forEach(node -> OF_VARIABLE.forEach(attribute -> wanted.add(new Key(node, attribute))));
        methods.forEach(node -> OF_METHOD.forEach(attribute -> wanted.add(new Key(node, attribute))));
        Map<Key, DataValue> values = new HashMap<>();
        for (List<Key> part :
                ServerLimits.parts(wanted, connection.limits(deadline).nodesPerRead())) {
            List<DataValue> read = readPart(part);
            for (int i = 0; i < part.size(); i++) {
                values.put(part.get(i), read.get(i));
            }
        }
        Read read = new Read(values);
        chains.learn(variables.stream()
                .flatMap(node -> Stream.concat(
                        read.dataType(node).stream(),
                        read.arguments(node).stream().map(Argument::getDataType)))
                .filter(Objects::nonNull)
                .toList());
        return read;
    }

    private List<DataValue> readPart(List<Key> part) throws EquipmentException {
        String wanted = "read what nodes say of themselves";
        ReadValueId[] ids = part.stream()
                .map(key -> new ReadValueId(key.node(), key.attribute().uid(), null, QualifiedName.NULL_VALUE))
                .toArray(ReadValueId[]::new);
        ReadResponse response = connection.send(
                wanted,
                header -> new ReadRequest(header, 0.0, TimestampsToReturn.Neither, ids),
                ReadResponse.class,
                deadline);
        return connection.sameSize(wanted, response.getResults(), part.size());
    }

    /** All that was read. */
    final class Read {
        private final Map<Key, DataValue> values;
        private final PlainValues plain = new PlainValues(new NodeText(connection.namespaces()));

        private Read(Map<Key, DataValue> values) {
            this.values = values;
        }

        private @Nullable Object told(NodeId node, AttributeId attribute) {
            DataValue value = values.get(new Key(node, attribute));
            return value == null || value.statusCode().isBad()
                    ? null
                    : value.value().value();
        }

        private Optional<NodeId> dataType(NodeId node) {
            return told(node, AttributeId.DataType) instanceof NodeId type ? Optional.of(type) : Optional.empty();
        }

        /** Empty for what is no variable. */
        Optional<VariableSeen> variable(NodeId node) {
            DataValue value = values.get(new Key(node, AttributeId.Value));
            if (value == null) {
                return Optional.empty();
            }
            boolean bad = value.statusCode().isBad();
            return Optional.of(new VariableSeen(
                    dataType(node).map(chains::chain).orElse(List.of()),
                    told(node, AttributeId.ValueRank) instanceof Integer rank ? rank : -2,
                    access(node),
                    bad ? Failures.name(value.statusCode()) : "Good",
                    bad ? Optional.empty() : plain.value(value.value().value())));
        }

        /** What is not told counts as allowed. */
        private Access access(NodeId node) {
            int all = told(node, AttributeId.AccessLevel) instanceof Number n ? n.intValue() : -1;
            int user = told(node, AttributeId.UserAccessLevel) instanceof Number n ? n.intValue() : all;
            return new Access((all & CURRENT_READ) != 0, (all & CURRENT_WRITE) != 0, (user & CURRENT_WRITE) != 0);
        }

        /** Empty for what is no method. */
        Optional<MethodSeen> method(NodeId node, @Nullable NodeId inputs, @Nullable NodeId outputs) {
            if (!values.containsKey(new Key(node, AttributeId.Executable))) {
                return Optional.empty();
            }
            return Optional.of(new MethodSeen(
                    !Boolean.FALSE.equals(told(node, AttributeId.Executable)),
                    !Boolean.FALSE.equals(told(node, AttributeId.UserExecutable)),
                    seen(inputs),
                    seen(outputs)));
        }

        private List<ArgumentSeen> seen(@Nullable NodeId arguments) {
            return arguments == null
                    ? List.of()
                    : arguments(arguments).stream()
                            .map(a -> new ArgumentSeen(
                                    Certificates.harmless(Objects.requireNonNullElse(a.getName(), "")),
                                    chains.chain(Objects.requireNonNullElse(a.getDataType(), NodeId.NULL_VALUE)),
                                    Objects.requireNonNullElse(a.getValueRank(), -2)))
                            .toList();
        }

        private List<Argument> arguments(NodeId node) {
            return told(node, AttributeId.Value) instanceof Object[] all
                    ? Arrays.stream(all)
                            .limit(MOST_ARGUMENTS)
                            .flatMap(Attributes::argument)
                            .toList()
                    : List.of();
        }
    }

    private static Stream<Argument> argument(@Nullable Object value) {
        try {
            Object decoded =
                    value instanceof ExtensionObject packed ? packed.decode(DefaultEncodingContext.INSTANCE) : value;
            return decoded instanceof Argument argument ? Stream.of(argument) : Stream.empty();
        } catch (UaSerializationException e) {
            return Stream.empty(); // counts as missing, and is told as such
        }
    }
}
