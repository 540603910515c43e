package org.millwright.simulators.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A mapping of a YAML file that is read key by key; each problem names file, line and key.
 *
 * @param lines first line of each node by JSON pointer
 */
record YamlSection(String file, Map<String, Integer> lines, String pointer, JsonNode node) {

    /** Refuses every key that is not listed, with the nearest one that is. */
    YamlSection allow(String... keys) throws ConfigException {
        List<String> allowed = Arrays.asList(keys);
        for (String key : keys()) {
            if (!allowed.contains(key)) {
                throw problem(key, "unknown key '%s', did you mean '%s'?".formatted(key, nearest(key, allowed)));
            }
        }
        return this;
    }

    List<String> keys() {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    boolean has(String key) {
        return node.hasNonNull(key);
    }

    String text(String key) throws ConfigException {
        JsonNode value = required(key, "a text");
        if (!value.isTextual()
                || value.textValue().isBlank()
                || value.textValue().length() > 200) {
            throw expected(key, "a text of 1 to 200 characters (put numbers into quotes)");
        }
        return value.textValue();
    }

    double number(String key, double min, double max) throws ConfigException {
        JsonNode value = required(key, "a number");
        if (!value.isNumber() || !(value.doubleValue() >= min && value.doubleValue() <= max)) {
            throw expected(key, "a number from %s to %s".formatted(plain(min), plain(max)));
        }
        return value.doubleValue();
    }

    long integer(String key, long min, long max) throws ConfigException {
        JsonNode value = required(key, "a whole number");
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < min
                || value.longValue() > max) {
            throw expected(key, "a whole number from %d to %d".formatted(min, max));
        }
        return value.longValue();
    }

    boolean flag(String key) throws ConfigException {
        JsonNode value = required(key, "true or false");
        if (!value.isBoolean()) {
            throw expected(key, "true or false");
        }
        return value.booleanValue();
    }

    /** A text, number or truth value as it is. */
    JsonNode scalar(String key) throws ConfigException {
        JsonNode value = required(key, "a text or a number");
        if (!value.isValueNode()) {
            throw expected(key, "a text or a number");
        }
        return value;
    }

    YamlSection section(String key) throws ConfigException {
        JsonNode value = required(key, "a section of keys");
        if (!value.isObject()) {
            throw expected(key, "a section of keys");
        }
        return new YamlSection(file, lines, pointerOf(key), value);
    }

    Optional<YamlSection> optionalSection(String key) throws ConfigException {
        return has(key) ? Optional.of(section(key)) : Optional.empty();
    }

    List<YamlSection> sections(String key) throws ConfigException {
        JsonNode value = required(key, "a list");
        if (!value.isArray() || value.isEmpty()) {
            throw expected(key, "a list with at least one entry");
        }
        List<YamlSection> entries = new ArrayList<>();
        for (int index = 0; index < value.size(); index++) {
            String place = pointerOf(key) + "/" + index;
            if (!value.get(index).isObject()) {
                throw problemAt(place, "each entry of '%s' must be a section of keys".formatted(key));
            }
            entries.add(new YamlSection(file, lines, place, value.get(index)));
        }
        return entries;
    }

    List<String> texts(String key) throws ConfigException {
        if (!has(key)) {
            return List.of();
        }
        JsonNode list = required(key, "a list of texts");
        if (!list.isArray()) {
            throw expected(key, "a list of texts");
        }
        List<String> found = new ArrayList<>();
        for (JsonNode value : list) {
            if (!value.isTextual()) {
                throw expected(key, "a list of texts");
            }
            found.add(value.textValue());
        }
        return found;
    }

    /** One of an enum's constants, written in lower case with dashes; the usual one when the key is missing. */
    <E extends Enum<E>> E choice(String key, Class<E> type, E usual) throws ConfigException {
        return has(key) ? constant(key, type, text(key)) : usual;
    }

    /** Several constants of an enum, at least one; the usual ones when the key is missing. */
    <E extends Enum<E>> List<E> choices(String key, Class<E> type, List<E> usual) throws ConfigException {
        if (!has(key)) {
            return usual;
        }
        JsonNode value = required(key, "a list");
        if (!value.isArray() || value.isEmpty()) {
            throw expected(key, "a list with at least one of " + words(type));
        }
        List<E> chosen = new ArrayList<>();
        for (String word : texts(key)) {
            E constant = constant(key, type, word);
            if (chosen.contains(constant)) {
                throw problem(key, "'%s' names %s twice".formatted(key, word));
            }
            chosen.add(constant);
        }
        return chosen;
    }

    private <E extends Enum<E>> E constant(String key, Class<E> type, String word) throws ConfigException {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> ServerSettings.word(constant).equals(word))
                .findFirst()
                .orElseThrow(
                        () -> problem(key, "'%s' must be one of %s, found '%s'".formatted(key, words(type), word)));
    }

    private static <E extends Enum<E>> String words(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(ServerSettings::word).collect(Collectors.joining(", "));
    }

    ConfigException problem(String key, String what) {
        return problemAt(pointerOf(key), what);
    }

    private ConfigException expected(String key, String what) {
        JsonNode value = node.path(key);
        String found = value.isValueNode() ? "'" + value.asText() + "'" : "something else";
        return problem(key, "'%s' must be %s, found %s".formatted(key, what, found));
    }

    private JsonNode required(String key, String what) throws ConfigException {
        JsonNode value = node.get(key);
        if (value == null || value.isNull()) {
            throw problemAt(
                    value == null ? pointer : pointerOf(key), "'%s' is missing, expected %s".formatted(key, what));
        }
        return value;
    }

    private ConfigException problemAt(String place, String what) {
        return new ConfigException("%s:%d: %s".formatted(file, lines.getOrDefault(place, 1), what));
    }

    private String pointerOf(String key) {
        return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    private static String nearest(String key, List<String> allowed) {
        return allowed.stream()
                .min(Comparator.comparingInt(each -> distance(key, each)))
                .orElse("nothing");
    }

    /** Levenshtein distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(substituted, 1 + Math.min(above, row[j - 1]));
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
