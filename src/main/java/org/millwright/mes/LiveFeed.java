package org.millwright.mes;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.millwright.plant.LineId;
import org.millwright.upgrade.Entry;
import org.millwright.upgrade.Event;
import org.millwright.upgrade.Run;
import org.millwright.upgrade.RunId;
import org.millwright.upgrade.Upgrades;
import org.millwright.upgrade.journal.Follower;
import org.millwright.upgrade.journal.Journal;

/** Keeps every line's live values at its newest run: anew with each row of it, and twice a second while it is open. */
final class LiveFeed implements AutoCloseable {
    private static final long LOOK_MILLIS = 500;

    private final Upgrades upgrades;
    private final Journal journal;
    private final Map<LineId, LiveTags> tags;
    private final Consumer<String> alarm;
    private final Map<LineId, RunId> newest = new HashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("live-values").factory());
    private boolean troubled;
    private Optional<Follower> follower = Optional.empty();

    LiveFeed(Upgrades upgrades, Journal journal, Map<LineId, LiveTags> tags, Consumer<String> alarm) {
        this.upgrades = upgrades;
        this.journal = journal;
        this.tags = Map.copyOf(tags);
        this.alarm = alarm;
    }

    void start() {
        long position = journal.lastPosition();
        upgrades.runs().forEach(this::seen);
        follower = Optional.of(Follower.start(journal, position, this::read, alarm));
        var _ = timer.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private synchronized void seen(Run run) {
        newest.put(run.plan().line(), run.id());
        show(run);
    }

    private synchronized void read(Entry row) {
        if (row.event() instanceof Event.Requested || newest.containsValue(row.run())) {
            upgrades.run(row.run()).ifPresent(this::seen);
        }
    }

    private synchronized void look() {
        try {
            newest.values().stream()
                    .flatMap(id -> upgrades.run(id).stream())
                    .filter(run -> run.finished().isEmpty())
                    .forEach(this::show);
            troubled = false;
        } catch (RuntimeException e) {
            if (!troubled) {
                alarm.accept("live values wait: " + e.getMessage());
            }
            troubled = true;
        }
    }

    private void show(Run run) {
        LiveTags line = tags.get(run.plan().line());
        if (line != null) {
            line.show(run, upgrades.live(run.id()));
        }
    }

    @Override
    public void close() {
        follower.ifPresent(Follower::close);
        timer.shutdownNow();
    }
}
