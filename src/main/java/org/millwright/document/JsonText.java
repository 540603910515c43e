package org.millwright.document;

import java.util.List;
import java.util.function.Consumer;

/** Writes {@link Json} (RFC 8259). */
final class JsonText {
    private JsonText() {}

    static void write(Json value, String indent, StringBuilder out) {
        switch (value) {
            case Json.Text(String text) -> quote(text, out);
            case Json.Whole(long number) -> out.append(number);
            case Json.Flag(boolean flag) -> out.append(flag);
            case Json.Items(List<Json> values) ->
                group("[", "]", values, indent, out, v -> write(v, indent + "  ", out));
            case Json.Members(List<Json.Member> members) ->
                group("{", "}", members, indent, out, m -> {
                    quote(m.name(), out);
                    out.append(": ");
                    write(m.value(), indent + "  ", out);
                });
        }
    }

    private static <T> void group(
            String open, String close, List<T> parts, String indent, StringBuilder out, Consumer<T> writer) {
        out.append(open);
        String separator = "\n";
        for (T part : parts) {
            out.append(separator).append(indent).append("  ");
            writer.accept(part);
            separator = ",\n";
        }
        out.append(parts.isEmpty() ? "" : "\n" + indent).append(close);
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                default -> out.append(c >= ' ' && c < 0x7F ? String.valueOf(c) : String.format("\\u%04x", (int) c));
            }
        }
        out.append('"');
    }
}
