package org.millwright.plant;

/**
 * A software or hardware revision as a controller reports it, 1 to 100 characters. Ordered by its dot- or
 * dash-separated parts: numbers by value, anything else by text, a missing part before any other; so 2.9 &lt; 2.10 and
 * 3 &lt; 3.1.
 */
public record Revision(String value) implements Comparable<Revision> {
    /** Of a controller on which no software works, for example after a direct transfer that was cut. */
    public static final Revision NONE = new Revision("(none)");

    public Revision {
        if (value.isBlank() || value.length() > 100) {
            throw new IllegalArgumentException("a revision has 1 to 100 characters: '" + value + "'");
        }
    }

    @Override
    public int compareTo(Revision other) {
        String[] mine = value.split("[.-]", -1);
        String[] theirs = other.value.split("[.-]", -1);
        for (int i = 0; i < Math.min(mine.length, theirs.length); i++) {
            int order = compareParts(mine[i], theirs[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(mine.length, theirs.length);
    }

    private static int compareParts(String a, String b) {
        boolean numbers = isNumber(a) && isNumber(b);
        return numbers ? Long.compare(Long.parseLong(a), Long.parseLong(b)) : a.compareTo(b);
    }

    private static boolean isNumber(String part) {
        return !part.isEmpty() && part.length() <= 18 && part.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    @Override
    public String toString() {
        return value;
    }
}
