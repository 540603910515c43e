package org.millwright.upgrade;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.millwright.plant.ControllerId;
import org.millwright.upgrade.StepId.Leg;

/** What panel and MES tell alike of a run. */
public record RunReport(Run run) {
    /** When the line's infeed was ordered to stop; empty before. */
    public Optional<Instant> drainBegunAt() {
        return run.step(StepId.ofLine(Leg.FORWARD, StepKind.STOP_INFEED)).map(Run.Attempts::begunAt);
    }

    /** Steps done of all steps of the way there, 0 to 100; stays where it was when the run turns back. */
    public double progress() {
        List<StepId> all = Itinerary.forward(run.plan()).stream()
                .flatMap(stage -> stage.lanes().stream())
                .flatMap(lane -> lane.steps().stream())
                .toList();
        long done = all.stream().filter(step -> run.evidence(step).isPresent()).count();
        return 100.0 * done / all.size();
    }

    /** Name of the run's sealed snapshot set; empty before. */
    public Optional<String> snapshot() {
        return evidence(StepId.ofLine(Leg.FORWARD, StepKind.SEAL_SNAPSHOT), "snapshot");
    }

    /** Why it ended, turned back or waits for a person; empty when there is nothing to tell. */
    public Optional<String> reason() {
        return run.finished()
                .map(Event.Finished::reason)
                .or(() -> run.turnedBack().map(Event.TurnedBack::reason))
                .or(() -> run.held().or(run::awaits).map(RunReport::reason));
    }

    /** What a person has to do before it goes on; empty when nobody is waited for. */
    public Optional<String> waitingFor() {
        Optional<Entry> held = run.held().or(run::awaits);
        if (held.isEmpty() && run.phase() == Phase.ASSESSED) {
            return Optional.of("approval by a person");
        }
        return held.map(row -> switch (row.event()) {
            case Event.Held asks -> asks.awaited();
            case Event.Awaits awaits -> awaits.awaited();
            default -> throw new IllegalArgumentException("not a hold: " + row);
        });
    }

    private static String reason(Entry waiting) {
        return switch (waiting.event()) {
            case Event.Held held -> held.reason();
            case Event.Awaits awaits -> awaits.step() + ": " + awaits.reason();
            default -> throw new IllegalArgumentException("not a hold: " + waiting);
        };
    }

    public Controller controller(ControllerId id) {
        Optional<Result> result = Result.of(run, id);
        return new Controller(
                result,
                evidence(StepId.of(Leg.FORWARD, StepKind.ASSESS, id), "revision"),
                Objects.requireNonNull(run.plan().packages().get(id))
                        .software()
                        .revision()
                        .value(),
                result.filter(Result.UPGRADED::equals).isPresent() ? Optional.empty() : failure(id));
    }

    private Optional<String> failure(ControllerId id) {
        return begun(id).stream()
                .flatMap(s -> run.step(s).flatMap(Run.Attempts::failure).map(why -> s + ": " + why).stream())
                .findFirst();
    }

    /** A controller's steps, the newest first. */
    public List<StepId> begun(ControllerId id) {
        return run.steps().keySet().stream()
                .filter(s -> s.controller().filter(id::equals).isPresent())
                .toList()
                .reversed();
    }

    private Optional<String> evidence(StepId step, String key) {
        return run.evidence(step).map((Map<String, String> e) -> e.get(key));
    }

    /**
     * One controller of a run.
     *
     * @param result empty while the run goes on
     * @param fromRevision empty before the assessment
     * @param reason why its newest step is not done; empty when there is nothing to tell
     */
    public record Controller(
            Optional<Result> result, Optional<String> fromRevision, String toRevision, Optional<String> reason) {}

    /** How an ended run left a controller. */
    public enum Result {
        /** Runs the plan's software, validated. */
        UPGRADED,
        /** Was asked to leave production; proven to run what it ran before. */
        ROLLED_BACK,
        /** Never asked to leave production. */
        UNTOUCHED,
        /** What it runs, or whether it can produce, is not proven: see its bench card. */
        UNPROVEN;

        /** Empty while the run goes on. */
        static Optional<Result> of(Run run, ControllerId controller) {
            return run.finished().map(Event.Finished::ending).map(ending -> of(run, controller, ending));
        }

        private static Result of(Run run, ControllerId controller, Event.Ending ending) {
            if (ending == Event.Ending.COMPLETED) {
                return UPGRADED;
            }
            if (!run.begun(StepKind.PREPARE).contains(controller)) {
                return UNTOUCHED;
            }
            boolean flashed = run.begun(StepKind.INSTALL).contains(controller);
            boolean proven = !flashed
                    || (doneBack(run, StepKind.PROVE_REVERTED, controller)
                            && doneBack(run, StepKind.CHECK_DATA, controller));
            return proven && doneBack(run, StepKind.RESUME, controller) ? ROLLED_BACK : UNPROVEN;
        }

        private static boolean doneBack(Run run, StepKind kind, ControllerId controller) {
            return run.evidence(StepId.of(Leg.BACK, kind, controller)).isPresent();
        }

        public Phase phase() {
            return switch (this) {
                case UPGRADED -> Phase.COMPLETED;
                case ROLLED_BACK -> Phase.ROLLED_BACK;
                case UNTOUCHED -> Phase.ABORTED;
                case UNPROVEN -> Phase.NEEDS_ATTENTION;
            };
        }
    }
}
