package org.millwright.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.millwright.equipment.TagValue;

/**
 * A value as text that keeps its type, for example {@code whole:42}; reading gives back what was written. Each text of a
 * list ends with the character U+001F; within a text that character and the backslash have a backslash before them.
 */
final class TypedText {
    private static final char END = 0x1F;

    private TypedText() {}

    static String write(TagValue value) {
        return switch (value) {
            case TagValue.Text(String text) -> "text:" + text;
            case TagValue.Whole(long whole) -> "whole:" + whole;
            case TagValue.Real(double real) -> "real:" + real;
            case TagValue.Flag(boolean flag) -> "flag:" + flag;
            case TagValue.Texts(List<String> texts) ->
                texts.stream().map(TypedText::ended).collect(Collectors.joining("", "texts:", ""));
        };
    }

    static TagValue read(String written) {
        int colon = written.indexOf(':');
        String type = colon < 0 ? written : written.substring(0, colon);
        String text = written.substring(colon + 1);
        return switch (type) {
            case "text" -> new TagValue.Text(text);
            case "whole" -> new TagValue.Whole(Long.parseLong(text));
            case "real" -> new TagValue.Real(Double.parseDouble(text));
            case "flag" -> new TagValue.Flag(flag(text));
            case "texts" -> new TagValue.Texts(texts(text));
            default -> throw new IllegalArgumentException("no typed value: " + written);
        };
    }

    private static boolean flag(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("no flag: " + text);
        }
        return text.equals("true");
    }

    private static String ended(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == END || c == '\\') {
                out.append('\\');
            }
            out.append(c);
        }
        return out.append(END).toString();
    }

    private static List<String> texts(String written) {
        List<String> texts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c == END) {
                texts.add(text.toString());
                text.setLength(0);
            } else {
                text.append(c == '\\' && i + 1 < written.length() ? written.charAt(++i) : c);
            }
        }
        if (!text.isEmpty()) {
            throw new IllegalArgumentException("a list whose last text has no end");
        }
        return texts;
    }
}
