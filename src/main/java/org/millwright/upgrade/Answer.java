package org.millwright.upgrade;

import java.util.Set;

/** What becomes of a command to a job order. */
public sealed interface Answer {
    /** It is so now, and recorded. */
    record Done() implements Answer {}

    /** It is asked for, and recorded; it comes at the next safe point. */
    record Deferred(String why) implements Answer {}

    /** It is not so, and nothing was recorded but what the words say. */
    record Refused(Set<Ground> grounds, String why) implements Answer {
        public Refused {
            grounds = Set.copyOf(grounds);
        }
    }

    /** Why a command is refused. */
    enum Ground {
        UNKNOWN_ORDER,
        /** The job is not in a state for it. */
        STATE,
        /** The order as it is cannot be taken. */
        NOT_ACCEPTED,
        /** A run has begun on the order, or too many act on it at once. */
        BUSY,
        /** The id names another order or run. */
        DUPLICATE,
        /** The line's list takes no more before something is cleared. */
        LIST_FULL,
        ROLLBACK_IN_PROGRESS,
        /** The drain could not begin in time. */
        OUTSIDE_WINDOW
    }

    static Answer done() {
        return new Done();
    }

    static Answer refused(String why, Ground... grounds) {
        return new Refused(Set.of(grounds), why);
    }
}
