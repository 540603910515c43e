package org.millwright.document;

import java.util.List;

/** What stands at one place of a document. */
sealed interface Node {
    Position at();

    /** How a message calls it. */
    String described();

    /** A value that is not there; {@code at} is where its section begins. */
    record Missing(Position at) implements Node {
        @Override
        public String described() {
            return "missing";
        }
    }

    /** Text, number or flag, as written; {@code quoted} text is never nothing. */
    record Scalar(Position at, String text, boolean quoted) implements Node {
        private static final int SHOWN = 60;

        boolean isNothing() {
            return !quoted && (text.isEmpty() || text.equals("~") || text.equals("null"));
        }

        @Override
        public String described() {
            if (isNothing()) {
                return "nothing";
            }
            return "'" + (text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...") + "'";
        }
    }

    record Sequence(Position at, List<Node> items) implements Node {
        @Override
        public String described() {
            return "a list";
        }
    }

    /** Keys are unique; in the order of the text. */
    record Mapping(Position at, List<Pair> pairs) implements Node {
        @Override
        public String described() {
            return "a section";
        }
    }

    record Pair(Scalar key, Node value) {}
}
