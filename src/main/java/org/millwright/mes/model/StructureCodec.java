package org.millwright.mes.model;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaSerializationException;
import org.eclipse.milo.opcua.stack.core.encoding.DataTypeCodec;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.encoding.UaDecoder;
import org.eclipse.milo.opcua.stack.core.encoding.UaEncoder;
import org.eclipse.milo.opcua.stack.core.types.UaStructuredType;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.EUInformation;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePath;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePathElement;
import org.jspecify.annotations.Nullable;
import org.millwright.mes.model.Structure.Field;

/**
 * Structures in the binary encoding of OPC 10000-6, 5.2.6 and 5.2.7: a UInt32 with a bit for each optional field, in
 * their order, before the fields that are there.
 *
 * <p>Whatever the bytes are, reading ends with a record or a {@link UaSerializationException}; it takes memory in
 * proportion to the bytes that are there. Parameters and properties nest at most {@value #MAX_NESTING} deep.
 */
final class StructureCodec implements DataTypeCodec {
    static final int MAX_NESTING = 8;

    /** In one array; a list of job orders has 64. */
    static final int MAX_ELEMENTS = 10_000;

    private final Structure structure;

    StructureCodec(Structure structure) {
        this.structure = structure;
    }

    @Override
    public Class<?> getType() {
        return structure.carrier();
    }

    @Override
    public UaStructuredType decode(EncodingContext context, UaDecoder decoder) {
        try {
            return read(structure, decoder, 1);
        } catch (IndexOutOfBoundsException
                | NegativeArraySizeException
                | IllegalArgumentException
                | NullPointerException e) {
            throw new UaSerializationException(StatusCodes.Bad_DecodingError, e);
        }
    }

    @Override
    public void encode(EncodingContext context, UaEncoder encoder, UaStructuredType value) {
        if (!structure.carrier().isInstance(value)) {
            throw new UaSerializationException(
                    StatusCodes.Bad_EncodingError, "not a " + structure.name() + ": " + value.getClass());
        }
        write(structure, encoder, value, 1);
    }

    private static JobDataType read(Structure structure, UaDecoder in, int nesting) {
        checkNesting(nesting, StatusCodes.Bad_DecodingError);
        List<Field> fields = structure.fields();
        long mask =
                structure.optionalFields() > 0 ? in.decodeUInt32("EncodingMask").longValue() : 0;
        if (mask >>> structure.optionalFields() != 0) {
            throw new UaSerializationException(
                    StatusCodes.Bad_DecodingError,
                    "%s has no field for a bit of the mask 0x%x".formatted(structure.name(), mask));
        }
        @Nullable Object[] values = new Object[fields.size()];
        long bit = 1;
        for (int i = 0; i < values.length; i++) {
            Field field = fields.get(i);
            if (!field.optional() || (mask & bit) != 0) {
                values[i] = field.array()
                        ? readArray(structure, field, in, nesting)
                        : readOne(structure, field, in, nesting);
            }
            bit = field.optional() ? bit << 1 : bit;
        }
        return structure.record(values);
    }

    private static @Nullable List<Object> readArray(Structure structure, Field field, UaDecoder in, int nesting) {
        int length = in.decodeInt32(field.name());
        if (length == -1) {
            return null;
        }
        checkLength(length);
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            elements.add(Objects.requireNonNull(readOne(structure, field, in, nesting)));
        }
        return elements;
    }

    private static @Nullable Object readOne(Structure structure, Field field, UaDecoder in, int nesting) {
        return switch (field.type()) {
            case "String", "DecimalString" -> in.decodeString(field.name());
            case "LocalizedText" -> in.decodeLocalizedText(field.name());
            case "DateTime" -> in.decodeDateTime(field.name());
            case "Int16" -> in.decodeInt16(field.name());
            case "UInt32" -> in.decodeUInt32(field.name());
            case "Variant" -> VariantReader.read(in);
            case "EUInformation" -> in.decodeStruct(field.name(), EUInformation.TYPE_ID);
            case "RelativePath" -> readPath(in);
            default -> read(Structures.named(field.type()), in, within(structure, field, nesting));
        };
    }

    private static RelativePath readPath(UaDecoder in) {
        int length = in.decodeInt32("Elements");
        if (length == -1) {
            return new RelativePath(null);
        }
        checkLength(length);
        List<RelativePathElement> elements = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            elements.add((RelativePathElement) in.decodeStruct("Elements", RelativePathElement.TYPE_ID));
        }
        return new RelativePath(elements.toArray(RelativePathElement[]::new));
    }

    private static void write(Structure structure, UaEncoder out, Object value, int nesting) {
        checkNesting(nesting, StatusCodes.Bad_EncodingLimitsExceeded);
        @Nullable Object[] values = structure.values(value);
        if (structure.optionalFields() > 0) {
            out.encodeUInt32("EncodingMask", uint(mask(structure.fields(), values)));
        }
        for (int i = 0; i < values.length; i++) {
            Field field = structure.fields().get(i);
            if (!field.optional() || values[i] != null) {
                writeField(structure, field, out, values[i], nesting);
            }
        }
    }

    private static long mask(List<Field> fields, @Nullable Object[] values) {
        long mask = 0;
        long bit = 1;
        for (int i = 0; i < values.length; i++) {
            if (fields.get(i).optional()) {
                mask |= values[i] == null ? 0 : bit;
                bit <<= 1;
            }
        }
        return mask;
    }

    private static void writeField(
            Structure structure, Field field, UaEncoder out, @Nullable Object value, int nesting) {
        if (!field.array()) {
            writeOne(structure, field, out, value, nesting);
        } else if (value == null) {
            out.encodeInt32(field.name(), -1);
        } else {
            List<?> elements = (List<?>) value;
            out.encodeInt32(field.name(), elements.size());
            elements.forEach(element -> writeOne(structure, field, out, element, nesting));
        }
    }

    private static void writeOne(Structure structure, Field field, UaEncoder out, @Nullable Object value, int nesting) {
        String name = field.name();
        switch (field.type()) {
            case "String", "DecimalString" -> out.encodeString(name, (String) value);
            case "LocalizedText" -> out.encodeLocalizedText(name, (LocalizedText) value);
            case "DateTime" -> out.encodeDateTime(name, (DateTime) value);
            case "Int16" -> out.encodeInt16(name, (Short) value);
            case "UInt32" -> out.encodeUInt32(name, (UInteger) value);
            case "Variant" -> out.encodeVariant(name, (Variant) value);
            case "EUInformation" -> out.encodeStruct(name, (EUInformation) value, EUInformation.TYPE_ID);
            case "RelativePath" -> out.encodeStruct(name, (RelativePath) value, RelativePath.TYPE_ID);
            default ->
                write(
                        Structures.named(field.type()),
                        out,
                        Objects.requireNonNull(value),
                        within(structure, field, nesting));
        }
    }

    /** One deeper when a structure holds its own kind, else the count begins anew. */
    private static int within(Structure structure, Field field, int nesting) {
        return field.type().equals(structure.name()) ? nesting + 1 : 1;
    }

    private static void checkNesting(int nesting, long status) {
        if (nesting > MAX_NESTING) {
            throw new UaSerializationException(status, "nested more than %d deep".formatted(MAX_NESTING));
        }
    }

    static void checkLength(int length) {
        if (length < 0 || length > MAX_ELEMENTS) {
            throw new UaSerializationException(
                    StatusCodes.Bad_EncodingLimitsExceeded,
                    "an array of %d elements, at most %d".formatted(length, MAX_ELEMENTS));
        }
    }
}
