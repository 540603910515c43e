package org.millwright.equipment.opcua.probe;

/**
 * One place where a server leaves the standard.
 *
 * @param where what it is about, for example a path below an AddIn
 * @param found what was seen there
 * @param clause of the standard, for example OPC 10000-100 8.3.11
 */
public record Deviation(Rule rule, String where, String found, String clause) {
    /** How bad it is. */
    public enum Severity {
        /** An update cannot work, or cannot be trusted to work as the standard says. */
        ERROR,
        /** An update works, but something about it will surprise somebody. */
        WARNING,
        /** Good to know. */
        NOTE
    }
}
