package org.millwright.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.millwright.upgrade.JobChains.MES;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
import org.millwright.upgrade.journal.MemoryJournal;

/** Which job orders are begun and when, on virtual time; what the runs do is not looked at. */
class DispatchTest {
    private static final LineId LINE = new LineId("line-1");

    @TempDir
    Path data;

    private final VirtualClock clock = new VirtualClock();
    private final MemoryJournal journal = new MemoryJournal(clock);
    private Plan plan;
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
        upgrades = new Upgrades(
                new Upgrades.Setting(
                        plant,
                        (controller, _) -> {
                            throw new AssertionError("nobody drives: " + controller);
                        },
                        journal,
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
                new Dispatch.Setting(plant, journal, clock, alarm -> {
                    throw new AssertionError(alarm);
                }));
    }

    private JobOrder order(int priority, Window window) {
        return new JobOrder("plan-line-1", plan.hash(), LINE, Mode.PRODUCTION, window, priority, false, "");
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
        dispatch.look();
        int rows = journal.readAfter(0, 10_000).size();
        dispatch.look();
        assertThat(journal.readAfter(0, 10_000)).hasSize(rows);
        return journal.openRuns().stream().map(RunId::value).toList();
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

        dispatch.look();
        dispatch.look();
        assertThat(open()).containsExactly("good");
        assertThat(orders.job(new RunId("changed")).orElseThrow().waitingFor())
                .hasValueSatisfying(w -> assertThat(w).contains("plan-line-1 has changed"));
        assertThat(orders.job(new RunId("broken")).orElseThrow().waitingFor())
                .hasValueSatisfying(w -> assertThat(w).contains("broken.yaml"));
        finish("good");
        assertThat(open()).isEmpty();

        orders.update(new RunId("changed"), order(9, Window.ALWAYS), MES);
        assertThat(open()).as("what was released is another order now").isEmpty();
        orders.start(new RunId("changed"), MES);
        assertThat(open()).containsExactly("changed");
        assertThat(orders.job(new RunId("changed")).orElseThrow().waitingFor()).isEmpty();
    }

    @Test
    void anAssessedRunIsApprovedInTheNameOfWhoeverReleasedItUnlessAPersonIsNeeded() {
        released("job", order(0, Window.ALWAYS));
        assertThat(open()).containsExactly("job");
        assess("job");
        dispatch.look();
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
        plan.controllers().stream()
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
}
