package org.millwright.simulators.modbus;

import java.util.List;

/** State numbers of PackML (OMAC, ANSI/ISA-TR88.00.02). */
final class PackMl {
    private static final List<String> STATES = List.of(
            "Clearing",
            "Stopped",
            "Starting",
            "Idle",
            "Suspended",
            "Execute",
            "Stopping",
            "Aborting",
            "Aborted",
            "Holding",
            "Held",
            "Unholding",
            "Suspending",
            "Unsuspending",
            "Resetting",
            "Completing",
            "Complete");

    private PackMl() {}

    /** From 1 on. */
    static int number(String state) {
        return STATES.indexOf(state) + 1;
    }
}
