package org.millwright.mes.model;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.jspecify.annotations.Nullable;

/**
 * One structure of {@code structures.txt} and the record that carries its values, component by component in the order of
 * the fields.
 */
final class Structure {
    private final String name;
    private final ExpandedNodeId typeId;
    private final ExpandedNodeId binaryEncodingId;
    private final List<Field> fields;
    private final Class<? extends JobDataType> carrier;
    private final RecordComponent[] components;
    private final Constructor<? extends JobDataType> constructor;

    /**
     * A field on the wire.
     *
     * @param type the name of a built-in type, a core structure, or another structure of the table
     */
    record Field(String name, String type, boolean optional, boolean array) {}

    /** The numbers of a structure in the namespace of job control. */
    record Ids(long type, long binaryEncoding) {}

    Structure(String name, Ids ids, List<Field> fields, Class<? extends JobDataType> carrier) {
        this.name = name;
        this.typeId = ExpandedNodeId.of(Uris.JOB_CONTROL, uint(ids.type()));
        this.binaryEncodingId = ExpandedNodeId.of(Uris.JOB_CONTROL, uint(ids.binaryEncoding()));
        this.fields = List.copyOf(fields);
        this.carrier = carrier;
        this.components = carrier.getRecordComponents();
        if (components.length != fields.size()) {
            throw new IllegalStateException(
                    "%s has %d fields and its record %d components".formatted(name, fields.size(), components.length));
        }
        this.constructor = constructor(carrier, components);
    }

    private static <T> Constructor<T> constructor(Class<T> carrier, RecordComponent[] components) {
        try {
            return carrier.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The name of the standard, without the prefix ISA95. */
    String name() {
        return name;
    }

    ExpandedNodeId typeId() {
        return typeId;
    }

    ExpandedNodeId binaryEncodingId() {
        return binaryEncodingId;
    }

    List<Field> fields() {
        return fields;
    }

    Class<? extends JobDataType> carrier() {
        return carrier;
    }

    int optionalFields() {
        return (int) fields.stream().filter(Field::optional).count();
    }

    @Nullable
    Object[] values(Object record) {
        try {
            @Nullable Object[] values = new Object[components.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = components[i].getAccessor().invoke(record);
            }
            return values;
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }

    JobDataType record(@Nullable Object[] values) {
        try {
            return constructor.newInstance(values);
        } catch (InstantiationException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }
}
