package org.millwright.mes.model;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.enumerated.IdType;
import org.millwright.mes.model.Nodes.MethodIds;
import org.millwright.mes.model.Nodes.Place;
import org.millwright.mes.model.Nodes.VariableKind;

/** Adds the nodes that a text declares to its namespace. */
final class TypeNodes {
    private final Nodes nodes;
    private final Names names;

    private TypeNodes(Nodes nodes) {
        this.nodes = nodes;
        this.names = nodes.names();
    }

    static void add(Nodes nodes, List<Declaration> declarations) {
        TypeNodes types = new TypeNodes(nodes);
        var dataTypes = new DataTypeNodes(nodes);
        for (Declaration declaration : declarations) {
            switch (declaration.kind()) {
                case "namespace" -> types.metadata(declaration);
                case "type" -> types.type(declaration);
                default -> dataTypes.add(declaration);
            }
        }
    }

    private void type(Declaration type) {
        NodeId id = names.id(type.id());
        nodes.objectType(id, names.name(type.name()), names.id(type.words().get(2)), type.has("abstract"));
        type.after("generates").forEach(event -> nodes.link(id, NodeIds.GeneratesEvent, names.id(event)));
        type.parts().forEach(part -> part(part, id));
    }

    private void part(Declaration part, NodeId parent) {
        NodeId id = names.id(part.id());
        switch (part.kind()) {
            case "variable", "property", "statevariable" -> variable(part, id, parent);
            case "method" -> {
                List<String> words = part.words();
                int rule = part.has("M") || part.has("O") ? 1 : 0;
                nodes.method(
                        parent, new MethodIds(id, names.id(words.get(2 + rule)), names.id(words.get(3 + rule))), part);
                part.words().subList(2, 2 + rule).forEach(word -> rule(id, word));
            }
            case "object" -> {
                nodes.object(component(part, id, parent), names.id(part.words().get(2)));
                rule(id, part.words().getLast());
                part.parts().forEach(inner -> part(inner, id));
            }
            case "state" -> state(part, id, parent);
            case "transition" -> transition(part, id, parent);
            default -> throw new IllegalStateException("no node is a " + part.kind());
        }
    }

    private void variable(Declaration part, NodeId id, NodeId parent) {
        VariableKind kind = VariableKind.of(part.kind());
        var place = new Place(id, names.name(part.name()), parent, kind.referenceType());
        UaVariableNode node = nodes.variable(place, kind, part.words().get(2));
        node.setValue(new DataValue(Variant.NULL_VALUE));
        part.after("=").forEach(value -> node.setValue(new DataValue(Variant.of(names.name(value)))));
        rule(id, part.words().getLast());
        part.parts().forEach(inner -> part(inner, id));
    }

    private void state(Declaration state, NodeId id, NodeId parent) {
        nodes.object(component(state, id, parent), NodeIds.StateType);
        number(state, id, "StateNumber");
        state.after("sub").forEach(machine -> nodes.link(id, NodeIds.HasSubStateMachine, names.id(machine)));
    }

    private void transition(Declaration transition, NodeId id, NodeId parent) {
        nodes.object(component(transition, id, parent), NodeIds.TransitionType);
        number(transition, id, "TransitionNumber");
        transition.after("from").forEach(state -> nodes.link(id, NodeIds.FromState, names.id(state)));
        transition.after("to").forEach(state -> nodes.link(id, NodeIds.ToState, names.id(state)));
        transition.after("cause").forEach(method -> nodes.link(id, NodeIds.HasCause, names.id(method)));
        transition.after("effect").forEach(event -> nodes.link(id, NodeIds.HasEffect, names.id(event)));
    }

    /** The number of a state or transition: the third word, its property's id the fourth. */
    private void number(Declaration of, NodeId id, String name) {
        NodeId property = names.id(of.words().get(3));
        nodes.fixed(
                new Place(property, names.name("0:" + name), id, NodeIds.HasProperty),
                NodeIds.UInt32,
                uint(Long.parseLong(of.words().get(2))));
        rule(property, "M");
    }

    private Place component(Declaration part, NodeId id, NodeId parent) {
        return new Place(id, names.name(part.name()), parent, NodeIds.HasComponent);
    }

    private void rule(NodeId id, String word) {
        switch (word) {
            case "M" -> nodes.link(id, NodeIds.HasModellingRule, NodeIds.ModellingRule_Mandatory);
            case "O" -> nodes.link(id, NodeIds.HasModellingRule, NodeIds.ModellingRule_Optional);
            default -> {} // a part that no instance has
        }
    }

    /** NamespaceMetadataType, OPC 10000-5 6.3.13: version, date, the ids of the object and of its seven properties. */
    private void metadata(Declaration namespace) {
        List<String> words = namespace.words();
        String uri = Names.uri(names.home());
        NodeId id = names.id(words.get(3));
        nodes.object(
                new Place(id, names.name(names.home() + ":" + uri), NodeIds.Server_Namespaces, NodeIds.HasComponent),
                NodeIds.NamespaceMetadataType);
        var published = new DateTime(
                LocalDate.parse(words.get(2)).atStartOfDay(ZoneOffset.UTC).toInstant());
        List<Meta> values = List.of(
                new Meta("IsNamespaceSubset", NodeIds.Boolean, false),
                new Meta("NamespacePublicationDate", NodeIds.DateTime, published),
                new Meta("NamespaceUri", NodeIds.String, uri),
                new Meta("NamespaceVersion", NodeIds.String, words.get(1)),
                new Meta("StaticNodeIdTypes", NodeIds.IdType, new IdType[] {IdType.Numeric}),
                new Meta("StaticNumericNodeIdRange", NodeIds.NumericRange, new String[] {"1:2147483647"}),
                new Meta("StaticStringNodeIdPattern", NodeIds.String, ""));
        for (int i = 0; i < values.size(); i++) {
            Meta meta = values.get(i);
            nodes.fixed(
                    new Place(names.id(words.get(4 + i)), names.name("0:" + meta.name()), id, NodeIds.HasProperty),
                    meta.dataType(),
                    meta.value());
        }
    }

    private record Meta(String name, NodeId dataType, Object value) {}
}
