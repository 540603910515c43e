package org.millwright.plan;

/** Where the program comes from that a controller gets back when the run turns back, best first. */
public enum ProgramSource {
    /** Read from the controller itself, byte for byte. */
    READ_BACK,
    /** A delivered package of the installed software; its hash is the controller's own, or a person waived that. */
    ARCHIVED_PACKAGE,
    /** Only the controller keeps it, in its fallback slot. */
    FALLBACK_SLOT,
    /** Nobody has it; a person waived that by name. */
    NONE
}
