package org.millwright.mes.model;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaSerializationException;
import org.eclipse.milo.opcua.stack.core.encoding.UaDecoder;
import org.eclipse.milo.opcua.stack.core.types.builtin.Matrix;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.jspecify.annotations.Nullable;

/**
 * Reads a Variant (OPC 10000-6, 5.2.2.16). The library's reader makes an array of the length that a message claims
 * before it has seen an element, once a level for Variants in Variants; this one takes memory as elements come.
 * DataValue and DiagnosticInfo are no values of a parameter.
 */
final class VariantReader {
    private static final int MAX_NESTING = 4;
    private static final int MAX_DIMENSIONS = 8;
    private static final int ARRAY = 0x80;
    private static final int DIMENSIONS = 0x40;
    private static final int TYPE = 0x3F;

    private VariantReader() {}

    static Variant read(UaDecoder in) {
        return read(in, 1);
    }

    private static Variant read(UaDecoder in, int nesting) {
        if (nesting > MAX_NESTING) {
            throw refused("Variants nested more than %d deep".formatted(MAX_NESTING));
        }
        int head = in.decodeByte("Encoding").intValue();
        if (head == 0) {
            return Variant.NULL_VALUE;
        }
        @Nullable OpcUaDataType type = OpcUaDataType.fromTypeId(head & TYPE);
        boolean array = (head & ARRAY) != 0;
        boolean dimensions = (head & DIMENSIONS) != 0;
        if (type == null || (!array && (dimensions || type == OpcUaDataType.Variant))) {
            throw refused("a Variant that begins with 0x%02x".formatted(head));
        }
        return array ? readArray(in, type, dimensions, nesting) : new Variant(readOne(in, type, nesting));
    }

    private static Variant readArray(UaDecoder in, OpcUaDataType type, boolean hasDimensions, int nesting) {
        int length = in.decodeInt32("Length");
        List<@Nullable Object> elements = new ArrayList<>();
        if (length != -1) {
            StructureCodec.checkLength(length);
            for (int i = 0; i < length; i++) {
                elements.add(readOne(in, type, nesting));
            }
        }
        int[] dimensions = hasDimensions ? readDimensions(in, elements.size()) : new int[] {elements.size()};
        if (length == -1) {
            return Variant.NULL_VALUE;
        }
        Object flat = Array.newInstance(type.getBackingClass(), elements.size());
        for (int i = 0; i < elements.size(); i++) {
            Array.set(flat, i, elements.get(i));
        }
        return new Variant(dimensions.length > 1 ? new Matrix(flat, dimensions, type) : flat);
    }

    private static int[] readDimensions(UaDecoder in, int elements) {
        int count = in.decodeInt32("Dimensions");
        if (count < 1 || count > MAX_DIMENSIONS) {
            throw refused("a Variant of %d dimensions".formatted(count));
        }
        int[] dimensions = new int[count];
        long product = 1;
        for (int i = 0; i < count; i++) {
            dimensions[i] = in.decodeInt32("Dimension");
            StructureCodec.checkLength(dimensions[i]);
            product = Math.min(product * dimensions[i], Integer.MAX_VALUE);
        }
        if (product != elements) {
            throw refused("a Variant whose dimensions do not fit its %d elements".formatted(elements));
        }
        return dimensions;
    }

    private static @Nullable Object readOne(UaDecoder in, OpcUaDataType type, int nesting) {
        return switch (type) {
            case Boolean -> in.decodeBoolean(null);
            case SByte -> in.decodeSByte(null);
            case Byte -> in.decodeByte(null);
            case Int16 -> in.decodeInt16(null);
            case UInt16 -> in.decodeUInt16(null);
            case Int32 -> in.decodeInt32(null);
            case UInt32 -> in.decodeUInt32(null);
            case Int64 -> in.decodeInt64(null);
            case UInt64 -> in.decodeUInt64(null);
            case Float -> in.decodeFloat(null);
            case Double -> in.decodeDouble(null);
            case String -> in.decodeString(null);
            case DateTime -> in.decodeDateTime(null);
            case Guid -> in.decodeGuid(null);
            case ByteString -> in.decodeByteString(null);
            case XmlElement -> in.decodeXmlElement(null);
            case NodeId -> in.decodeNodeId(null);
            case ExpandedNodeId -> in.decodeExpandedNodeId(null);
            case StatusCode -> in.decodeStatusCode(null);
            case QualifiedName -> in.decodeQualifiedName(null);
            case LocalizedText -> in.decodeLocalizedText(null);
            case ExtensionObject -> in.decodeExtensionObject(null);
            case Variant -> read(in, nesting + 1);
            case DataValue, DiagnosticInfo -> throw refused("a Variant that holds a " + type);
        };
    }

    private static UaSerializationException refused(String what) {
        return new UaSerializationException(StatusCodes.Bad_DecodingError, what);
    }
}
