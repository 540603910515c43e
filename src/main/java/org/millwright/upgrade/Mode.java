package org.millwright.upgrade;

/** Whether a run works on the real line, after a person approved it, or on simulated equipment. */
public enum Mode {
    REHEARSAL,
    PRODUCTION
}
