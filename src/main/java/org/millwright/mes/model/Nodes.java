package org.millwright.mes.model;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.milo.opcua.sdk.core.AccessLevel;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.core.ValueRanks;
import org.eclipse.milo.opcua.sdk.server.nodes.UaMethodNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaNodeContext;
import org.eclipse.milo.opcua.sdk.server.nodes.UaObjectNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaObjectTypeNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.Argument;

/** Makes nodes in one namespace; every reference also gets its inverse. */
record Nodes(UaNodeContext context, Names names) {

    /** A node to be: its id, its name, and what it hangs on. */
    record Place(NodeId id, QualifiedName name, NodeId parent, NodeId referenceType) {}

    /** A kind of variable: how it hangs on its parent, and its type. */
    record VariableKind(NodeId referenceType, NodeId typeDefinition) {
        static final VariableKind COMPONENT = new VariableKind(NodeIds.HasComponent, NodeIds.BaseDataVariableType);
        static final VariableKind PROPERTY = new VariableKind(NodeIds.HasProperty, NodeIds.PropertyType);
        static final VariableKind STATE = new VariableKind(NodeIds.HasComponent, NodeIds.FiniteStateVariableType);

        static VariableKind of(String kind) {
            return switch (kind) {
                case "property" -> PROPERTY;
                case "statevariable" -> STATE;
                default -> COMPONENT;
            };
        }
    }

    void objectType(NodeId id, QualifiedName name, NodeId superType, boolean isAbstract) {
        add(new UaObjectTypeNode(
                context, id, name, display(name), LocalizedText.NULL_VALUE, uint(0), uint(0), isAbstract));
        link(superType, NodeIds.HasSubtype, id);
    }

    UaObjectNode object(Place place, NodeId type) {
        UaObjectNode node = new UaObjectNode(
                context, place.id(), place.name(), display(place.name()), LocalizedText.NULL_VALUE, uint(0), uint(0));
        add(node);
        link(place.id(), NodeIds.HasTypeDefinition, type);
        link(place.parent(), place.referenceType(), place.id());
        return node;
    }

    /** A variable that clients may read; it has no value yet, which its status says. */
    UaVariableNode variable(Place place, VariableKind kind, String dataType) {
        UaVariableNode node = new UaVariableNode(
                context, place.id(), place.name(), display(place.name()), LocalizedText.NULL_VALUE, uint(0), uint(0));
        boolean array = dataType.endsWith("[]");
        node.setDataType(names.dataType(dataType.replace("[]", "")));
        node.setValueRank(array ? ValueRanks.OneDimension : ValueRanks.Scalar);
        if (array) {
            node.setArrayDimensions(new UInteger[] {uint(0)});
        }
        node.setAccessLevel(AccessLevel.toValue(AccessLevel.READ_ONLY));
        node.setUserAccessLevel(AccessLevel.toValue(AccessLevel.READ_ONLY));
        node.setValue(new DataValue(StatusCodes.Bad_WaitingForInitialData));
        add(node);
        link(place.id(), NodeIds.HasTypeDefinition, kind.typeDefinition());
        link(place.parent(), place.referenceType(), place.id());
        return node;
    }

    /** The ids of a method's arguments, and of the method itself. */
    record MethodIds(NodeId method, NodeId inputs, NodeId outputs) {}

    /** A method as a line of the texts declares it: name, and arguments in two pairs of brackets. */
    UaMethodNode method(NodeId parent, MethodIds ids, Declaration declaration) {
        QualifiedName name = names.name(declaration.name());
        UaMethodNode node = new UaMethodNode(
                context, ids.method(), name, display(name), LocalizedText.NULL_VALUE, uint(0), uint(0), true, true);
        add(node);
        link(parent, NodeIds.HasComponent, ids.method());
        List<String> words = declaration.words();
        int end = words.indexOf(")");
        arguments(ids, ids.inputs(), "InputArguments", words.subList(words.indexOf("(") + 1, end));
        List<String> outputs = words.subList(end + 2, words.size() - 1);
        arguments(ids, ids.outputs(), "OutputArguments", outputs);
        return node;
    }

    private void arguments(MethodIds ids, NodeId id, String name, List<String> words) {
        List<Argument> arguments = new ArrayList<>();
        for (int i = 0; i < words.size(); i += 2) {
            String type = words.get(i + 1).replace(",", "");
            boolean array = type.endsWith("[]");
            arguments.add(new Argument(
                    words.get(i),
                    names.dataType(type.replace("[]", "")),
                    array ? ValueRanks.OneDimension : ValueRanks.Scalar,
                    array ? new UInteger[] {uint(0)} : null,
                    LocalizedText.NULL_VALUE));
        }
        fixed(
                new Place(id, names.name("0:" + name), ids.method(), NodeIds.HasProperty),
                NodeIds.Argument,
                arguments.toArray(Argument[]::new));
    }

    /** A property whose value never changes. */
    UaVariableNode fixed(Place place, NodeId dataType, Object value) {
        UaVariableNode node =
                variable(place, VariableKind.PROPERTY, value.getClass().isArray() ? "Variant[]" : "Variant");
        node.setDataType(dataType);
        node.setValue(new DataValue(Variant.of(value)));
        return node;
    }

    void link(NodeId source, NodeId referenceType, NodeId target) {
        context.getNodeManager()
                .addReferences(
                        new Reference(source, referenceType, target.expanded(), true),
                        context.getServer().getNamespaceTable());
    }

    void add(UaNode node) {
        context.getNodeManager().addNode(node);
    }

    static LocalizedText display(QualifiedName name) {
        return LocalizedText.english(String.valueOf(name.name()));
    }
}
