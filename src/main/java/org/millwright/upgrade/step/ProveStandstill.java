package org.millwright.upgrade.step;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.TagValue;
import org.millwright.plant.ControllerId;
import org.millwright.plant.Tag;
import org.millwright.upgrade.Outcome;
import org.millwright.upgrade.Scene;

/**
 * Proves by measured tags that the line stands: its infeed is off, no part is in any station, no counter has moved for
 * the plan's time. Then every station's infeed is switched off, so that the line stays as it is.
 */
final class ProveStandstill implements Step {
    private static final Set<Tag> WATCHED = Set.of(Tag.PARTS_IN_STATION, Tag.CYCLE_COUNT, Tag.INFEED_ENABLED);

    private final Scene scene;
    private final Instant begun;
    private Map<ControllerId, Long> counters = Map.of();
    private Instant stillSince = Instant.MAX;

    ProveStandstill(Scene scene) {
        this.scene = scene;
        this.begun = scene.now();
    }

    @Override
    public Optional<Outcome> observe() {
        return Optional.empty();
    }

    @Override
    public boolean measures() {
        return true;
    }

    @Override
    public Outcome perform() throws EquipmentException {
        Map<ControllerId, Map<Tag, TagValue>> line = LineTags.all(scene, WATCHED);
        ControllerId first = scene.line().controllers().getFirst().id();
        TagValue off = new TagValue.Flag(false);
        if (!off.equals(Objects.requireNonNull(line.get(first)).get(Tag.INFEED_ENABLED))) {
            return new Outcome.Refused("somebody switched the infeed of " + first + " on");
        }
        Map<ControllerId, Long> parts = each(line, Tag.PARTS_IN_STATION);
        Map<ControllerId, Long> cycles = each(line, Tag.CYCLE_COUNT);
        Map<ControllerId, Long> occupied = parts.entrySet().stream()
                .filter(e -> e.getValue() != 0)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Long::sum, TreeMap::new));
        boolean still = occupied.isEmpty() && cycles.equals(counters);
        Instant now = scene.now();
        counters = cycles;
        stillSince = still ? (stillSince.isAfter(now) ? now : stillSince) : Instant.MAX;
        if (still && !now.isBefore(stillSince.plus(scene.plan().drain().still()))) {
            LineTags.infeed(scene, false);
            return new Outcome.Done(Map.of(
                    "stillMs", Long.toString(Duration.between(stillSince, now).toMillis()),
                    "drainMs", Long.toString(Duration.between(begun, stillSince).toMillis()),
                    "cycleCounters", cycles.toString()));
        }
        String why = occupied.isEmpty() ? "no part left, counters settling" : "parts still in " + occupied;
        scene.show(0, why);
        boolean late =
                Duration.between(begun, now).compareTo(scene.plan().drain().limit()) >= 0;
        return late
                ? new Outcome.Refused(
                        "no standstill after " + scene.plan().drain().limit().toSeconds() + " s: " + why)
                : scene.wait(why);
    }

    private static Map<ControllerId, Long> each(Map<ControllerId, Map<Tag, TagValue>> line, Tag tag)
            throws EquipmentException {
        Map<ControllerId, Long> values = new TreeMap<>();
        for (Map.Entry<ControllerId, Map<Tag, TagValue>> station : line.entrySet()) {
            values.put(station.getKey(), LineTags.whole(station.getValue(), tag));
        }
        return values;
    }
}
