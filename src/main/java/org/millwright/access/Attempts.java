package org.millwright.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What guessing costs.
 *
 * <ol>
 *   <li>Failed attempts are counted by name and by source address. The first {@value #FREE} cost nothing, then the wait
 *       before the next attempt doubles from 1 s: to 30 s by name, to 15 min by address.
 *   <li>An attempt within the wait is refused unseen and makes nothing longer.
 *   <li>Who has logged in from an address before is counted by that pair alone: a stranger who guesses at a name locks
 *       its owner out nowhere.
 *   <li>A success forgets the failures of the pair and of the name; after an hour without a failure all is forgotten.
 *   <li>At most {@value #MOST} of each are remembered, the longest unused ones go first.
 * </ol>
 */
final class Attempts {
    static final int MOST = 10_000;
    private static final int FREE = 3;
    private static final Duration FORGOTTEN = Duration.ofHours(1);
    private static final Duration LONGEST_BY_NAME = Duration.ofSeconds(30);
    private static final Duration LONGEST_BY_ADDRESS = Duration.ofMinutes(15);

    private final Clock clock;
    private final Map<Key, Failures> failures = bounded();
    private final Map<Key, Boolean> proven = bounded();

    /** Whose failures; one of the two may be left open. */
    private record Key(@Nullable String name, @Nullable String address) {
        Duration longest() {
            return name == null ? LONGEST_BY_ADDRESS : LONGEST_BY_NAME;
        }
    }

    private record Failures(int count, Instant last) {
        Instant over(Duration longest) {
            if (count < FREE) {
                return last;
            }
            int doublings = Math.min(count - FREE, 20);
            Duration wait = Duration.ofSeconds(1L << doublings);
            return last.plus(wait.compareTo(longest) < 0 ? wait : longest);
        }
    }

    Attempts(Clock clock) {
        this.clock = clock;
    }

    private static <V> Map<Key, V> bounded() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, V> eldest) {
                return size() > MOST;
            }
        };
    }

    /** How long this attempt comes too early; zero when it may be looked at. */
    synchronized Duration early(String name, String address) {
        Instant now = clock.instant();
        return keys(name, address).stream()
                .map(key -> early(key, now))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private Duration early(Key key, Instant now) {
        Failures found = failures.get(key);
        if (found == null) {
            return Duration.ZERO;
        }
        Instant over = found.over(key.longest());
        return over.isAfter(now) ? Duration.between(now, over) : Duration.ZERO;
    }

    synchronized void failed(String name, String address) {
        Instant now = clock.instant();
        for (Key key : keys(name, address)) {
            Failures before = failures.get(key);
            int count = before != null && before.last().plus(FORGOTTEN).isAfter(now) ? before.count() : 0;
            failures.put(key, new Failures(count + 1, now));
        }
    }

    synchronized void succeeded(String name, String address) {
        failures.remove(new Key(name, address));
        failures.remove(new Key(name, null));
        proven.put(new Key(name, address), true);
    }

    private List<Key> keys(String name, String address) {
        Key pair = new Key(name, address);
        return proven.get(pair) == null ? List.of(new Key(name, null), new Key(null, address)) : List.of(pair);
    }

    synchronized int remembered() {
        return failures.size() + proven.size();
    }
}
