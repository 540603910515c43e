package org.millwright.document;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A JSON value that is written the same way every time: members in the order given, two blanks of indentation, {@code
 * \n} after each line, ASCII only; so its bytes can be hashed. Numbers other than whole ones are written as text by
 * whoever needs them.
 */
public sealed interface Json {
    /** The bytes of the value and a line's end. */
    default String written() {
        StringBuilder out = new StringBuilder();
        JsonText.write(this, "", out);
        return out.append('\n').toString();
    }

    record Text(String value) implements Json {}

    record Whole(long value) implements Json {}

    record Flag(boolean value) implements Json {}

    record Items(List<Json> values) implements Json {
        public Items {
            values = List.copyOf(values);
        }
    }

    record Members(List<Member> members) implements Json {
        public Members {
            members = List.copyOf(members);
        }

        /** Sorted by name, so that the order of the map does not matter. */
        public static Members of(Map<String, Json> values) {
            SortedMap<String, Json> sorted = new TreeMap<>(values);
            return new Members(sorted.entrySet().stream()
                    .map(e -> new Member(e.getKey(), e.getValue()))
                    .toList());
        }
    }

    record Member(String name, Json value) {
        public Member(String name, String text) {
            this(name, new Text(text));
        }

        public Member(String name, long whole) {
            this(name, new Whole(whole));
        }

        public Member(String name, boolean flag) {
            this(name, new Flag(flag));
        }
    }
}
