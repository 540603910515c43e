package org.millwright.document;

import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A value that was asked of a document. It is missing when the document is wrong there; the problem is then recorded
 * already and the reading goes on, so that one attempt finds all problems.
 */
public final class Field<T> {
    private final Item item;
    private final @Nullable T value;

    Field(Item item, @Nullable T value) {
        this.item = item;
        this.value = value;
    }

    /** The value; only within {@link Section#end} is it sure to be there. */
    public T get() {
        if (value == null) {
            throw new IllegalStateException("asked before the section was found to be right: " + item.key());
        }
        return value;
    }

    public boolean isRead() {
        return value != null;
    }

    /** Records a problem when the value is there and not good. */
    public Field<T> check(Predicate<T> good, String expected) {
        return value == null || good.test(value) ? this : item.problem(expected);
    }

    /** What the value means; the message of an IllegalArgumentException says what was expected. */
    public <R> Field<R> convert(Function<T, R> reader) {
        if (value == null) {
            return new Field<>(item, null);
        }
        try {
            return new Field<>(item, reader.apply(value));
        } catch (IllegalArgumentException e) {
            return item.problem(String.valueOf(e.getMessage()));
        }
    }

    /** The same place with another value. */
    public <R> Field<R> map(Function<T, R> change) {
        return new Field<>(item, value == null ? null : change.apply(value));
    }
}
