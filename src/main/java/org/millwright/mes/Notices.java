package org.millwright.mes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Says what strangers do, without letting them fill the log: each kind is told once, then counted, and told again with
 * the count when it happens an hour later.
 */
final class Notices {
    private static final Duration SILENCE = Duration.ofHours(1);
    private static final int MOST_KINDS = 1_000;

    private final Clock clock;
    private final Consumer<String> log;
    private final Map<String, Told> told = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Told> eldest) {
            return size() > MOST_KINDS;
        }
    };

    private record Told(Instant at, long since) {}

    Notices(Clock clock, Consumer<String> log) {
        this.clock = clock;
        this.log = log;
    }

    /**
     * Tells it, or counts it.
     *
     * @param kind what counts as the same
     */
    void tell(String kind, String words) {
        String line;
        synchronized (told) {
            Instant now = clock.instant();
            Told before = told.get(kind);
            if (before != null && now.isBefore(before.at().plus(SILENCE))) {
                told.put(kind, new Told(before.at(), before.since() + 1));
                return;
            }
            told.put(kind, new Told(now, 0));
            line = before == null || before.since() == 0
                    ? words
                    : words + " (" + before.since() + " more of the kind since the last such line)";
        }
        log.accept(line);
    }
}
