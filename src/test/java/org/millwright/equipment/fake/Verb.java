package org.millwright.equipment.fake;

/** What a session is asked for. */
public enum Verb {
    OPEN(false),
    IDENTIFY(false),
    CAPABILITIES(false),
    OBSERVE(false),
    FACTS(false),
    READ(false),
    READ_RETAINED(false),
    READ_PROGRAM(false),
    READ_PARAMETERS(false),
    BEHAVIOR(false),
    WATCH(false),
    WRITE(true),
    RESTORE_RETAINED(true),
    STAGE(true),
    PREPARE(true),
    RESUME(true),
    INSTALL(true),
    ACKNOWLEDGE_ERROR(true),
    CONFIRM(true),
    UNLOCK(true),
    RESTORE_PARAMETERS(true);

    private final boolean changing;

    Verb(boolean changing) {
        this.changing = changing;
    }

    /** Whether it changes something, and so carries a fence. */
    public boolean changing() {
        return changing;
    }
}
