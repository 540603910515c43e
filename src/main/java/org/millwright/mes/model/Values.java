package org.millwright.mes.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaSerializationException;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.types.UaStructuredType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.jspecify.annotations.Nullable;

/**
 * Structures in a Variant, as records: in method arguments, event fields and values of variables. A client may have sent
 * them in any way; what is no such structure, or not in binary, is a UaSerializationException with Bad_TypeMismatch, what cannot be read one
 * with Bad_DecodingError or Bad_EncodingLimitsExceeded.
 */
public final class Values {
    private Values() {}

    /** Empty for a null value. */
    public static <T extends UaStructuredType> Optional<T> structure(
            EncodingContext context, Class<T> type, Variant value) {
        return Optional.ofNullable(value.value()).map(one -> cast(context, type, one));
    }

    /** Empty for a null array; no more than {@value StructureCodec#MAX_ELEMENTS} elements. */
    public static <T extends UaStructuredType> Optional<List<T>> structures(
            EncodingContext context, Class<T> type, Variant value) {
        @Nullable Object array = value.value();
        if (array == null) {
            return Optional.empty();
        }
        if (!(array instanceof Object[] elements)) {
            throw mismatch(type, array);
        }
        StructureCodec.checkLength(elements.length);
        List<T> all = new ArrayList<>();
        Arrays.stream(elements).forEach(element -> all.add(cast(context, type, element)));
        return Optional.of(List.copyOf(all));
    }

    private static <T extends UaStructuredType> T cast(EncodingContext context, Class<T> type, @Nullable Object value) {
        Object decoded = value instanceof ExtensionObject.Binary encoded ? encoded.decode(context) : value;
        if (!type.isInstance(decoded)) {
            throw mismatch(type, decoded);
        }
        return type.cast(decoded);
    }

    private static UaSerializationException mismatch(Class<?> type, @Nullable Object value) {
        return new UaSerializationException(
                StatusCodes.Bad_TypeMismatch,
                "a %s was expected, not %s".formatted(type.getSimpleName(), value == null ? "null" : value.getClass()));
    }
}
