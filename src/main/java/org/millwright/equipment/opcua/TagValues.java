package org.millwright.equipment.opcua;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.UaRuntimeException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.jspecify.annotations.Nullable;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.TagValue;

/** Addresses of tags and values of variables: between the port's words and OPC UA's. */
final class TagValues {
    private final Failures failures;

    TagValues(Failures failures) {
        this.failures = failures;
    }

    /** Finds the node of an address in the notation {@code nsu=<namespace URI>;s=<id>}, with this server's index. */
    NodeId node(String name, String address, NamespaceTable namespaces) throws EquipmentException {
        try {
            return ExpandedNodeId.parse(address)
                    .toNodeId(namespaces)
                    .orElseThrow(() -> failures.refused("has no namespace for %s at %s".formatted(name, address)));
        } catch (UaRuntimeException e) {
            throw failures.refused("the address of %s is no node id: %s".formatted(name, address), e);
        }
    }

    TagValue value(String name, DataValue read) throws EquipmentException {
        if (read.statusCode().isBad()) {
            throw failures.of("read " + name, read.statusCode());
        }
        return switch (read.value().value()) {
            case null -> new TagValue.Text("");
            case Boolean flag -> new TagValue.Flag(flag);
            case Float real -> new TagValue.Real(real);
            case Double real -> new TagValue.Real(real);
            case Number whole -> new TagValue.Whole(whole.longValue());
            case String text -> new TagValue.Text(text);
            case LocalizedText text -> new TagValue.Text(text.text() == null ? "" : text.text());
            case DateTime time -> new TagValue.Text(time.getJavaInstant().toString());
            case String[] texts ->
                new TagValue.Texts(
                        Arrays.stream(texts).map(t -> t == null ? "" : t).toList());
            default -> throw failures.nonsense(name + " has a type that is not understood");
        };
    }

    /**
     * The value to write.
     *
     * @param present what the variable holds now; its type is the one that the server takes
     */
    Variant toWrite(String name, TagValue value, @Nullable Object present) throws EquipmentException {
        Object converted = switch (value) {
            case TagValue.Flag(boolean flag) when present == null || present instanceof Boolean -> flag;
            case TagValue.Text(String text) -> text(text, present);
            case TagValue.Texts(List<String> texts)
            when present == null || present instanceof String[] -> texts.toArray(String[]::new);
            case TagValue.Whole(long whole) -> whole(whole, present);
            case TagValue.Real(double real) -> real(real, present);
            case TagValue.Flag _, TagValue.Texts _ -> null;
        };
        if (converted == null) {
            throw failures.refused("%s cannot hold %s".formatted(name, value));
        }
        return new Variant(converted);
    }

    private static @Nullable Object text(String text, @Nullable Object present) {
        return switch (present) {
            case null -> text;
            case String _ -> text;
            case LocalizedText _ -> LocalizedText.english(text);
            case DateTime _ -> time(text);
            default -> null;
        };
    }

    private static @Nullable DateTime time(String text) {
        try {
            return new DateTime(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static @Nullable Object whole(long whole, @Nullable Object present) {
        return switch (present) {
            case null -> whole;
            case Long _ -> whole;
            case Double _ -> (double) whole;
            case Float _ -> (float) whole;
            case Byte _ when whole == (byte) whole -> (byte) whole;
            case Short _ when whole == (short) whole -> (short) whole;
            case Integer _ when whole == (int) whole -> (int) whole;
            case UByte _ when whole >= 0 && whole <= UByte.MAX_VALUE -> Unsigned.ubyte(whole);
            case UShort _ when whole >= 0 && whole <= UShort.MAX_VALUE -> Unsigned.ushort((int) whole);
            case UInteger _ when whole >= 0 && whole <= UInteger.MAX_VALUE -> Unsigned.uint(whole);
            case ULong _ when whole >= 0 -> Unsigned.ulong(whole);
            default -> null;
        };
    }

    private static @Nullable Object real(double real, @Nullable Object present) {
        return switch (present) {
            case null -> real;
            case Double _ -> real;
            case Float _ -> (float) real;
            default -> null;
        };
    }
}
