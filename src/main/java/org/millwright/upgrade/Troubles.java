package org.millwright.upgrade;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.millwright.plant.LineId;

/** Why job orders could not be begun, for people only: it counts while a job has no newer row, and is lost at the end. */
final class Troubles {
    private final Map<RunId, Trouble> known = new ConcurrentHashMap<>();

    private record Trouble(LineId line, long newest, String why, Instant again) {
        boolean isOf(Job job) {
            return newest == job.newest();
        }
    }

    /** Whether nothing was known of the job as it stands. */
    boolean note(Job job, String why, Instant again) {
        Trouble now = new Trouble(job.line(), job.newest(), why, again);
        Optional<Trouble> before = Optional.ofNullable(known.put(job.id(), now));
        return before.filter(t -> t.isOf(job)).isEmpty();
    }

    Optional<String> of(Job job) {
        return find(job).map(Trouble::why);
    }

    boolean mayTry(Job job, Instant now) {
        return find(job).filter(t -> now.isBefore(t.again())).isEmpty();
    }

    private Optional<Trouble> find(Job job) {
        return Optional.ofNullable(known.get(job.id())).filter(t -> t.isOf(job));
    }

    /** Forgets what is not about the line's list as it stands. */
    void keep(LineId line, List<Job> listed) {
        known.entrySet()
                .removeIf(e -> e.getValue().line().equals(line)
                        && listed.stream()
                                .noneMatch(j -> j.id().equals(e.getKey())
                                        && e.getValue().isOf(j)));
    }

    int size() {
        return known.size();
    }
}
