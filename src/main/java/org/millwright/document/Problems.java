package org.millwright.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers what is wrong in one file. */
final class Problems {
    /** More than anybody reads; keeps a hostile file from filling the log. */
    private static final int MOST = 100;

    private final String file;
    private final List<Problem> found = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    void add(Position at, String key, String what, String expected) {
        if (found.size() < MOST) {
            found.add(problem(at, key, what, expected));
        }
    }

    boolean none() {
        return found.isEmpty();
    }

    void throwIfAny() throws DocumentException {
        if (!found.isEmpty()) {
            throw inOrder();
        }
    }

    /** All that was found, and this one that ends the reading. */
    DocumentException fatal(Position at, String what, String expected) {
        found.add(problem(at, "", what, expected));
        return inOrder();
    }

    private DocumentException inOrder() {
        return new DocumentException(found.stream()
                .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
                .toList());
    }

    /** Whatever the file says stays within one line of a log. */
    private Problem problem(Position at, String key, String what, String expected) {
        return new Problem(file, at.line(), at.column(), printable(key), printable(expected), printable(what));
    }

    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
