package org.millwright.snapshot;

import java.util.Arrays;
import java.util.List;
import org.millwright.equipment.TagValue;

/** A value as text that keeps its type, for example {@code whole:42}; reading gives back what was written. */
final class TypedText {
    private static final String BETWEEN = "\u001f";

    private TypedText() {}

    static String write(TagValue value) {
        return switch (value) {
            case TagValue.Text(String text) -> "text:" + text;
            case TagValue.Whole(long whole) -> "whole:" + whole;
            case TagValue.Real(double real) -> "real:" + real;
            case TagValue.Flag(boolean flag) -> "flag:" + flag;
            case TagValue.Texts(List<String> texts) -> "texts:" + String.join(BETWEEN, texts);
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
            case "flag" -> new TagValue.Flag(Boolean.parseBoolean(text));
            case "texts" -> new TagValue.Texts(text.isEmpty() ? List.of() : Arrays.asList(text.split(BETWEEN, -1)));
            default -> throw new IllegalArgumentException("no typed value: " + written);
        };
    }
}
