package org.millwright.upgrade;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.millwright.upgrade.Decision.Attempt;
import org.millwright.upgrade.Itinerary.Lane;
import org.millwright.upgrade.StepId.Leg;

/**
 * Judges what the outcome of a step means for its lane.
 *
 * <ul>
 *   <li>Unknown is looked after by another attempt, which begins by observing.
 *   <li>On the way there a refusal or a breakage fails the lane at once, except that a refused transfer, which touches
 *       nothing, is tried again.
 *   <li>On the way back everything is tried again, since giving up costs the proof.
 *   <li>A line that does not stand still, a validation without a clear verdict, and on the way back every step of the
 *       whole line ask a person.
 * </ul>
 */
record Lanes(Run run, Instant now) {
    /** Where a lane stands. */
    sealed interface LaneState {
        record Complete() implements LaneState {}

        record Ready(Attempt attempt) implements LaneState {}

        record Paused(Instant until) implements LaneState {}

        record Failed(StepId step, String reason) implements LaneState {}

        record Asks(Event.Held held) implements LaneState {}
    }

    boolean complete(Lane lane) {
        return state(lane) instanceof LaneState.Complete;
    }

    /** State of the lane's first step that is not done. */
    LaneState state(Lane lane) {
        return lane.steps().stream()
                .map(this::judge)
                .filter(s -> !(s instanceof LaneState.Complete))
                .findFirst()
                .orElseGet(LaneState.Complete::new);
    }

    /** Steps of the way back that failed for good. */
    Set<StepId> lost() {
        return run.steps().keySet().stream()
                .filter(s -> s.leg() == Leg.BACK && s.kind() != StepKind.SECURE_LINE)
                .filter(s -> judge(s) instanceof LaneState.Failed)
                .collect(Collectors.toSet());
    }

    /** The lost steps with their reasons, each led by a semicolon; empty when nothing is lost. */
    String lostInWords() {
        return lost().stream()
                .sorted(Comparator.comparing(StepId::toString))
                .map(s -> "; " + s + ": "
                        + run.step(s).flatMap(Run.Attempts::failure).orElse("not done"))
                .collect(Collectors.joining());
    }

    private LaneState judge(StepId step) {
        Optional<Run.Attempts> known = run.step(step);
        if (known.isEmpty()) {
            return new LaneState.Ready(new Attempt(step, 1, false));
        }
        Run.Attempts attempts = known.get();
        return attempts.ended()
                .map(o -> judge(step, attempts, o))
                .orElseGet(() -> new LaneState.Ready(new Attempt(step, attempts.number(), true)));
    }

    private LaneState judge(StepId step, Run.Attempts attempts, Outcome outcome) {
        boolean measures = step.kind() == StepKind.PROVE_STANDSTILL || step.kind() == StepKind.VALIDATE;
        boolean worthAnother = step.leg() == Leg.BACK && !measures;
        return switch (outcome) {
            case Outcome.Done _ -> new LaneState.Complete();
            case Outcome.Unknown(String reason) -> again(step, attempts, reason);
            case Outcome.Refused(String reason) ->
                worthAnother || step.kind() == StepKind.STAGE || attempts.count() == 0
                        ? again(step, attempts, reason)
                        : failed(step, outcome, reason);
            case Outcome.Broken(String reason) ->
                worthAnother || attempts.count() == 0 ? again(step, attempts, reason) : failed(step, outcome, reason);
            case Outcome.Wait wait -> new LaneState.Paused(wait.until());
        };
    }

    private LaneState again(StepId step, Run.Attempts attempts, String reason) {
        if (attempts.count() >= Limits.attempts(step)) {
            return failed(step, new Outcome.Unknown(reason), reason);
        }
        Instant ended = attempts.end().orElseThrow().at();
        Instant next = attempts.count() == 0 ? ended : ended.plus(Limits.pause(attempts.count()));
        return now.isBefore(next)
                ? new LaneState.Paused(next)
                : new LaneState.Ready(new Attempt(step, attempts.number() + 1, false));
    }

    private LaneState failed(StepId step, Outcome outcome, String reason) {
        boolean clearFailure = step.kind() == StepKind.VALIDATE && outcome instanceof Outcome.Broken;
        boolean forwardFailure = step.leg() == Leg.FORWARD && clearFailure;
        return asksPerson(step) && !forwardFailure
                ? new LaneState.Asks(ask(step, reason))
                : new LaneState.Failed(step, reason);
    }

    private static boolean asksPerson(StepId step) {
        boolean ofLineOnTheWayBack =
                step.leg() == Leg.BACK && step.controller().isEmpty() && step.kind() != StepKind.SECURE_LINE;
        return step.kind() == StepKind.PROVE_STANDSTILL || step.kind() == StepKind.VALIDATE || ofLineOnTheWayBack;
    }

    private Event.Held ask(StepId step, String reason) {
        String awaited = step.kind() == StepKind.PROVE_STANDSTILL
                ? "clear the line and resume, or abort"
                : "look at the line and resume to try again, or abort";
        return new Event.Held(
                reason,
                awaited,
                run.withoutAPerson(step.leg()),
                Optional.of(now.plus(run.plan().patience())));
    }
}
