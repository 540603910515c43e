package org.millwright.document;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A value of a document and its place; the reader says what it is to be. */
public final class Item {
    private static final int LONGEST_TEXT = 1_000;
    private static final int LONGEST_NAME = 100;
    private static final Duration LONGEST_DURATION = Duration.ofDays(7);
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9}) ?(ms|s|m|h)");
    private static final Pattern FRACTION = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,9})?) ?(%?)");

    private final Problems problems;
    private final Node node;
    private final String key;
    private final boolean hidden;

    Item(Problems problems, Node node, String key) {
        this(problems, node, key, false);
    }

    private Item(Problems problems, Node node, String key, boolean hidden) {
        this.problems = problems;
        this.node = node;
        this.key = key;
        this.hidden = hidden;
    }

    /** The same value; messages do not repeat it. */
    public Item hidden() {
        return new Item(problems, node, key, true);
    }

    /** Its path, for example {@code lines[0].name}. */
    public String key() {
        return key;
    }

    /** Text of 1 to 1,000 characters, not only blanks; a number or flag counts as the text that was written. */
    public Field<String> text() {
        return parse("expected a text of 1 to " + LONGEST_TEXT + " characters", text -> {
            if (text.isBlank() || text.length() > LONGEST_TEXT) {
                throw new IllegalArgumentException();
            }
            return text;
        });
    }

    /**
     * Text that means something.
     *
     * @param expected what the message says when the text is refused
     * @param reader throws IllegalArgumentException to refuse the text
     */
    public <T> Field<T> parse(String expected, Function<String, T> reader) {
        if (!(node instanceof Node.Scalar scalar) || scalar.isNothing()) {
            return problem(expected);
        }
        try {
            return new Field<>(this, reader.apply(scalar.text()));
        } catch (IllegalArgumentException _) {
            return problem(expected);
        }
    }

    /** A whole number in a range, both ends included. */
    public Field<Long> whole(long min, long max) {
        return parse("expected a whole number from " + min + " to " + max, text -> {
            if (!WHOLE.matcher(text).matches()) {
                throw new IllegalArgumentException();
            }
            return within(Long.parseLong(text), min, max);
        });
    }

    /** A length of time: a whole number and its unit, more than nothing and 7 days at most. */
    public Field<Duration> duration() {
        return parse("expected a duration like 500ms, 2s, 10m or 1h", text -> {
            Matcher matcher = matched(DURATION, text);
            long number = Long.parseLong(matcher.group(1));
            Duration duration = switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(number);
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                default -> Duration.ofHours(number);
            };
            within(duration.toMillis(), 1, LONGEST_DURATION.toMillis());
            return duration;
        });
    }

    /** A part of one, from 0 to 1: {@code 0.05} or {@code 5%}. */
    public Field<Double> fraction() {
        return parse(
                "expected a fraction from 0 to 1, like 5% or 0.05",
                text -> {
                    Matcher matcher = matched(FRACTION, text);
                    double number = Double.parseDouble(matcher.group(1));
                    double fraction = matcher.group(2).isEmpty() ? number : number / 100;
                    if (fraction > 1) {
                        throw new IllegalArgumentException();
                    }
                    return fraction;
                });
    }

    /** One of the names, written in lower case with dashes. */
    public <E extends Enum<E>> Field<E> choice(Class<E> names) {
        Map<String, E> byKey = new LinkedHashMap<>();
        for (E name : names.getEnumConstants()) {
            byKey.put(name.name().toLowerCase(Locale.ROOT).replace('_', '-'), name);
        }
        return reference(byKey);
    }

    /** The name of one of the values. */
    public <T> Field<T> reference(Map<String, T> byName) {
        String written = node instanceof Node.Scalar scalar ? scalar.text() : "";
        return parse(
                Spelling.advice(written, byName.keySet()),
                text -> Optional.ofNullable(byName.get(text)).orElseThrow(IllegalArgumentException::new));
    }

    /** A list of 1 or more. */
    public <T> Field<List<T>> list(Function<Item, Field<T>> reader) {
        if (!(node instanceof Node.Sequence sequence)) {
            return problem("expected a list");
        }
        return sequence.items().isEmpty() ? problem("an empty list", "expected 1 or more") : listOrNone(reader);
    }

    /** A list, maybe an empty one. */
    public <T> Field<List<T>> listOrNone(Function<Item, Field<T>> reader) {
        if (!(node instanceof Node.Sequence sequence)) {
            return problem("expected a list");
        }
        List<Field<T>> fields = new ArrayList<>();
        IntStream.range(0, sequence.items().size())
                .mapToObj(i -> new Item(problems, sequence.items().get(i), key + "[" + i + "]"))
                .forEach(item -> fields.add(reader.apply(item)));
        boolean complete = fields.stream().allMatch(Field::isRead);
        return new Field<>(this, complete ? fields.stream().map(Field::get).toList() : null);
    }

    /** Values by names of 1 to 100 characters that the writer of the file chose, in the order of the file. */
    public <T> Field<Map<String, T>> map(Function<Item, Field<T>> reader) {
        return section(section -> {
            Map<String, Field<T>> fields = new LinkedHashMap<>();
            for (String name : section.keys()) {
                if (name.isBlank() || name.length() > LONGEST_NAME) {
                    section.at(name).problem("a bad name", "expected a name of 1 to " + LONGEST_NAME + " characters");
                } else {
                    fields.put(name, reader.apply(section.at(name)));
                }
            }
            return section.end(() -> {
                Map<String, T> values = new LinkedHashMap<>();
                fields.forEach((name, field) -> values.put(name, field.get()));
                return values;
            });
        });
    }

    /** Named values; the reader ends with {@link Section#end}. */
    public <T> Field<T> section(Function<Section, Field<T>> reader) {
        return node instanceof Node.Mapping mapping
                ? reader.apply(new Section(problems, mapping, this))
                : problem("expected a section");
    }

    /** Whether a text or number stands here, and not a list, a section or nothing. */
    public boolean isText() {
        return node instanceof Node.Scalar scalar && !scalar.isNothing();
    }

    /** Names of the values of a section; none when it is not one. */
    public List<String> keys() {
        return node instanceof Node.Mapping mapping
                ? mapping.pairs().stream().map(p -> p.key().text()).toList()
                : List.of();
    }

    /** Records that what stands here is not what was expected. */
    public <T> Field<T> problem(String expected) {
        return problem(hidden && isText() ? "a text that is not shown" : node.described(), expected);
    }

    /** Records a problem here that is told in other words than the value itself. */
    public <T> Field<T> problem(String found, String expected) {
        problems.add(node.at(), key, found, expected);
        return new Field<>(this, null);
    }

    private static long within(long number, long min, long max) {
        if (number < min || number > max) {
            throw new IllegalArgumentException();
        }
        return number;
    }

    private static Matcher matched(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException();
        }
        return matcher;
    }
}
