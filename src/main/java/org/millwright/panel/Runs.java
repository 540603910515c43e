package org.millwright.panel;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.millwright.plant.Line;
import org.millwright.plant.LineId;
import org.millwright.plant.Plant;
import org.millwright.upgrade.Phase;
import org.millwright.upgrade.Run;
import org.millwright.upgrade.RunId;
import org.millwright.upgrade.Upgrades;
import org.millwright.upgrade.journal.Journal;

/** Finds runs for the resources and folds their views. */
@Singleton
final class Runs {
    private final Upgrades upgrades;
    private final Journal journal;
    private final Plant plant;
    private final Clock clock;

    Runs(Upgrades upgrades, Journal journal, Plant plant, Clock clock) {
        this.upgrades = upgrades;
        this.journal = journal;
        this.plant = plant;
        this.clock = clock;
    }

    /** Ends the request with 404 when there is no such run. */
    Run run(String id) {
        return known(id).flatMap(upgrades::run).orElseThrow(() -> ProblemException.notFound("run " + id));
    }

    private static Optional<RunId> known(String id) {
        try {
            return Optional.of(new RunId(id));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** Newest first. */
    List<Run> newest(int limit) {
        return journal.runs().reversed().stream()
                .flatMap(id -> upgrades.run(id).stream())
                .limit(limit)
                .toList();
    }

    Optional<Run> openOn(LineId line) {
        return journal.openRuns().stream()
                .flatMap(id -> upgrades.run(id).stream())
                .filter(r -> r.plan().line().equals(line))
                .findFirst();
    }

    boolean exists(RunId id) {
        return upgrades.run(id).isPresent();
    }

    /** How many runs that are not over stand in a phase. */
    long openIn(Phase phase) {
        return journal.openRuns().stream()
                .flatMap(id -> upgrades.run(id).stream())
                .filter(r -> r.phase() == phase)
                .count();
    }

    /** Whom to call about a run; null when the plant no longer describes its line. */
    @Nullable
    String contact(Run run) {
        return plant.line(run.plan().line()).map(Line::contact).orElse(null);
    }

    RunView view(Run run) {
        return RunView.of(run, upgrades.live(run.id()), plant.line(run.plan().line()), clock.instant());
    }
}
