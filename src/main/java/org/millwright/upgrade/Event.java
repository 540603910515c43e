package org.millwright.upgrade;

import java.time.Instant;
import java.util.Optional;
import org.millwright.plan.Plan;

/** A fact of a run, one journal row. Only these make a run; everything else is derived from them. */
public sealed interface Event {
    /** The MES ordered an upgrade, or ordered it otherwise before it began: the newest one counts. */
    record Stored(JobOrder order, String by, String comment) implements Event {}

    /** The order may be carried out. */
    record Released(String by, String comment) implements Event {}

    /** The order may not be carried out for now; a run of it waits, its drain does not begin. */
    record Revoked(String by, String comment) implements Event {}

    /** The order is taken back, together with its run, which has touched nothing. */
    record Cancelled(String by, String comment) implements Event {}

    /** The order is over and no longer listed; the one row that may follow Finished. */
    record Cleared(String by, String comment) implements Event {}

    /**
     * First row of each run; holds the whole plan.
     *
     * @param window when the drain may begin; empty for any time
     */
    record Requested(Plan plan, Mode mode, String by, String comment, Optional<Window> window) implements Event {
        public Requested(Plan plan, Mode mode, String by, String comment) {
            this(plan, mode, by, comment, Optional.empty());
        }
    }

    /** A person or the MES lets a PRODUCTION run begin. */
    record Approved(String by, String comment) implements Event {}

    /** Somebody wants the run to wait at the next safe point. */
    record HoldAsked(String by, String comment) implements Event {}

    /** Somebody lets a held run go on. */
    record Resumed(String by, String comment) implements Event {}

    /** Somebody wants the run to end. */
    record AbortAsked(AbortPolicy policy, String by, String comment) implements Event {}

    /** Written before a step acts. */
    record Intended(StepId step, int attempt) implements Event {}

    /** Written when a step has come to an end; never with a Wait. */
    record Ended(StepId step, int attempt, Outcome outcome) implements Event {
        public Ended {
            if (outcome instanceof Outcome.Wait) {
                throw new IllegalArgumentException("a waiting step has not ended: " + step);
            }
        }
    }

    /**
     * The run waits for a person.
     *
     * @param awaited what a person is to do
     * @param ifNobody what happens without a person
     * @param until when that happens; empty: it waits for ever
     */
    record Held(String reason, String awaited, String ifNobody, Optional<Instant> until) implements Event {}

    /**
     * A step waits for a person's hands; it goes on by itself as soon as the equipment shows that they have done it.
     *
     * @param awaited what a person is to do
     * @param until when the attempt gives up
     */
    record Awaits(StepId step, int attempt, String reason, String awaited, Instant until) implements Event {}

    /** What a step waited for a person to do is done. */
    record Served(StepId step, int attempt) implements Event {}

    /** From here on the run undoes what it did. */
    record TurnedBack(String reason) implements Event {}

    /** Last row of each run, but for Cleared. */
    record Finished(Ending ending, String reason) implements Event {}

    /** What an abort leaves behind. */
    enum AbortPolicy {
        ROLL_BACK,
        /** As ROLL_BACK, but the run came to an orderly end, which is no abort: a stopped job order has ended. */
        STOP,
        /** Controllers stay as they are; the line is not released by Millwright. */
        KEEP
    }

    /** How a run ends. */
    enum Ending {
        COMPLETED,
        ROLLED_BACK,
        ABORTED,
        NEEDS_ATTENTION;

        public Phase phase() {
            return Phase.valueOf(name());
        }
    }
}
