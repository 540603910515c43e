package org.millwright.upgrade;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a run does next. */
sealed interface Decision {
    /**
     * These attempts are to be going on: begin those that are not, keep looking after the others.
     *
     * @param wake when to decide again at the latest, whatever the attempts do
     */
    record Perform(List<Attempt> attempts, Optional<Instant> wake) implements Decision {}

    /** Write this row, then decide again. */
    record Write(Event event) implements Decision {}

    /** Nothing to do before that instant; empty: until somebody adds a row. */
    record Sleep(Optional<Instant> until) implements Decision {}

    /** The run is over. */
    record Over() implements Decision {}

    /**
     * One attempt at a step.
     *
     * @param intended its intent already stands in the journal
     */
    record Attempt(StepId step, int number, boolean intended) {}
}
