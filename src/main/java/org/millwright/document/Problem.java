package org.millwright.document;

/**
 * One thing that is wrong in a file.
 *
 * @param file as the reader was told to open it
 * @param line from 1; 0 when the problem is not at a place of the text
 * @param column from 1; 0 together with the line
 * @param key path of the value, for example {@code lines[0].stations[2].name}; empty for the file as a whole
 * @param expected what would be right, a phrase
 * @param found what is there, a phrase; never a secret
 */
public record Problem(String file, int line, int column, String key, String expected, String found) {
    @Override
    public String toString() {
        String place = line == 0 ? file : file + ":" + line + ":" + column;
        return place + ": " + (key.isEmpty() ? "" : key + ": ") + found + "; " + expected;
    }
}
