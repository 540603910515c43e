package org.millwright.equipment.opcua;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.jspecify.annotations.Nullable;
import org.millwright.equipment.opcua.probe.NodeSeen.ValueSeen;
import org.millwright.trust.Certificates;

/** Values as plain text and numbers, cut to what people read. */
record PlainValues(NodeText names) {
    private static final int MOST_ITEMS = 50;
    private static final int MOST_BYTES = 64;

    private static final Map<Class<?>, String> TYPES = Map.ofEntries(
            Map.entry(Boolean.class, "Boolean"),
            Map.entry(Byte.class, "SByte"),
            Map.entry(UByte.class, "Byte"),
            Map.entry(Short.class, "Int16"),
            Map.entry(UShort.class, "UInt16"),
            Map.entry(Integer.class, "Int32"),
            Map.entry(UInteger.class, "UInt32"),
            Map.entry(Long.class, "Int64"),
            Map.entry(ULong.class, "UInt64"),
            Map.entry(Float.class, "Float"),
            Map.entry(Double.class, "Double"),
            Map.entry(String.class, "String"),
            Map.entry(LocalizedText.class, "LocalizedText"),
            Map.entry(DateTime.class, "DateTime"),
            Map.entry(ByteString.class, "ByteString"),
            Map.entry(NodeId.class, "NodeId"));

    Optional<ValueSeen> value(@Nullable Object value) {
        return switch (value) {
            case null -> Optional.empty();
            case Object[] all ->
                Optional.of(new ValueSeen(
                        type(all.getClass().getComponentType()),
                        true,
                        Arrays.stream(all).limit(MOST_ITEMS).map(this::text).toList(),
                        Double.NaN));
            default -> Optional.of(new ValueSeen(type(value.getClass()), false, List.of(text(value)), number(value)));
        };
    }

    private static String type(Class<?> type) {
        return TYPES.getOrDefault(type, type.getSimpleName());
    }

    private String text(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case LocalizedText localized -> localized.text() == null ? "" : Certificates.harmless(localized.text());
            case DateTime time -> time.getJavaInstant().toString();
            case ByteString bytes -> {
                byte[] all = bytes.bytesOrEmpty();
                yield HexFormat.of().formatHex(all, 0, Math.min(all.length, MOST_BYTES));
            }
            case NodeId node -> names.id(node);
            case String string -> Certificates.harmless(string);
            case Number number -> number.toString();
            case Boolean flag -> flag.toString();
            default -> type(value.getClass());
        };
    }

    private static double number(Object value) {
        return switch (value) {
            case Number number -> number.doubleValue();
            case ByteString bytes -> bytes.length();
            default -> Double.NaN;
        };
    }
}
