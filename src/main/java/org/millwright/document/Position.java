package org.millwright.document;

/** A place in a text, line and column from 1; {@link #NOWHERE} for the text as a whole. */
record Position(int line, int column) {
    static final Position NOWHERE = new Position(0, 0);
}
