package org.millwright.equipment.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.Fence;
import org.millwright.equipment.Image;
import org.millwright.equipment.Order;
import org.millwright.equipment.Session;
import org.millwright.equipment.TagValue;
import org.millwright.equipment.TestPackage;
import org.millwright.equipment.UpdateState.Installation;
import org.millwright.plant.Controller;
import org.millwright.plant.ControllerId;
import org.millwright.plant.Line;
import org.millwright.plant.LineId;
import org.millwright.plant.Tag;

/** What the simulation relies on beyond the port's contract: parts that flow and faults that strike once. */
class FakePlantTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final ControllerId FIRST = new ControllerId("first");
    private static final ControllerId LAST = new ControllerId("last");

    private final VirtualClock clock = new VirtualClock();
    private final FakePlant plant = new FakePlant(
            clock,
            new Line(new LineId("line"), "Line", "nobody", List.of(described(FIRST), described(LAST))),
            Map.of());
    private final FakeController last = plant.controller(LAST);
    private long command;
    private Image next;

    @TempDir
    Path folder;

    private static Controller described(ControllerId id) {
        return new Controller(
                id,
                "station of " + id,
                Controller.Driver.OPCUA,
                "fake",
                new Controller.Expected("urn:test:works", "TW-1"),
                new Controller.Access(Controller.Security.NONE, Optional.empty()),
                Map.of(Tag.INFEED_ENABLED, "infeed", Tag.PARTS_IN_STATION, "parts"),
                Map.of("total", "total"));
    }

    private static TestPackage package2() {
        return FakeSettings.of(described(LAST)).installed().revision("2.0.0");
    }

    @BeforeEach
    void writePackage() throws IOException {
        next = package2().writeTo(folder);
    }

    private Session open() throws EquipmentException {
        return plant.equipment().open(last.described(), LIMIT);
    }

    private Fence fence() {
        return new Fence(1, ++command);
    }

    private void installNext(Duration confirmWithin) throws EquipmentException, IOException {
        try (Session session = open()) {
            session.stage(fence(), next, _ -> {}, LIMIT);
            session.prepare(fence(), LIMIT);
            clock.advance(Duration.ofSeconds(4));
            session.install(fence(), new Order(next, confirmWithin, Duration.ZERO), _ -> {}, LIMIT);
        }
        clock.advance(Duration.ofSeconds(36));
    }

    @Test
    void partsFlowThroughAllStationsAndLeaveWhenTheFirstIsNoLongerFed() throws EquipmentException {
        clock.advance(Duration.ofMinutes(1));
        assertThat(last.cycles()).isEqualTo(14);
        assertThat(last.parts()).isPositive();

        try (Session session = plant.equipment().open(plant.controller(FIRST).described(), LIMIT)) {
            session.write(fence(), Tag.INFEED_ENABLED, new TagValue.Flag(false), LIMIT);
        }
        clock.advance(Duration.ofMinutes(1));

        assertThat(plant.controllers()).extracting(FakeController::parts).containsExactly(0, 0);
        assertThat(last.cycles()).isEqualTo(plant.controller(FIRST).cycles());
        assertThat(last.retained()).containsEntry("total", new TagValue.Whole(1_000 + last.cycles()));
    }

    @Test
    void aStuckPartKeepsTheStationFromDraining() throws EquipmentException {
        plant.fault(LAST, new Fault.PartStuck());
        plant.controller(FIRST).station().infeed(false);
        clock.advance(Duration.ofMinutes(5));

        assertThat(last.parts()).isEqualTo(1);
        last.heal();
        assertThat(last.parts()).isZero();
    }

    @Test
    void aLostReplyLeavesTheEffectOrNot() throws EquipmentException {
        plant.fault(LAST, new Fault.LostReply(Verb.PREPARE, false));
        try (Session session = open()) {
            assertThatThrownBy(() -> session.prepare(fence(), LIMIT)).hasMessageContaining("no answer");
            assertThatThrownBy(() -> session.observe(LIMIT)).hasMessageContaining("gone");
        }
        assertThat(last.state().preparation().name()).isEqualTo("IDLE");

        plant.fault(LAST, new Fault.LostReply(Verb.PREPARE, true));
        try (Session session = open()) {
            assertThatThrownBy(() -> session.prepare(fence(), LIMIT)).hasMessageContaining("no answer");
        }
        assertThat(last.state().preparation().name()).isEqualTo("PREPARING");
        assertThat(last.commands()).extracting(Command::carriedOut).containsExactly(false, true);
    }

    @Test
    void powerLossLeavesTheOldSoftwareInTheErrorState() throws EquipmentException, IOException {
        plant.fault(LAST, new Fault.PowerLoss(40));
        installNext(Duration.ofMinutes(1));

        assertThat(last.state().installation()).isEqualTo(Installation.ERROR);
        assertThat(last.software().revision().value()).isEqualTo("1.0.0");
    }

    @Test
    void aControllerThatNeverReturnsIsUnreachableForEver() throws EquipmentException, IOException {
        plant.fault(LAST, new Fault.NeverReturns());
        installNext(Duration.ofMinutes(1));
        clock.advance(Duration.ofDays(1));

        assertThat(last.reachable()).isFalse();
        assertThatThrownBy(this::open).hasMessageContaining("nobody answers");
    }

    @Test
    void aSpoiledUpgradeIsSlowerAndForgetsARetainedValue() throws EquipmentException, IOException {
        plant.fault(LAST, new Fault.SlowerAfterUpgrade(1.5));
        plant.fault(LAST, new Fault.RetainedReset("total"));
        installNext(Duration.ZERO);
        assertThat(last.retained()).containsEntry("total", new TagValue.Whole(0));
        startAgain();
        assertThat(lastCycleMs()).isEqualTo(new TagValue.Real(6_000));
    }

    private void startAgain() throws EquipmentException {
        try (Session session = open()) {
            session.resume(fence(), LIMIT);
            clock.advance(Duration.ofSeconds(3));
            session.write(fence(), Tag.INFEED_ENABLED, new TagValue.Flag(true), LIMIT);
            clock.advance(Duration.ofSeconds(20));
            assertThat(session.read(Set.of(Tag.PARTS_IN_STATION), LIMIT))
                    .containsEntry(Tag.PARTS_IN_STATION, new TagValue.Whole(1));
        }
    }

    private TagValue lastCycleMs() {
        return last.value(Tag.LAST_CYCLE_TIME_MS);
    }

    @Test
    void aFaultCanWaitForAVerb() throws EquipmentException {
        plant.faultOn(Verb.OBSERVE, LAST, new Fault.UnreachableFor(Duration.ofSeconds(30)));
        try (Session session = open()) {
            assertThatThrownBy(() -> session.observe(LIMIT)).hasMessageContaining("gone");
        }
        clock.advance(Duration.ofSeconds(30));
        try (Session session = open()) {
            assertThat(session.observe(LIMIT).current().revision().value()).isEqualTo("1.0.0");
        }
    }
}
