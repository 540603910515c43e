package org.millwright.upgrade;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.millwright.plan.Plan;
import org.millwright.plant.ControllerId;
import org.millwright.upgrade.StepId.Leg;

/**
 * A run as its journal rows tell it: the fold of {@link Event}s, never changed afterwards. Rows of a job order that stand
 * before its request are the order's business, see {@link Job}.
 */
public final class Run {
    private final List<Entry> entries;
    private final Entry requested;
    private final Event.Requested request;
    private final Map<StepId, Attempts> steps = new LinkedHashMap<>();
    private Optional<Entry> approved = Optional.empty();
    private Optional<Entry> holdAsked = Optional.empty();
    private Optional<Entry> held = Optional.empty();
    private Optional<Event.AbortAsked> abort = Optional.empty();
    private Optional<Event.AbortAsked> givenUp = Optional.empty();
    private Optional<Event.TurnedBack> turnedBack = Optional.empty();
    private Optional<Entry> finished = Optional.empty();
    private boolean revoked;

    private Run(List<Entry> entries, Entry requested) {
        this.entries = List.copyOf(entries);
        this.requested = requested;
        this.request = (Event.Requested) requested.event();
    }

    /** Folds the rows of one run, which has been requested. */
    public static Run of(List<Entry> entries) {
        return find(entries).orElseThrow(() -> new IllegalStateException("a run begins with its request"));
    }

    /** Folds the rows of one chain; empty for a job order that has no run yet. */
    public static Optional<Run> find(List<Entry> entries) {
        Optional<Run> found = entries.stream()
                .filter(e -> e.event() instanceof Event.Requested)
                .findFirst()
                .map(e -> new Run(entries, e));
        found.ifPresent(run ->
                run.entries.stream().filter(e -> e.seq() >= run.requested.seq()).forEach(run::apply));
        return found;
    }

    private void apply(Entry entry) {
        switch (entry.event()) {
            case Event.Requested _, Event.Stored _, Event.Cleared _ -> {}
            case Event.Released _ -> revoked = revoked && turnedBack.isPresent();
            case Event.Revoked _ -> revoked = turnedBack.isPresent() ? revoked : !drainBegun();
            case Event.Cancelled(String by, String comment) ->
                abortAsked(new Event.AbortAsked(Event.AbortPolicy.ROLL_BACK, by, comment));
            case Event.Approved _ -> approved = Optional.of(entry);
            case Event.HoldAsked _ -> holdAsked = Optional.of(entry);
            case Event.Resumed _ -> {
                // Whoever lets the run go on also lets the step that asked for a person be tried anew.
                held.ifPresent(_ -> steps.replaceAll((_, attempts) -> attempts.forgiven()));
                held = Optional.empty();
                holdAsked = Optional.empty();
            }
            case Event.AbortAsked asked -> abortAsked(asked);
            case Event.Intended intent ->
                steps.merge(intent.step(), Attempts.first(entry), (known, _) -> known.again(entry, intent));
            case Event.Ended end -> steps.computeIfPresent(end.step(), (_, known) -> known.ended(entry, end));
            case Event.Awaits awaits ->
                steps.computeIfPresent(awaits.step(), (_, known) -> known.awaits(entry, awaits));
            case Event.Served served -> steps.computeIfPresent(served.step(), (_, known) -> known.served(served));
            case Event.Held hold -> held(entry, hold);
            case Event.TurnedBack back -> {
                turnedBack = Optional.of(back);
                held = Optional.empty();
                holdAsked = Optional.empty();
            }
            case Event.Finished _ -> {
                finished = Optional.of(entry);
                held = Optional.empty();
            }
        }
    }

    /** A hold that was decided before somebody resumed or aborted, and written after, does not count. */
    private void held(Entry entry, Event.Held hold) {
        boolean takenBack = hold.until().isEmpty() && holdAsked.isEmpty();
        boolean overtaken = turnedBack.isEmpty() && abort.isPresent();
        if (!takenBack && !overtaken) {
            held = Optional.of(entry);
        }
    }

    /**
     * An abort on the way back counts only while the run waits for a person: it gives the rest up. Whoever stops a run
     * takes no abort back. While a proven line is being released it does not count at all.
     */
    private void abortAsked(Event.AbortAsked asked) {
        if (releasing()) {
            return;
        }
        if (turnedBack.isEmpty()) {
            boolean weaker = asked.policy() == Event.AbortPolicy.STOP && aborted();
            abort = weaker ? abort : Optional.of(asked);
            held = Optional.empty();
        } else if (held.isPresent() || awaits().isPresent()) {
            givenUp = Optional.of(asked);
            held = Optional.empty();
        }
    }

    public RunId id() {
        return entries.getFirst().run();
    }

    public Plan plan() {
        return request.plan();
    }

    public Event.Requested request() {
        return request;
    }

    public List<Entry> entries() {
        return entries;
    }

    /** Seq of the newest row that this fold knows. */
    long newest() {
        return entries.getLast().seq();
    }

    public Instant requestedAt() {
        return requested.at();
    }

    /** When the drain may begin. */
    public Window window() {
        return request.window().orElse(Window.ALWAYS);
    }

    /** Whether the job order behind the run may not be carried out for now. */
    boolean revoked() {
        return revoked;
    }

    /** Whether the line was asked to stop. */
    public boolean drainBegun() {
        return step(StepId.ofLine(Leg.FORWARD, StepKind.STOP_INFEED)).isPresent();
    }

    /**
     * Whether the validated line is being given back to production, or has been: ending the run would take a producing
     * line down again. A release that waits for a person's hands can be ended.
     */
    public boolean releasing() {
        return turnedBack.isEmpty()
                && awaits().isEmpty()
                && step(StepId.ofLine(Leg.FORWARD, StepKind.RELEASE_LINE)).isPresent();
    }

    /** Whether somebody aborted it; one that was only stopped is not. */
    public boolean aborted() {
        return abort.filter(a -> a.policy() != Event.AbortPolicy.STOP).isPresent();
    }

    public boolean approved() {
        return approved.isPresent() || request.mode() == Mode.REHEARSAL;
    }

    /** The row that made the run wait, while it waits. */
    public Optional<Entry> held() {
        return held;
    }

    Optional<Entry> holdAsked() {
        return holdAsked;
    }

    public Optional<Event.AbortAsked> abort() {
        return abort;
    }

    Optional<Event.AbortAsked> givenUp() {
        return givenUp;
    }

    public Optional<Event.TurnedBack> turnedBack() {
        return turnedBack;
    }

    public Optional<Event.Finished> finished() {
        return finished.map(e -> (Event.Finished) e.event());
    }

    public Optional<Instant> finishedAt() {
        return finished.map(Entry::at);
    }

    /** What is known of a step; empty when it was never begun. */
    public Optional<Attempts> step(StepId id) {
        return Optional.ofNullable(steps.get(id));
    }

    /** All steps that were begun, in the order of their beginning. */
    public Map<StepId, Attempts> steps() {
        return Collections.unmodifiableMap(steps);
    }

    /** Evidence of a step that is done; empty when it is not. */
    public Optional<Map<String, String>> evidence(StepId id) {
        return step(id).flatMap(Attempts::evidence);
    }

    /** Evidence of a step of the way there that this step cannot do without. */
    public Map<String, String> evidenceNeeded(StepId id) {
        return evidence(id).orElseThrow(() -> new IllegalStateException("no evidence of " + id + " in run " + id()));
    }

    /** Controllers on which this kind of step was begun on the way there. */
    public Set<ControllerId> begun(StepKind kind) {
        return steps.keySet().stream()
                .filter(s -> s.leg() == Leg.FORWARD && s.kind() == kind)
                .flatMap(s -> s.controller().stream())
                .collect(Collectors.toSet());
    }

    /** Whether any controller was asked to leave production. */
    public boolean touched() {
        return !begun(StepKind.PREPARE).isEmpty();
    }

    /** What a step comes to in the end that waits for a person who never comes. */
    public String withoutAPerson(StepId.Leg leg) {
        if (leg == StepId.Leg.BACK) {
            return "the run ends and needs attention; the line is not released";
        }
        return touched()
                ? "every controller goes back to the snapshot"
                : "the line goes back to production on its old software";
    }

    /** Where the run stands now. */
    public Phase phase() {
        if (finished.isPresent()) {
            return finished().orElseThrow().ending().phase();
        }
        return held.isPresent() || awaits().isPresent() ? Phase.HELD : phaseUnheld();
    }

    /** The oldest row that says that a step waits for a person's hands, while one does. */
    public Optional<Entry> awaits() {
        return steps.values().stream().flatMap(a -> a.awaits().stream()).min(Comparator.comparing(Entry::position));
    }

    /** Where the run stands now, as if nobody held it. */
    public Phase phaseUnheld() {
        if (turnedBack.isPresent()) {
            return Phase.ROLLING_BACK;
        }
        Optional<Itinerary.Stage> stage =
                Itinerary.forward(plan()).stream().filter(s -> !complete(s)).findFirst();
        Phase phase = stage.map(Itinerary.Stage::phase).orElse(Phase.RELEASING);
        if (phase != Phase.STAGING || !begun(StepKind.STAGE).isEmpty()) {
            return phase;
        }
        return approved() ? Phase.APPROVED : Phase.ASSESSED;
    }

    private boolean complete(Itinerary.Stage stage) {
        return stage.lanes().stream()
                .flatMap(l -> l.steps().stream())
                .allMatch(s -> evidence(s).isPresent());
    }

    /** Time that the line did not produce: from the intent to stop its infeed until it was released, or until now. */
    public Duration downtime(Instant now) {
        Optional<Instant> from =
                step(StepId.ofLine(Leg.FORWARD, StepKind.STOP_INFEED)).map(Attempts::begunAt);
        if (from.isEmpty()) {
            return Duration.ZERO;
        }
        // A run that turned back has taken down again what it may have released before.
        Leg leg = turnedBack.isPresent() ? Leg.BACK : Leg.FORWARD;
        Instant to = step(StepId.ofLine(leg, StepKind.RELEASE_LINE))
                .flatMap(Attempts::doneAt)
                .or(this::finishedAt)
                .orElse(now);
        return Duration.between(from.get(), to);
    }

    /**
     * The attempts at one step.
     *
     * @param begunAt first intent ever
     * @param since first intent since the step was last given a fresh start; its limit counts from here
     * @param count attempts begun since then, 1 or more
     * @param number number of the newest attempt, never used again
     * @param awaits row that says that the newest attempt waits for a person's hands, while it does
     * @param end row that ended the newest attempt; empty while it goes on
     */
    public record Attempts(
            Instant begunAt, Instant since, int count, int number, Optional<Entry> awaits, Optional<Entry> end) {
        static Attempts first(Entry intent) {
            return new Attempts(intent.at(), intent.at(), 1, 1, Optional.empty(), Optional.empty());
        }

        Attempts again(Entry next, Event.Intended event) {
            Instant from = count == 0 ? next.at() : since;
            return new Attempts(begunAt, from, count + 1, event.attempt(), Optional.empty(), Optional.empty());
        }

        Attempts awaits(Entry entry, Event.Awaits event) {
            boolean open = end.isEmpty() && event.attempt() == number;
            return open ? new Attempts(begunAt, since, count, number, Optional.of(entry), end) : this;
        }

        Attempts served(Event.Served event) {
            return event.attempt() == number
                    ? new Attempts(begunAt, since, count, number, Optional.empty(), end)
                    : this;
        }

        Attempts ended(Entry entry, Event.Ended event) {
            // A late end of an earlier attempt says nothing about this one.
            return event.attempt() == number
                    ? new Attempts(begunAt, since, count, number, Optional.empty(), Optional.of(entry))
                    : this;
        }

        Attempts forgiven() {
            return new Attempts(begunAt, since, 0, number, awaits, end);
        }

        /** Outcome of the newest attempt; empty while it goes on. */
        public Optional<Outcome> ended() {
            return end.map(e -> ((Event.Ended) e.event()).outcome());
        }

        public boolean open() {
            return end.isEmpty();
        }

        public Optional<Map<String, String>> evidence() {
            return ended().filter(Outcome.Done.class::isInstance).map(o -> ((Outcome.Done) o).evidence());
        }

        public Optional<Instant> doneAt() {
            return evidence().flatMap(_ -> end.map(Entry::at));
        }

        /** Why the newest attempt is not done; empty while it goes on or when it is done. */
        public Optional<String> failure() {
            return ended().flatMap(o -> switch (o) {
                case Outcome.Done _ -> Optional.empty();
                case Outcome.Wait w -> Optional.of(w.why());
                case Outcome.Refused r -> Optional.of(r.reason());
                case Outcome.Broken b -> Optional.of(b.reason());
                case Outcome.Unknown u -> Optional.of(u.reason());
            });
        }
    }
}
