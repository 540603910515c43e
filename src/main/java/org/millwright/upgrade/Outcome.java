package org.millwright.upgrade;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What came of a step. */
public sealed interface Outcome {
    /** Done, and this is how we know. */
    record Done(Map<String, String> evidence) implements Outcome {
        public Done {
            evidence = Collections.unmodifiableMap(new TreeMap<>(evidence));
        }
    }

    /**
     * Going on; look again then. Never recorded as an end.
     *
     * @param person what a person has to do before it can end; empty when it ends by itself
     */
    record Wait(Instant until, String why, Optional<String> person) implements Outcome {
        public Wait(Instant until, String why) {
            this(until, why, Optional.empty());
        }
    }

    /** Not done, and the equipment is as it was. */
    record Refused(String reason) implements Outcome {}

    /** Not done, and the equipment is not as it was. */
    record Broken(String reason) implements Outcome {}

    /** No answer: look before acting. */
    record Unknown(String reason) implements Outcome {}

    static Done done() {
        return new Done(Map.of());
    }
}
