package org.millwright.mes.model;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.util.List;
import org.eclipse.milo.opcua.sdk.core.ValueRanks;
import org.eclipse.milo.opcua.sdk.server.nodes.UaDataTypeNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.StructureType;
import org.eclipse.milo.opcua.stack.core.types.structured.EnumDefinition;
import org.eclipse.milo.opcua.stack.core.types.structured.EnumField;
import org.eclipse.milo.opcua.stack.core.types.structured.EnumValueType;
import org.eclipse.milo.opcua.stack.core.types.structured.StructureDefinition;
import org.eclipse.milo.opcua.stack.core.types.structured.StructureField;
import org.millwright.mes.model.Nodes.Place;
import org.millwright.mes.model.Structure.Field;

/** Data types with their definitions, from which a client that knows nothing of them learns how to read them. */
final class DataTypeNodes {
    private final Nodes nodes;
    private final Names names;

    DataTypeNodes(Nodes nodes) {
        this.nodes = nodes;
        this.names = nodes.names();
    }

    /** The structures that the codec knows, out of the codec's table. */
    static void addStructures(Nodes nodes) {
        var types = new DataTypeNodes(nodes);
        for (Structure structure : Structures.all()) {
            types.structure(
                    new Shape(
                            nodes.names().local(structure.typeId()),
                            nodes.names().name("ISA95" + structure.name()),
                            nodes.names().local(structure.binaryEncodingId())),
                    structure.fields());
        }
    }

    void add(Declaration type) {
        switch (type.kind()) {
            case "structure" ->
                structure(
                        new Shape(
                                names.id(type.id()),
                                names.name(type.name()),
                                names.id(type.words().get(2))),
                        type.parts().stream()
                                .map(part -> Structures.field(part.id(), part.name()))
                                .toList());
            case "enumeration" -> enumeration(type, NodeIds.Enumeration);
            case "optionset" -> enumeration(type, NodeIds.Byte);
            default -> throw new IllegalStateException("no data type is a " + type.kind());
        }
    }

    private record Shape(NodeId id, QualifiedName name, NodeId encodingId) {}

    private void structure(Shape shape, List<Field> fields) {
        boolean optional = fields.stream().anyMatch(Field::optional);
        UaDataTypeNode node = dataType(shape.id(), shape.name(), NodeIds.Structure);
        node.setDataTypeDefinition(new StructureDefinition(
                shape.encodingId(),
                NodeIds.Structure,
                optional ? StructureType.StructureWithOptionalFields : StructureType.Structure,
                fields.stream().map(this::field).toArray(StructureField[]::new)));
        nodes.object(
                new Place(shape.encodingId(), names.name("0:Default Binary"), shape.id(), NodeIds.HasEncoding),
                NodeIds.DataTypeEncodingType);
    }

    private StructureField field(Field field) {
        return new StructureField(
                field.name(),
                LocalizedText.NULL_VALUE,
                names.dataType(field.type()),
                field.array() ? ValueRanks.OneDimension : ValueRanks.Scalar,
                field.array() ? new UInteger[] {uint(0)} : null,
                uint(0),
                field.optional());
    }

    private void enumeration(Declaration type, NodeId superType) {
        UaDataTypeNode node = dataType(names.id(type.id()), names.name(type.name()), superType);
        node.setDataTypeDefinition(new EnumDefinition(type.parts().stream()
                .map(value ->
                        new EnumField(Long.valueOf(value.id()), text(value), LocalizedText.NULL_VALUE, value.name()))
                .toArray(EnumField[]::new)));
        boolean optionSet = type.kind().equals("optionset");
        nodes.fixed(
                new Place(
                        names.id(type.words().get(2)),
                        names.name(optionSet ? "0:OptionSetValues" : "0:EnumValues"),
                        names.id(type.id()),
                        NodeIds.HasProperty),
                optionSet ? NodeIds.LocalizedText : NodeIds.EnumValueType,
                optionSet
                        ? type.parts().stream().map(DataTypeNodes::text).toArray(LocalizedText[]::new)
                        : values(type));
    }

    private static EnumValueType[] values(Declaration type) {
        return type.parts().stream()
                .map(value -> new EnumValueType(Long.valueOf(value.id()), text(value), LocalizedText.NULL_VALUE))
                .toArray(EnumValueType[]::new);
    }

    private static LocalizedText text(Declaration value) {
        return LocalizedText.english(value.name());
    }

    private UaDataTypeNode dataType(NodeId id, QualifiedName name, NodeId superType) {
        UaDataTypeNode node = new UaDataTypeNode(
                nodes.context(), id, name, Nodes.display(name), LocalizedText.NULL_VALUE, uint(0), uint(0), false);
        nodes.add(node);
        nodes.link(superType, NodeIds.HasSubtype, id);
        return node;
    }
}
