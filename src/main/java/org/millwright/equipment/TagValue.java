package org.millwright.equipment;

import java.util.List;

/** A value read from or written to a controller. */
public sealed interface TagValue {
    record Text(String value) implements TagValue {
        @Override
        public String toString() {
            return value;
        }
    }

    record Whole(long value) implements TagValue {
        @Override
        public String toString() {
            return Long.toString(value);
        }
    }

    record Real(double value) implements TagValue {
        @Override
        public String toString() {
            return Double.toString(value);
        }
    }

    record Flag(boolean value) implements TagValue {
        @Override
        public String toString() {
            return Boolean.toString(value);
        }
    }

    record Texts(List<String> values) implements TagValue {
        public Texts {
            values = List.copyOf(values);
        }

        @Override
        public String toString() {
            return String.join(", ", values);
        }
    }
}
