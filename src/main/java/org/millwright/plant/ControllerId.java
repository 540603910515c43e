package org.millwright.plant;

import java.util.regex.Pattern;

/** Names a controller within the plant: 1 to 64 lower-case letters, digits and dashes, starting with a letter. */
public record ControllerId(String value) implements Comparable<ControllerId> {
    private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9-]{0,63}");

    public ControllerId {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("not a controller id (a-z, 0-9, dashes): " + value);
        }
    }

    @Override
    public int compareTo(ControllerId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
