package org.millwright.upgrade;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.millwright.plant.ControllerId;
import org.millwright.upgrade.Decision.Attempt;
import org.millwright.upgrade.Decision.Perform;
import org.millwright.upgrade.Decision.Sleep;
import org.millwright.upgrade.Decision.Write;
import org.millwright.upgrade.Event.AbortPolicy;
import org.millwright.upgrade.Event.Ending;
import org.millwright.upgrade.Itinerary.Lane;
import org.millwright.upgrade.Itinerary.Stage;
import org.millwright.upgrade.Lanes.LaneState;
import org.millwright.upgrade.StepId.Leg;

/**
 * Decides what a run does next: a pure function of its journal rows and the clock.
 *
 * <ol>
 *   <li>A finished run does nothing. A held one waits for a person or for its patience to end.
 *   <li>What was begun is looked after until it ends; nothing is interrupted.
 *   <li>On the way there a failed step turns the run back; on the way back it costs that controller its proof.
 *   <li>A run that is aborted or asked to hold does so at the next safe point, the beginning of a stage or the end of
 *       everything that was begun. From the release of the line on an abort counts no more.
 *   <li>Before the drain has begun, a run whose order is revoked begins nothing, and one whose window is over turns back,
 *       revoked or not, so that it does not keep the line.
 *   <li>A line is released only by a step of an itinerary whose every earlier step is done.
 * </ol>
 */
final class Progress {
    private static final Lane SECURE = new Lane(List.of(StepId.ofLine(Leg.BACK, StepKind.SECURE_LINE)));

    private final Run run;
    private final Instant now;
    private final Lanes lanes;

    private Progress(Run run, Instant now) {
        this.run = run;
        this.now = now;
        this.lanes = new Lanes(run, now);
    }

    static Decision decide(Run run, Instant now) {
        return new Progress(run, now).decide();
    }

    private Decision decide() {
        if (run.finished().isPresent()) {
            return new Decision.Over();
        }
        if (run.held().isPresent() && !tooLate()) {
            return whileHeld((Event.Held) run.held().get().event());
        }
        if (run.givenUp().isPresent()) {
            return endUnproven("given up by " + said(run.givenUp().get()) + lanes.lostInWords());
        }
        return run.turnedBack().isPresent() ? back() : forward();
    }

    private Decision whileHeld(Event.Held held) {
        if (held.until().isEmpty() || now.isBefore(held.until().get())) {
            return held.until().isPresent() ? new Sleep(held.until()) : beforeDrain();
        }
        String reason = "nobody came: " + held.reason();
        return run.turnedBack().isPresent()
                ? endUnproven(reason + lanes.lostInWords())
                : new Write(new Event.TurnedBack(reason));
    }

    private Decision forward() {
        List<Stage> stages = Itinerary.forward(run.plan());
        Optional<Stage> current = stages.stream()
                .filter(s -> !s.lanes().stream().allMatch(lanes::complete))
                .findFirst();
        if (current.isEmpty()) {
            return run.aborted() ? stop(Optional.empty()) : complete();
        }
        Stage stage = current.get();
        List<LaneState> states = stage.lanes().stream().map(lanes::state).toList();
        List<Attempt> open = open(states);
        if (run.abort().isEmpty() && !mayBegin()) {
            return open.isEmpty() ? beforeDrain() : new Perform(open, Optional.empty());
        }
        Optional<String> failure = failure(states);
        if (run.abort().isPresent() || failure.isPresent()) {
            return open.isEmpty() ? stop(failure) : new Perform(open, Optional.empty());
        }
        if (stage.phase() == Phase.STAGING && !run.approved()) {
            return run.holdAsked().isPresent() ? holdByPerson() : beforeDrain();
        }
        if (stage.phase() == Phase.DRAINING && !run.drainBegun() && run.window().early(now)) {
            return run.holdAsked().isPresent()
                    ? holdByPerson()
                    : new Sleep(run.window().notBefore());
        }
        return go(stage, states);
    }

    private boolean mayBegin() {
        return run.drainBegun() || !(run.revoked() || run.window().late(now));
    }

    private boolean tooLate() {
        return !run.drainBegun() && run.turnedBack().isEmpty() && run.window().late(now);
    }

    /** Nothing of the run goes on and its drain has not begun: it waits for a row, or until it is too late. */
    private Decision beforeDrain() {
        if (tooLate()) {
            return new Write(new Event.TurnedBack("the window is over: the drain was to begin by "
                    + run.window().latest().orElseThrow()));
        }
        boolean counts = !run.drainBegun() && run.turnedBack().isEmpty();
        return new Sleep(counts ? run.window().latest().map(t -> t.plusNanos(1)) : Optional.empty());
    }

    private Decision complete() {
        return finish(Ending.COMPLETED, "every controller runs " + run.plan().release() + ", validated");
    }

    private Decision stop(Optional<String> failure) {
        if (run.abort().isPresent() && run.abort().get().policy() == AbortPolicy.KEEP && run.touched()) {
            return endUnproven("kept as it is by " + said(run.abort().get()) + "; the line is not released");
        }
        return new Write(new Event.TurnedBack(failure.orElseGet(() -> (run.aborted() ? "aborted by " : "stopped by ")
                + said(run.abort().orElseThrow()))));
    }

    private Decision back() {
        boolean keep = run.abort().filter(a -> a.policy() == AbortPolicy.KEEP).isPresent();
        if (keep && run.touched()) {
            return stop(Optional.empty());
        }
        Set<ControllerId> flashed = run.begun(StepKind.INSTALL);
        List<Stage> stages = Itinerary.back(run.plan(), begunOfLine(), run.begun(StepKind.PREPARE), flashed);
        for (Stage stage : stages) {
            List<LaneState> states = stage.lanes().stream()
                    .filter(lane -> !hopeless(lane))
                    .map(lanes::state)
                    .toList();
            if (!states.stream().allMatch(LaneState.Complete.class::isInstance)) {
                return go(stage, states);
            }
        }
        if (!lanes.lost().isEmpty()) {
            return endUnproven("the line is not released" + lanes.lostInWords());
        }
        String reason = run.turnedBack().orElseThrow().reason();
        return run.touched() ? finish(Ending.ROLLED_BACK, reason) : finish(Ending.ABORTED, reason);
    }

    /** On the way back a lost controller is left alone, and with one lost the line is neither run nor released. */
    private boolean hopeless(Lane lane) {
        Set<StepId> lost = lanes.lost();
        Optional<ControllerId> subject = lane.steps().getFirst().controller();
        if (subject.isPresent()) {
            return lost.stream().anyMatch(s -> s.controller().equals(subject));
        }
        boolean runsLine =
                lane.steps().stream().anyMatch(s -> s.kind() == StepKind.VALIDATE || s.kind() == StepKind.RELEASE_LINE);
        return runsLine && !lost.isEmpty();
    }

    private Set<StepKind> begunOfLine() {
        return run.steps().keySet().stream()
                .filter(s -> s.leg() == Leg.FORWARD && s.controller().isEmpty())
                .map(StepId::kind)
                .collect(Collectors.toSet());
    }

    private Decision go(Stage stage, List<LaneState> states) {
        List<Attempt> open = open(states);
        boolean begun = stage.lanes().stream()
                .flatMap(l -> l.steps().stream())
                .anyMatch(s -> run.step(s).isPresent());
        if (run.holdAsked().isPresent() && !begun) {
            return holdByPerson();
        }
        Optional<Event.Held> asks = states.stream()
                .filter(LaneState.Asks.class::isInstance)
                .map(l -> ((LaneState.Asks) l).held())
                .findFirst();
        if (asks.isPresent() && open.isEmpty()) {
            return new Write(asks.get());
        }
        List<Attempt> attempts = new ArrayList<>(open);
        Optional<Instant> wake = Optional.empty();
        for (LaneState state : states) {
            if (state instanceof LaneState.Ready(Attempt attempt) && !attempt.intended() && asks.isEmpty()) {
                attempts.add(attempt);
            } else if (state instanceof LaneState.Paused(Instant until)) {
                wake = Optional.of(wake.filter(w -> w.isBefore(until)).orElse(until));
            }
        }
        if (attempts.isEmpty() && wake.isEmpty()) {
            // Nothing can go on and nobody was asked: never sleep on that.
            return endUnproven("the run cannot go on" + lanes.lostInWords());
        }
        return attempts.isEmpty() ? new Sleep(wake) : new Perform(attempts, wake);
    }

    private Decision holdByPerson() {
        Event.HoldAsked asked = (Event.HoldAsked) run.holdAsked().orElseThrow().event();
        return new Write(new Event.Held(
                "hold asked by " + asked.by() + (asked.comment().isBlank() ? "" : ": " + asked.comment()),
                "resume or abort",
                "the run waits, nothing happens by itself",
                Optional.empty()));
    }

    /** The run ends without proof: first the line is made safe, as far as it can be reached. */
    private Decision endUnproven(String reason) {
        return switch (lanes.state(SECURE)) {
            case LaneState.Complete _ -> finish(Ending.NEEDS_ATTENTION, reason);
            case LaneState.Failed(StepId _, String why) ->
                finish(Ending.NEEDS_ATTENTION, reason + "; the line could not be made safe: " + why);
            case LaneState.Ready(Attempt attempt) -> new Perform(List.of(attempt), Optional.empty());
            case LaneState.Paused(Instant until) -> new Sleep(Optional.of(until));
            case LaneState.Asks(Event.Held held) -> new Write(held);
        };
    }

    private Decision finish(Ending ending, String reason) {
        return new Write(new Event.Finished(ending, reason));
    }

    private static String said(Event.AbortAsked abort) {
        return abort.by() + (abort.comment().isBlank() ? "" : ": " + abort.comment());
    }

    private static List<Attempt> open(List<LaneState> states) {
        return states.stream()
                .filter(LaneState.Ready.class::isInstance)
                .map(l -> ((LaneState.Ready) l).attempt())
                .filter(Attempt::intended)
                .toList();
    }

    private static Optional<String> failure(List<LaneState> states) {
        return states.stream()
                .filter(LaneState.Failed.class::isInstance)
                .map(l -> ((LaneState.Failed) l).step() + ": " + ((LaneState.Failed) l).reason())
                .reduce((a, b) -> a + "; " + b);
    }
}
