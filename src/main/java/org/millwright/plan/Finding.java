package org.millwright.plan;

import java.util.Optional;
import org.millwright.plant.ControllerId;

/**
 * One thing that the assessment found.
 *
 * @param controller empty for the line as a whole
 * @param check what was looked at, for example {@code hardware revision}
 * @param text what was found, what was expected and what to do about it
 */
public record Finding(Severity severity, Optional<ControllerId> controller, String check, String text) {
    /** How much a finding weighs. */
    public enum Severity {
        /** A consequence to know before approval. */
        NOTE,
        /** Likely trouble; the plan may go on. */
        WARNING,
        /** The plan must not go on. */
        BLOCKING
    }
}
