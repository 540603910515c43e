package org.millwright.upgrade;

import java.util.regex.Pattern;

/** Names a run: 1 to 64 letters, digits, dashes. An MES may choose it; it is then its own job order's id. */
public record RunId(String value) {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,63}");

    public RunId {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("not a run id (letters, digits, dashes): " + value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
