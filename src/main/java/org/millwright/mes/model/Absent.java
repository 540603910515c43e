package org.millwright.mes.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is not there: an array that is null on the wire stays null here, and is told from an empty one. */
public final class Absent {
    private Absent() {}

    /** The elements, none when there is no array. */
    public static <T> List<T> orEmpty(@Nullable List<T> elements) {
        return elements == null ? List.of() : elements;
    }

    static <T> @Nullable List<T> copy(@Nullable List<T> elements) {
        return elements == null ? null : List.copyOf(elements);
    }
}
