package org.millwright.upgrade;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** What came of a step. */
public sealed interface Outcome {
    /** Done, and this is how we know. */
    record Done(Map<String, String> evidence) implements Outcome {
        public Done {
            evidence = Collections.unmodifiableMap(new TreeMap<>(evidence));
        }
    }

    /** Going on; look again then. Never recorded as an end. */
    record Wait(Instant until, String why) implements Outcome {}

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
