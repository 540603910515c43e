package org.millwright.simulators.plc;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hardware revisions that a package fits, both ends included. */
record HardwareRange(int low, int high) {
    private static final Pattern SHAPE = Pattern.compile("([0-9]{1,4})(?:\\.\\.([0-9]{1,4}))?");

    static HardwareRange parse(String text) throws PlcRefusal {
        Matcher shape = SHAPE.matcher(text);
        if (!shape.matches()) {
            throw PlcRefusal.invalidArgument("hardware '%s' is not a range like 3..5".formatted(text));
        }
        int low = Integer.parseInt(shape.group(1));
        int high = shape.group(2) == null ? low : Integer.parseInt(shape.group(2));
        if (low > high) {
            throw PlcRefusal.invalidArgument("hardware '%s' is an empty range".formatted(text));
        }
        return new HardwareRange(low, high);
    }

    boolean contains(int revision) {
        return low <= revision && revision <= high;
    }

    @Override
    public String toString() {
        return low + ".." + high;
    }
}
