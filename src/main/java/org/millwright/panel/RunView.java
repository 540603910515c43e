package org.millwright.panel;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.millwright.plan.Plan;
import org.millwright.plant.Line;
import org.millwright.upgrade.Entry;
import org.millwright.upgrade.Event;
import org.millwright.upgrade.Event.Ending;
import org.millwright.upgrade.Live;
import org.millwright.upgrade.Mode;
import org.millwright.upgrade.Phase;
import org.millwright.upgrade.Run;
import org.millwright.upgrade.RunReport;

/**
 * A run as outsiders see it: a fold of its rows and of what its steps see at this moment.
 *
 * @param outcome null while the run goes on
 * @param downtimeMs time that the line did not produce, so far or in all
 * @param waitingFor what a person or the line is to do next; null when nothing is awaited
 * @param reason why the run turned back or how it ended; null when there is nothing to tell
 * @param held null when the run does not wait at a safe point
 * @param controllers in the order of their waves
 * @param benchCards what a person has to do at controllers that could not be proven; empty but for NEEDS_ATTENTION
 */
@Schema(name = "Run")
public record RunView(
        String id,
        String plan,
        String planHash,
        String line,
        Mode mode,
        Phase phase,
        @Nullable Ending outcome,
        long downtimeMs,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable String waitingFor,
        @Nullable String reason,
        @Nullable HeldView held,
        List<ControllerView> controllers,
        List<BenchCard> benchCards) {

    /**
     * Why a run waits.
     *
     * @param awaited what a person is to do
     * @param ifNobody what happens without a person
     * @param until when that happens; null: it waits for ever
     */
    @Schema(name = "Held")
    public record HeldView(
            String reason,
            String awaited,
            String ifNobody,
            Instant since,
            @Nullable Instant until) {
        static HeldView of(Run run, Entry row) {
            if (row.event() instanceof Event.Awaits awaits) {
                return new HeldView(
                        awaits.step() + ": " + awaits.reason(),
                        awaits.awaited(),
                        "the step is given up, may be tried again, and in the end "
                                + run.withoutAPerson(awaits.step().leg()),
                        row.at(),
                        awaits.until());
            }
            if (row.event() instanceof Event.Held held) {
                return new HeldView(
                        held.reason(),
                        held.awaited(),
                        held.ifNobody(),
                        row.at(),
                        held.until().orElse(null));
            }
            throw new IllegalArgumentException("not a hold: " + row);
        }
    }

    /**
     * Folds a run.
     *
     * @param line as the plant describes it now; empty when it no longer does
     * @param now counts the downtime of a line that stands
     */
    public static RunView of(Run run, Live live, Optional<Line> line, Instant now) {
        Plan plan = run.plan();
        return new RunView(
                run.id().value(),
                plan.name(),
                plan.hash().hex(),
                plan.line().value(),
                run.request().mode(),
                run.phase(),
                run.finished().map(Event.Finished::ending).orElse(null),
                run.downtime(now).toMillis(),
                run.requestedAt(),
                run.finishedAt().orElse(null),
                waitingFor(run, live).orElse(null),
                reason(run).orElse(null),
                heldBy(run).map(row -> HeldView.of(run, row)).orElse(null),
                IntStream.range(0, plan.waves().size())
                        .boxed()
                        .flatMap(w -> plan.waves().get(w).stream().map(c -> ControllerView.of(run, live, c, w + 1)))
                        .toList(),
                benchCards(run, line));
    }

    private static Optional<String> waitingFor(Run run, Live live) {
        if (heldBy(run).isPresent()) {
            return heldBy(run).map(row -> HeldView.of(run, row).awaited());
        }
        if (run.phase() == Phase.ASSESSED) {
            return Optional.of("approval by a person");
        }
        return run.steps().entrySet().stream()
                .filter(s -> s.getKey().controller().isEmpty() && s.getValue().open())
                .flatMap(s -> live.of(s.getKey()).stream())
                .map(Live.Sight::text)
                .findFirst();
    }

    private static Optional<String> reason(Run run) {
        return run.finished()
                .map(Event.Finished::reason)
                .or(() -> run.turnedBack().map(Event.TurnedBack::reason))
                .or(() -> heldBy(run).map(row -> HeldView.of(run, row).reason()));
    }

    /** The row that says what a person is awaited for. */
    private static Optional<Entry> heldBy(Run run) {
        return run.held().or(run::awaits);
    }

    private static List<BenchCard> benchCards(Run run, Optional<Line> line) {
        return run.plan().controllers().stream()
                .filter(c -> new RunReport(run)
                        .controller(c)
                        .result()
                        .filter(RunReport.Result.UNPROVEN::equals)
                        .isPresent())
                .map(c -> BenchCard.of(run, c, line))
                .toList();
    }
}
