package org.millwright.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.millwright.upgrade.JobChains.LINES;
import static org.millwright.upgrade.JobChains.MES;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millwright.equipment.fake.VirtualClock;
import org.millwright.plant.LineId;
import org.millwright.upgrade.Answer.Ground;
import org.millwright.upgrade.JobChains.Standing;
import org.millwright.upgrade.journal.JdbcJournal;
import org.millwright.upgrade.journal.JournalFile;

/** Every command to a job in every state, with a journal on disk. */
class JobCommandsTest {
    @TempDir
    Path folder;

    private final VirtualClock clock = new VirtualClock();
    private final Iterator<LineId> free = LINES.iterator();
    private JdbcJournal journal;

    @BeforeEach
    void open() {
        journal = new JournalFile(folder, clock, alarm -> {
                    throw new AssertionError(alarm);
                })
                .open();
    }

    @AfterEach
    void close() {
        journal.close();
    }

    /** A new process, which knows nothing but the journal. */
    private Orders orders() {
        return new Orders(journal, JobChains.PLANT, clock);
    }

    /** The commands in the order of the table's columns. */
    enum Verb {
        STORE,
        STORE_AND_START,
        UPDATE,
        START,
        REVOKE,
        PAUSE,
        RESUME,
        STOP,
        ABORT,
        CANCEL,
        CLEAR;

        Answer ask(Orders orders, RunId id, LineId line) {
            return switch (this) {
                case STORE -> orders.store(id, JobChains.order(line, 1, Window.ALWAYS), MES);
                case STORE_AND_START -> orders.storeAndStart(id, JobChains.order(line, 1, Window.ALWAYS), MES);
                case UPDATE -> orders.update(id, JobChains.order(line, 2, Window.ALWAYS), MES);
                case START -> orders.start(id, MES);
                case REVOKE -> orders.revokeStart(id, MES);
                case PAUSE -> orders.pause(id, MES);
                case RESUME -> orders.resume(id, MES);
                case STOP -> orders.stop(id, MES);
                case ABORT -> orders.abort(id, MES);
                case CANCEL -> orders.cancel(id, MES);
                case CLEAR -> orders.clear(id, MES);
            };
        }
    }

    /** {@code +} a row and done, {@code =} done already, {@code ~} a row and deferred, {@code -} deferred already, grounds. */
    private static final String TABLE = """
            NOTHING        | +  ++ U  U  U  U  U  U  U  U  U
            STORED         | =  +  +  +  S  S  S  S  +  +  S
            RELEASED       | =  =  +  =  +  S  S  S  +  +  S
            REVOKED        | =  S  +  +  =  S  S  S  +  +  S
            CANCELLED      | +  ++ U  U  U  U  U  U  U  =  U
            ABORTED        | =  =  S  S  S  S  S  S  =  S  +
            OPENED         | =  =  NB =  +  S  S  S  +  +  S
            STAGED         | =  =  NB =  +  S  S  S  +  +  S
            HELD_EARLY     | =  =  NB =  +  S  S  S  +  +  S
            REVOKED_OPEN   | =  S  NB +  =  S  S  S  +  +  S
            REVOKED_STAGED | =  S  NB +  =  S  S  S  +  +  S
            CANCELLED_OPEN | ND ND U  U  U  U  U  U  U  =  U
            RUNNING        | =  =  S  S  S  ~  S  ~  +  S  S
            HOLD_ASKED     | =  =  S  S  S  -  +  ~  +  S  S
            SUSPENDED      | =  =  S  S  S  =  +  ~  +  S  S
            HELD           | =  =  S  S  S  S  +  ~  +  S  S
            AWAITING       | =  =  S  S  S  S  S  ~  +  S  S
            STOPPING       | =  =  S  S  S  S  S  -  +  S  S
            TURNED_BACK    | =  =  SR SR SR ~  SR SR SR SR SR
            HELD_BACK      | =  =  SR SR SR SR +  SR SR SR SR
            ABORTING       | =  =  SR SR SR SR SR SR =  SR SR
            ENDED          | =  =  S  S  S  S  S  S  S  S  +
            STOPPED        | =  =  S  S  S  S  S  =  S  S  +
            UNPROVEN       | =  =  S  S  S  S  S  S  S  S  +
            ABORTED_BACK   | =  =  S  S  S  S  S  S  =  S  +
            ABORTED_LOST   | =  =  S  S  S  S  S  S  =  S  +
            CLEARED        | ND ND U  U  U  U  U  U  U  U  =
            """;

    // The same command again, after a restart, gives the same answer and no second row.
    @Test
    void everyCommandInEveryStateDoesWhatTheTableSaysAndAgainNothingMore() throws Exception {
        StringBuilder seen = new StringBuilder();
        for (Standing standing : Standing.values()) {
            seen.append("%-14s |".formatted(standing));
            for (Verb verb : Verb.values()) {
                seen.append(' ').append("%-2s".formatted(cell(standing, verb)));
            }
            seen.append('\n');
        }
        assertThat(stripped(seen.toString())).isEqualTo(stripped(TABLE));
    }

    private static String stripped(String table) {
        return table.lines().map(String::stripTrailing).collect(Collectors.joining("\n"));
    }

    private String cell(Standing standing, Verb verb) throws Exception {
        LineId line = free.next();
        RunId id = new RunId(line.value());
        standing.write(journal, id, line);
        int before = journal.read(id).size();

        Answer answer = verb.ask(orders(), id, line);

        List<Entry> after = journal.read(id);
        JobTransitions.assertStandard(after);
        if (!(answer instanceof Answer.Refused)) {
            assertThat(sameKind(verb.ask(orders(), id, line), answer))
                    .as("%s again when %s", verb, standing)
                    .isTrue();
            assertThat(journal.read(id)).as("%s again when %s", verb, standing).isEqualTo(after);
        } else {
            assertThat(after).hasSize(before);
        }
        return sign(answer, after.size() - before);
    }

    private static boolean sameKind(Answer one, Answer other) {
        return one.getClass().equals(other.getClass());
    }

    private static String sign(Answer answer, int rows) {
        return switch (answer) {
            case Answer.Done _ -> rows == 0 ? "=" : "+".repeat(rows);
            case Answer.Deferred _ -> rows == 0 ? "-" : "~".repeat(rows);
            case Answer.Refused(Set<Ground> grounds, String _) ->
                Arrays.stream(Ground.values())
                        .filter(grounds::contains)
                        .map(g -> g.name().substring(0, 1))
                        .collect(Collectors.joining());
        };
    }

    @Test
    void everyStateIsWhatTheTableOfStatesSays() throws Exception {
        for (Standing standing : Standing.values()) {
            LineId line = free.next();
            RunId id = new RunId(line.value());
            standing.write(journal, id, line);
            String state = orders().job(id)
                    .filter(Job::listed)
                    .map(j -> j.state().top() + " " + j.state().sub().orElseThrow())
                    .orElse("");
            assertThat(state).as(standing.name()).isEqualTo(standing.state());
            assertThat(orders().jobs(line)).hasSize(state.isEmpty() ? 0 : 1);
        }
    }

    @Test
    void anotherOrderUnderTheSameIdIsRefused() {
        RunId id = new RunId("job");
        LineId line = LINES.getFirst();
        assertThat(orders().store(id, JobChains.order(line, 1, Window.ALWAYS), MES))
                .isEqualTo(Answer.done());
        assertThat(orders().store(id, JobChains.order(line, 2, Window.ALWAYS), MES))
                .isInstanceOfSatisfying(
                        Answer.Refused.class, r -> assertThat(r.grounds()).contains(Ground.DUPLICATE));
        assertThat(orders().update(id, JobChains.order(LINES.get(1), 2, Window.ALWAYS), MES))
                .isInstanceOf(Answer.Refused.class);
        assertThat(journal.read(id)).hasSize(1);
    }

    @Test
    void theIdOfACancelledOrderStaysWithItsLine() {
        RunId id = new RunId("job");
        JobOrder order = JobChains.order(LINES.getFirst(), 1, Window.ALWAYS);
        orders().store(id, order, MES);
        orders().cancel(id, MES);

        assertThat(orders().store(id, JobChains.order(LINES.get(1), 1, Window.ALWAYS), MES))
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        r -> assertThat(r.grounds()).containsExactlyInAnyOrder(Ground.DUPLICATE, Ground.NOT_ACCEPTED));

        assertThat(journal.read(id)).hasSize(2);
        assertThat(orders().store(id, order, MES)).isEqualTo(Answer.done());
    }

    @Test
    void aReleaseIsOfTheOrderAsItStoodAndNotOfItsUpdate() {
        RunId id = new RunId("job");
        LineId line = LINES.getFirst();
        Window night = new Window(Optional.of(clock.instant().plusSeconds(36_000)), Optional.empty(), Optional.empty());
        orders().storeAndStart(id, JobChains.order(line, 1, night), MES);

        assertThat(orders().update(id, JobChains.order(line, 1, Window.ALWAYS), MES))
                .isEqualTo(Answer.done());

        assertThat(orders().job(id).orElseThrow()).satisfies(job -> {
            assertThat(job.state().top()).isEqualTo(JobState.Top.NOT_ALLOWED_TO_START);
            assertThat(job.released()).isEmpty();
            assertThat(job.waitingFor()).hasValue("its release");
        });
        assertThat(orders().start(id, MES)).isEqualTo(Answer.done());
        assertThat(orders().job(id).orElseThrow().released())
                .hasValueSatisfying(row -> assertThat(row.seq()).isEqualTo(4));
        JobTransitions.assertStandard(journal.read(id));
    }

    @Test
    void whoeverChangesAnOrderInALoopIsRefusedButCanEndIt() {
        RunId id = new RunId("job");
        LineId line = LINES.getFirst();
        orders().store(id, JobChains.order(line, 0, Window.ALWAYS), MES);
        for (int i = 1; i < Orders.MOST_CHANGES; i++) {
            assertThat(orders().update(id, JobChains.order(line, i, Window.ALWAYS), MES))
                    .isEqualTo(Answer.done());
        }
        for (Verb verb : List.of(Verb.START, Verb.STORE_AND_START)) {
            assertThat(verb.ask(orders(), id, line)).as(verb.name()).isInstanceOf(Answer.Refused.class);
        }
        assertThat(orders().update(id, JobChains.order(line, -1, Window.ALWAYS), MES))
                .isInstanceOfSatisfying(
                        Answer.Refused.class, r -> assertThat(r.grounds()).containsExactly(Ground.BUSY));
        assertThat(journal.read(id)).hasSize(Orders.MOST_CHANGES);
        assertThat(orders().cancel(id, MES)).isEqualTo(Answer.done());
        assertThat(orders().store(id, JobChains.order(line, -1, Window.ALWAYS), MES))
                .isInstanceOfSatisfying(
                        Answer.Refused.class, r -> assertThat(r.grounds()).containsExactly(Ground.BUSY));
    }

    @Test
    void anOrderThatIsStoredButMayNotStartSaysSo() throws Exception {
        LineId line = LINES.getFirst();
        Standing.REVOKED.write(journal, new RunId("job"), line);
        assertThat(Verb.STORE_AND_START.ask(orders(), new RunId("job"), line))
                .isInstanceOfSatisfying(
                        Answer.Refused.class, r -> assertThat(r.why()).startsWith("stored, not released: "));
    }

    @Test
    void anOrderThatIsRefusedInTheEndCostsNoOtherItsPlace() throws Exception {
        LineId line = LINES.getFirst();
        Standing.ENDED.write(journal, new RunId("ended"), line);
        for (int i = 1; i < Orders.MOST; i++) {
            orders().store(new RunId("job-" + i), JobChains.order(line, i, Window.ALWAYS), MES);
        }
        JobOrder small = JobChains.order(line, 0, Window.ALWAYS);
        JobOrder tooLong = new JobOrder(
                small.plan(), small.planHash(), line, small.mode(), small.window(), 0, true, "x".repeat(1_000_000));

        assertThat(orders().store(new RunId("long"), tooLong, MES)).isInstanceOf(Answer.Refused.class);

        assertThat(orders().jobs(line))
                .hasSize(Orders.MOST)
                .anyMatch(j -> j.id().value().equals("ended"));
    }

    @Test
    void aRunThatTurnsBackBehindItsReleaseIsDownUntilItIsReleasedAgain() throws Exception {
        RunId id = new RunId("job");
        Standing.RUNNING.write(journal, id, LINES.getFirst());
        StepId there = StepId.ofLine(StepId.Leg.FORWARD, StepKind.RELEASE_LINE);
        StepId back = StepId.ofLine(StepId.Leg.BACK, StepKind.RELEASE_LINE);
        for (Event event : List.of(
                new Event.Intended(there, 1),
                new Event.Ended(there, 1, Outcome.done()),
                new Event.TurnedBack("aborted"),
                new Event.Intended(back, 1),
                new Event.Ended(back, 1, Outcome.done()))) {
            clock.advance(Duration.ofSeconds(10));
            journal.submit(id, event);
        }
        assertThat(Run.of(journal.read(id)).downtime(clock.instant())).hasSeconds(50);
    }

    @Test
    void aFullListMakesRoomByWhatIsOverAndProvenOnly() throws Exception {
        LineId line = LINES.getFirst();
        Standing.UNPROVEN.write(journal, new RunId("unproven"), line);
        Standing.ENDED.write(journal, new RunId("ended"), line);
        for (int i = 2; i < Orders.MOST; i++) {
            assertThat(orders().store(new RunId("job-" + i), JobChains.order(line, i, Window.ALWAYS), MES))
                    .isEqualTo(Answer.done());
        }
        JobOrder more = JobChains.order(line, 0, Window.ALWAYS);

        assertThat(orders().store(new RunId("one-more"), more, MES)).isEqualTo(Answer.done());
        assertThat(orders().jobs(line))
                .hasSize(Orders.MOST)
                .noneMatch(j -> j.id().value().equals("ended"));
        assertThat(journal.read(new RunId("ended")).getLast().event())
                .isInstanceOfSatisfying(
                        Event.Cleared.class, c -> assertThat(c.by()).isEqualTo("millwright"));

        assertThat(orders().store(new RunId("too-many"), more, MES))
                .isInstanceOfSatisfying(
                        Answer.Refused.class, r -> assertThat(r.grounds()).containsExactly(Ground.LIST_FULL));
        assertThat(journal.read(new RunId("too-many"))).isEmpty();
        assertThat(orders().jobs(line).getFirst().id().value()).isEqualTo("unproven");
    }
}
