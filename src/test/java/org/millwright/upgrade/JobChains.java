package org.millwright.upgrade;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.millwright.plan.Plan;
import org.millwright.plant.Controller;
import org.millwright.plant.ControllerId;
import org.millwright.plant.Line;
import org.millwright.plant.LineId;
import org.millwright.plant.Plant;
import org.millwright.plant.Tag;
import org.millwright.service.SmallPlan;
import org.millwright.upgrade.Event.AbortPolicy;
import org.millwright.upgrade.Event.Ending;
import org.millwright.upgrade.StepId.Leg;
import org.millwright.upgrade.Upgrades.Person;
import org.millwright.upgrade.journal.Journal;

/** Chains of rows that bring a job order into each state. */
public final class JobChains {
    static final Person MES = new Person("mes", "why not");

    /** One for each case, since a line has one open run. */
    static final List<LineId> LINES =
            IntStream.range(0, 400).mapToObj(i -> new LineId("line-" + i)).toList();

    static final Plant PLANT = new Plant(LINES.stream()
            .map(l -> new Line(l, "Line", "4711", List.of(controller())))
            .toList());

    private static final StepId DRAIN = StepId.ofLine(Leg.FORWARD, StepKind.STOP_INFEED);
    private static final Instant LATER = Instant.parse("2031-01-01T00:00:00Z");

    private static final Event RELEASED = new Event.Released("mes", "");
    private static final Event REVOKED = new Event.Revoked("mes", "");
    private static final Event CANCELLED = new Event.Cancelled("mes", "");
    private static final Event CLEARED = new Event.Cleared("mes", "");
    private static final Event REQUESTED =
            new Event.Requested(SmallPlan.PLAN, Mode.PRODUCTION, "mes", "", Optional.of(Window.ALWAYS));
    private static final Event HOLD_ASKED = new Event.HoldAsked("mes", "");
    private static final Event SUSPENDED = new Event.Held("asked", "resume", "waits", Optional.empty());
    private static final Event HELD = new Event.Held("parts", "clear", "goes back", Optional.of(LATER));
    private static final Event AWAITS = new Event.Awaits(DRAIN, 1, "power", "switch it", LATER);
    private static final Event BACK = new Event.TurnedBack("did not work");
    private static final Event STOP = new Event.AbortAsked(AbortPolicy.STOP, "mes", "");
    private static final Event ABORT = new Event.AbortAsked(AbortPolicy.ROLL_BACK, "mes", "");

    private static final List<Event> OPENED = List.of(RELEASED, REQUESTED);
    private static final List<Event> STAGED = staged();
    private static final List<Event> RUNNING = plus(STAGED, new Event.Intended(DRAIN, 1));

    private JobChains() {}

    static JobOrder order(LineId line, int priority, Window window) {
        return new JobOrder("small", SmallPlan.PLAN.hash(), line, Mode.PRODUCTION, window, priority, true, "AQID");
    }

    private static Controller controller() {
        return new Controller(
                SmallPlan.PLAN.controllers().getFirst(),
                "station",
                Controller.Driver.OPCUA,
                "fake:1",
                new Controller.Expected("urn:test:works", "TW-1"),
                new Controller.Access(Controller.Security.NONE, Optional.empty()),
                Arrays.stream(Tag.values()).collect(Collectors.toMap(t -> t, Tag::key)),
                Map.of());
    }

    private static List<Event> plus(List<Event> before, Event... then) {
        return Stream.concat(before.stream(), Stream.of(then)).toList();
    }

    private static List<Event> staged() {
        ControllerId only = SmallPlan.PLAN.controllers().getFirst();
        List<Event> events = new ArrayList<>(OPENED);
        for (StepId step : List.of(
                StepId.of(Leg.FORWARD, StepKind.ASSESS, only),
                StepId.of(Leg.FORWARD, StepKind.STAGE, only),
                StepId.ofLine(Leg.FORWARD, StepKind.BASELINE))) {
            events.add(new Event.Intended(step, 1));
            events.add(new Event.Ended(step, 1, Outcome.done()));
        }
        return List.copyOf(events);
    }

    /** Where a job may stand, by its state and the events that followed when it was stored. */
    @SuppressWarnings("ImmutableEnumChecker") // Every list here is one of List.of or toList.
    public enum Standing {
        NOTHING("", List.of()),
        STORED("NOT_ALLOWED_TO_START READY", List.of()),
        RELEASED("ALLOWED_TO_START WAITING", List.of(JobChains.RELEASED)),
        REVOKED("NOT_ALLOWED_TO_START READY", List.of(JobChains.RELEASED, JobChains.REVOKED)),
        CANCELLED("", List.of(JobChains.RELEASED, JobChains.CANCELLED)),
        ABORTED("ABORTED ABORT_ROLLED_BACK", List.of(JobChains.RELEASED, ABORT)),
        OPENED("ALLOWED_TO_START WAITING", JobChains.OPENED),
        STAGED("ALLOWED_TO_START LOADED", JobChains.STAGED),
        HELD_EARLY("ALLOWED_TO_START WAITING", plus(JobChains.STAGED, JobChains.HOLD_ASKED, JobChains.SUSPENDED)),
        REVOKED_OPEN("NOT_ALLOWED_TO_START WAITING", plus(JobChains.OPENED, JobChains.REVOKED)),
        REVOKED_STAGED("NOT_ALLOWED_TO_START LOADED", plus(JobChains.STAGED, JobChains.REVOKED)),
        CANCELLED_OPEN("", plus(JobChains.OPENED, JobChains.CANCELLED)),
        RUNNING("RUNNING DRAINING", JobChains.RUNNING),
        HOLD_ASKED("RUNNING DRAINING", plus(JobChains.RUNNING, JobChains.HOLD_ASKED)),
        SUSPENDED("INTERRUPTED SUSPENDED", plus(JobChains.RUNNING, JobChains.HOLD_ASKED, JobChains.SUSPENDED)),
        HELD("INTERRUPTED HELD", plus(JobChains.RUNNING, JobChains.HELD)),
        AWAITING("INTERRUPTED HELD", plus(JobChains.RUNNING, AWAITS)),
        STOPPING("RUNNING DRAINING", plus(JobChains.RUNNING, STOP)),
        TURNED_BACK("RUNNING ROLLING_BACK", plus(JobChains.RUNNING, BACK)),
        HELD_BACK("INTERRUPTED HELD", plus(JobChains.RUNNING, BACK, JobChains.HELD)),
        ABORTING("ABORTED ABORT_ROLLING_BACK", plus(JobChains.RUNNING, ABORT, BACK)),
        ENDED("ENDED CLOSED", plus(JobChains.RUNNING, finished(Ending.COMPLETED))),
        STOPPED("ENDED CLOSED", plus(JobChains.RUNNING, STOP, BACK, finished(Ending.ROLLED_BACK))),
        UNPROVEN("ENDED COMPLETED", plus(JobChains.RUNNING, BACK, finished(Ending.NEEDS_ATTENTION))),
        ABORTED_BACK("ABORTED ABORT_ROLLED_BACK", plus(JobChains.RUNNING, ABORT, BACK, finished(Ending.ROLLED_BACK))),
        ABORTED_LOST(
                "ABORTED ABORT_ROLLBACK_FAILED",
                plus(JobChains.RUNNING, ABORT, BACK, finished(Ending.NEEDS_ATTENTION))),
        CLEARED("", plus(JobChains.RUNNING, finished(Ending.COMPLETED), JobChains.CLEARED));

        private final String state;
        private final List<Event> events;

        Standing(String state, List<Event> events) {
            this.state = state;
            this.events = events;
        }

        String state() {
            return state;
        }

        /** What follows when the order was stored, with a run of that plan. */
        public List<Event> events(Plan plan) {
            return events.stream()
                    .flatMap(event -> switch (event) {
                        case Event.Requested(Plan _, Mode mode, String by, String why, var window) ->
                            Stream.of(new Event.Requested(plan, mode, by, why, window));
                        case Event.Intended(StepId step, int attempt) ->
                            each(step, plan).map(s -> new Event.Intended(s, attempt));
                        case Event.Ended(StepId step, int attempt, Outcome outcome) ->
                            each(step, plan).map(s -> new Event.Ended(s, attempt, outcome));
                        default -> Stream.of(event);
                    })
                    .toList();
        }

        private static Stream<StepId> each(StepId step, Plan plan) {
            return step.controller().isEmpty()
                    ? Stream.of(step)
                    : plan.controllers().stream().map(id -> StepId.of(step.leg(), step.kind(), id));
        }

        /** Adds what follows when the order was stored. */
        public void continued(Journal journal, RunId id, Plan plan) throws Exception {
            for (Event event : events(plan)) {
                if (event instanceof Event.Requested request) {
                    journal.open(id, plan.line(), request, journal.read(id).size());
                } else {
                    journal.submit(id, event);
                }
            }
        }

        void write(Journal journal, RunId id, LineId line) throws Exception {
            if (this == NOTHING) {
                return;
            }
            journal.store(id, line, new Event.Stored(order(line, 1, Window.ALWAYS), "mes", ""));
            for (Event event : events) {
                if (event instanceof Event.Requested request) {
                    journal.open(id, line, request, journal.read(id).size());
                } else {
                    journal.submit(id, event);
                }
            }
        }
    }

    private static Event finished(Ending ending) {
        return new Event.Finished(ending, "");
    }
}
