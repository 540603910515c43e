package org.millwright.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.millwright.upgrade.JobChains.MES;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millwright.equipment.fake.VirtualClock;
import org.millwright.plan.Plan;
import org.millwright.plan.Plans;
import org.millwright.plant.LineId;
import org.millwright.plant.Plant;
import org.millwright.plant.PlantFile;
import org.millwright.release.FileContentStore;
import org.millwright.release.Library;
import org.millwright.release.ReleaseStore;
import org.millwright.release.Sha256;
import org.millwright.service.TestPlantFolder;
import org.millwright.upgrade.StepId.Leg;
import org.millwright.upgrade.journal.Journal;
import org.millwright.upgrade.journal.MemoryJournal;

/** Which job orders are begun and when, on virtual time; what the runs do is not looked at. */
class DispatchTest {
    private static final LineId LINE = new LineId("line-1");
    private static final LineId OTHER = new LineId("line-2");

    @TempDir
    Path data;

    private final VirtualClock clock = new VirtualClock();
    private final MemoryJournal journal = new MemoryJournal(clock);
    private final Map<String, Runnable> beforeOpen = new ConcurrentHashMap<>();
    private final List<String> alarms = new CopyOnWriteArrayList<>();
    private Plan plan;
    private Plan otherPlan;
    private Orders orders;
    private Upgrades upgrades;
    private Dispatch dispatch;

    @BeforeEach
    void assemble() throws Exception {
        Path config = TestPlantFolder.write();
        Plant plant = PlantFile.read(config.resolve("plant.yaml"));
        FileContentStore store = FileContentStore.open(data);
        ReleaseStore releases = new ReleaseStore(config.resolve("releases"), store);
        Plans plans = new Plans(config.resolve("plans"), plant, releases);
        plan = plans.find("plan-line-1").orElseThrow();
        otherPlan = plans.find("plan-line-2").orElseThrow();
        Journal meddled = (Journal) Proxy.newProxyInstance(
                Journal.class.getClassLoader(), new Class<?>[] {Journal.class}, (_, method, arguments) -> {
                    if (method.getName().equals("open")) {
                        beforeOpen
                                .getOrDefault(((RunId) arguments[0]).value(), () -> {})
                                .run();
                    }
                    try {
                        return method.invoke(journal, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        upgrades = new Upgrades(
                new Upgrades.Setting(
                        plant,
                        (controller, _) -> {
                            throw new AssertionError("nobody drives: " + controller);
                        },
                        meddled,
                        new Library(store, releases),
                        new Upgrades.Setting.Tools(clock, alarm -> {})),
                "test");
        // Nothing is driven: these tests write what the runner would.
        upgrades.close();
        orders = new Orders(journal, plant, clock);
        dispatch = new Dispatch(
                orders,
                new Requests(plans, upgrades, Set.of()),
                upgrades,
                new Dispatch.Setting(plant, journal, clock, alarms::add));
    }

    @AfterEach
    void nobodyWasAlarmed() {
        assertThat(alarms).isEmpty();
    }

    private JobOrder order(int priority, Window window) {
        return new JobOrder("plan-line-1", plan.hash(), LINE, Mode.PRODUCTION, window, priority, false, "");
    }

    private JobOrder onOtherLine() {
        return new JobOrder("plan-line-2", otherPlan.hash(), OTHER, Mode.PRODUCTION, Window.ALWAYS, 0, false, "");
    }

    private Optional<String> waitingFor(String id) {
        return orders.job(new RunId(id)).orElseThrow().waitingFor();
    }

    private void released(String id, JobOrder order) {
        assertThat(orders.storeAndStart(new RunId(id), order, MES)).isEqualTo(Answer.done());
        clock.advance(Duration.ofSeconds(1));
    }

    private Window from(Duration in) {
        return new Window(Optional.of(clock.instant().plus(in)), Optional.empty(), Optional.empty());
    }

    /** Looks twice, since a second look must not add anything, and gives the open run. */
    private List<String> open() {
        look();
        int rows = journal.readAfter(0, 10_000).size();
        look();
        assertThat(journal.readAfter(0, 10_000)).hasSize(rows);
        return journal.openRuns().stream().map(RunId::value).toList();
    }

    private void look() {
        for (Thread begins : dispatch.look()) {
            try {
                assertThat(begins.join(Duration.ofSeconds(60))).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private void finish(String id) {
        journal.submit(new RunId(id), new Event.Finished(Event.Ending.ABORTED, "test"));
    }

    @Test
    void theHighestPriorityGoesFirstThenTheEarliestWindowThenTheOldest() {
        released("low", order(-1, Window.ALWAYS));
        released("late", order(5, from(Duration.ofMinutes(20))));
        released("old", order(5, from(Duration.ofMinutes(10))));
        released(
                "young",
                order(
                        5,
                        journal.read(new RunId("old")).stream()
                                .map(e -> ((Event.Stored) e.event()).order().window())
                                .findFirst()
                                .orElseThrow()));
        released("high", order(Integer.MAX_VALUE, from(Duration.ofMinutes(50))));
        for (String next : List.of("high", "old", "young", "late", "low")) {
            assertThat(open()).containsExactly(next);
            finish(next);
        }
        assertThat(open()).isEmpty();
    }

    @Test
    void stagingBeginsAnHourBeforeTheWindowAndNotWhenItIsOver() {
        Instant start = clock.instant().plus(Duration.ofHours(3));
        Instant end = start.plus(Duration.ofMinutes(30));
        Window window = new Window(Optional.of(start), Optional.of(end), Optional.of(Duration.ofMinutes(10)));
        released("job", order(0, window));
        released("other", order(-1, window));
        assertThat(open()).isEmpty();
        clock.advanceTo(start.minus(Dispatch.AHEAD).minusMillis(1));
        assertThat(open()).isEmpty();
        clock.advanceTo(start.minus(Dispatch.AHEAD));
        assertThat(open()).containsExactly("job");
        assertThat(upgrades.run(new RunId("job")).orElseThrow().window()).isEqualTo(window);
        finish("job");
        clock.advanceTo(end.minus(Duration.ofMinutes(10)).plusMillis(1));
        assertThat(open()).isEmpty();
    }

    @Test
    void onlyWhatIsReleasedIsBegunAndOnlyOnAFreeLine() throws Exception {
        orders.store(new RunId("stored"), order(9, Window.ALWAYS), MES);
        released("revoked", order(8, Window.ALWAYS));
        orders.revokeStart(new RunId("revoked"), MES);
        released("aborted", order(7, Window.ALWAYS));
        orders.abort(new RunId("aborted"), MES);
        released("cancelled", order(6, Window.ALWAYS));
        orders.cancel(new RunId("cancelled"), MES);
        upgrades.request(new RunId("by-hand"), plan, Mode.PRODUCTION, MES);
        released("job", order(0, Window.ALWAYS));
        assertThat(open()).containsExactly("by-hand");
        finish("by-hand");
        assertThat(open()).containsExactly("job");
        assertThat(upgrades.runs()).extracting(r -> r.id().value()).containsExactly("by-hand", "job");
    }

    @Test
    void anOrderWhosePlanHasChangedWaitsAndSaysSoWhileOthersGoOn() {
        JobOrder changed =
                new JobOrder("plan-line-1", Sha256.of(new byte[0]), LINE, Mode.PRODUCTION, Window.ALWAYS, 9, false, "");
        released("changed", changed);
        released("broken", new JobOrder("broken", plan.hash(), LINE, Mode.PRODUCTION, Window.ALWAYS, 8, false, ""));
        released("good", order(0, Window.ALWAYS));

        look();
        look();
        assertThat(open()).containsExactly("good");
        assertThat(orders.job(new RunId("changed")).orElseThrow().waitingFor())
                .hasValueSatisfying(w -> assertThat(w).contains("plan-line-1 has changed"));
        assertThat(orders.job(new RunId("broken")).orElseThrow().waitingFor())
                .hasValueSatisfying(w -> assertThat(w).contains("broken.yaml"));
        finish("good");
        assertThat(open()).isEmpty();

        orders.update(new RunId("changed"), order(9, Window.ALWAYS), MES);
        assertThat(open()).isEmpty();
        orders.start(new RunId("changed"), MES);
        assertThat(open()).containsExactly("changed");
        assertThat(orders.job(new RunId("changed")).orElseThrow().waitingFor()).isEmpty();
    }

    @Test
    void anAssessedRunIsApprovedInTheNameOfWhoeverReleasedItUnlessAPersonIsNeeded() {
        released("job", order(0, Window.ALWAYS));
        assertThat(open()).containsExactly("job");
        assess("job");
        look();
        assertThat(journal.read(new RunId("job")).getLast().event())
                .isEqualTo(new Event.Approved(MES.name(), MES.comment()));
        finish("job");

        released("asks", new JobOrder("plan-line-1", plan.hash(), LINE, Mode.PRODUCTION, Window.ALWAYS, 0, true, ""));
        assertThat(open()).containsExactly("asks");
        assess("asks");
        assertThat(open()).containsExactly("asks");
        assertThat(orders.job(new RunId("asks")).orElseThrow().waitingFor()).hasValue("approval by a person");
    }

    private void assess(String id) {
        upgrades.run(new RunId(id)).orElseThrow().plan().controllers().stream()
                .map(c -> StepId.of(Leg.FORWARD, StepKind.ASSESS, c))
                .forEach(step -> {
                    journal.submit(new RunId(id), new Event.Intended(step, 1));
                    journal.submit(new RunId(id), new Event.Ended(step, 1, Outcome.done()));
                });
    }

    @Test
    void theIdOfAJobOrderIsNoOtherRuns() {
        released("job", order(0, Window.ALWAYS));
        assertThatExceptionOfType(Upgrades.Refusal.class)
                .isThrownBy(() -> upgrades.request(new RunId("job"), plan, Mode.PRODUCTION, MES));
        assertThat(upgrades.run(new RunId("job"))).isEmpty();
    }

    @Test
    void anOrderThatCannotBeBegunIsToldOnceAndKeepsNobodyWaiting() {
        released("misplaced", onOtherLine());
        // As an older journal may have it: the chain is of one line, the order of another.
        journal.submit(new RunId("misplaced"), new Event.Stored(order(9, Window.ALWAYS), "mes", ""));
        orders.start(new RunId("misplaced"), MES);
        released("good", onOtherLine());
        released("faulty", order(9, Window.ALWAYS));
        released("job", order(0, Window.ALWAYS));
        beforeOpen.put("faulty", () -> {
            throw new IllegalStateException("a fault");
        });

        look();
        look();

        assertThat(open()).containsExactlyInAnyOrder("job", "good");
        assertThat(waitingFor("misplaced"))
                .hasValueSatisfying(w -> assertThat(w).contains("another id"));
        assertThat(waitingFor("faulty")).hasValueSatisfying(w -> assertThat(w).contains("a fault"));
        finish("job");
        clock.advance(Duration.ofMinutes(1));
        look();
        assertThat(alarms).hasSize(1).first().asString().contains("faulty");
        alarms.clear();
    }

    @Test
    void anOrderThatIsAbortedAndClearedWhileItsPackagesAreReadIsNotBegun() {
        released("job", order(0, Window.ALWAYS));
        beforeOpen.put("job", () -> {
            orders.abort(new RunId("job"), MES);
            orders.clear(new RunId("job"), MES);
        });
        assertThat(open()).isEmpty();
        assertThat(orders.jobs(LINE)).isEmpty();
    }

    @Test
    void aLineWhoseRunIsBeingBegunKeepsNoOtherWaiting() throws Exception {
        CountDownLatch hashed = new CountDownLatch(1);
        beforeOpen.put("slow", () -> {
            try {
                hashed.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        released("slow", order(0, Window.ALWAYS));
        released("job", onOtherLine());

        List<Thread> threads = dispatch.look();
        assertThat(threads).hasSize(2);
        assertThat(threads.get(1).join(Duration.ofSeconds(60))).isTrue();
        assertThat(journal.openRuns()).containsExactly(new RunId("job"));
        assess("job");
        assertThat(dispatch.look()).isEmpty();
        assertThat(journal.read(new RunId("job")).getLast().event()).isInstanceOf(Event.Approved.class);

        hashed.countDown();
        assertThat(threads.getFirst().join(Duration.ofSeconds(60))).isTrue();
        assertThat(journal.openRuns()).contains(new RunId("slow"));
    }

    @Test
    void whatWasToldOfAnOrderIsForgottenWithItsNextRow() {
        JobOrder changed =
                new JobOrder("plan-line-1", Sha256.of(new byte[0]), LINE, Mode.PRODUCTION, Window.ALWAYS, 9, false, "");
        for (String id : List.of("stored-anew", "aborted")) {
            released(id, changed);
        }
        look();
        look();
        assertThat(orders.troubles().size()).isEqualTo(2);

        orders.cancel(new RunId("stored-anew"), MES);
        orders.store(new RunId("stored-anew"), order(0, Window.ALWAYS), MES);
        orders.abort(new RunId("aborted"), MES);

        assertThat(waitingFor("stored-anew")).hasValue("its release");
        assertThat(waitingFor("aborted")).isEmpty();
        look();
        assertThat(orders.troubles().size()).isZero();
    }

    @Test
    void anOrderInTurnNamesTheRunThatHasItsLine() {
        released("job", order(0, Window.ALWAYS));
        released("next", order(-1, Window.ALWAYS));
        assertThat(waitingFor("next")).hasValue("its turn on the line");
        assertThat(open()).containsExactly("job");
        orders.revokeStart(new RunId("job"), MES);
        assertThat(waitingFor("next")).hasValue("its turn on the line, which run job has");
        assertThat(orders.jobs(LINE).getLast().waitingFor()).isEqualTo(waitingFor("next"));
    }
}
