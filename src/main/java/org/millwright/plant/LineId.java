package org.millwright.plant;

import java.util.regex.Pattern;

/** Names a line of the plant: 1 to 64 lower-case letters, digits and dashes, starting with a letter. */
public record LineId(String value) implements Comparable<LineId> {
    private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9-]{0,63}");

    public LineId {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("not a line id (a-z, 0-9, dashes): " + value);
        }
    }

    @Override
    public int compareTo(LineId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
