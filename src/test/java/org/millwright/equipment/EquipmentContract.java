package org.millwright.equipment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.millwright.equipment.EquipmentException.Kind.REFUSED;
import static org.millwright.equipment.EquipmentException.Kind.TIMED_OUT;
import static org.millwright.equipment.EquipmentException.Kind.UNREACHABLE;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.millwright.equipment.UpdateState.Health;
import org.millwright.equipment.UpdateState.Installation;
import org.millwright.equipment.UpdateState.Preparation;
import org.millwright.plant.Revision;
import org.millwright.plant.Software;
import org.millwright.plant.Tag;

/** What an upgrade relies on, whatever the driver. */
abstract class EquipmentContract extends UpdateContract {
    @Test
    void aControllerTellsWhatItIs() throws EquipmentException {
        var identity = open(FIRST).identify(LIMIT);

        assertThat(identity.installed()).isEqualTo(new Software(MAKER, PRODUCT, new Revision(OLD)));
        assertThat(identity.hardwareRevision()).isEqualTo("3");
        assertThat(identity.serialNumber()).isNotBlank();
    }

    @Test
    void capabilitiesAreFoundByAsking() throws EquipmentException {
        assertThat(open(FIRST).capabilities(LIMIT)).isEqualTo(can());
    }

    @Test
    void aControllerAtRestShowsItsSoftwareAndEmptySlots() throws EquipmentException {
        UpdateState state = open(FIRST).observe(LIMIT);

        assertThat(state.preparation()).isEqualTo(can().preparation() ? Preparation.IDLE : Preparation.NONE);
        assertThat(state.installation())
                .isEqualTo(traits().way() == Way.DIRECT ? Installation.NONE : Installation.IDLE);
        assertThat(state.waitingForConfirm()).isFalse();
        assertThat(state.waitingForPowerCycle()).isFalse();
        assertThat(state.current().revision().value()).isEqualTo(OLD);
        assertThat(state.pending()).isEmpty();
        assertThat(state.fallback()).isEmpty();
        assertThat(state.vendorErrorCode()).isZero();
        assertThat(state.health()).isEqualTo(Health.NORMAL);
    }

    @Test
    void nobodyIsKeptOffAtRestAndLettingInAgainIsNoHarm() throws EquipmentException {
        Session session = open(FIRST);
        assertThat(session.observe(LIMIT).lockedBy()).isEmpty();
        session.unlock(fence(), LIMIT);
        session.unlock(fence(), LIMIT);

        assertThat(session.observe(LIMIT).lockedBy()).isEmpty();
    }

    @Test
    void theCertificateOutlivesTheControllersClock() throws EquipmentException {
        var facts = open(FIRST).facts(LIMIT);

        assertThat(facts.certificateEnd().map(Session.CertificateEnd::at).orElse(Instant.MAX))
                .isAfter(facts.clock());
    }

    @Test
    void everyTagHasTheTypeOfItsMeaning() throws EquipmentException {
        Map<Tag, TagValue> values = open(FIRST).read(EnumSet.allOf(Tag.class), LIMIT);

        assertThat(values).containsOnlyKeys(Tag.values());
        assertThat(values.get(Tag.STATE)).isInstanceOf(TagValue.Text.class);
        assertThat(values.get(Tag.INFEED_ENABLED)).isInstanceOf(TagValue.Flag.class);
        assertThat(values.get(Tag.PARTS_IN_STATION)).isInstanceOf(TagValue.Whole.class);
        assertThat(values.get(Tag.CYCLE_COUNT)).isInstanceOf(TagValue.Whole.class);
        assertThat(values.get(Tag.REJECT_COUNT)).isInstanceOf(TagValue.Whole.class);
        assertThat(values.get(Tag.LAST_CYCLE_TIME_MS)).isInstanceOf(TagValue.Real.class);
        assertThat(values.get(Tag.ALARMS)).isEqualTo(new TagValue.Texts(List.of()));
        assertThat(values.get(Tag.RECIPE)).isInstanceOf(TagValue.Text.class);
    }

    @Test
    void writtenTagsAreReadBack() throws EquipmentException {
        Session session = open(FIRST);
        for (boolean infeed : new boolean[] {false, true}) {
            session.write(fence(), Tag.INFEED_ENABLED, new TagValue.Flag(infeed), LIMIT);
            session.write(fence(), Tag.RECIPE, new TagValue.Text("recipe " + infeed), LIMIT);

            assertThat(session.read(EnumSet.of(Tag.INFEED_ENABLED, Tag.RECIPE), LIMIT))
                    .containsEntry(Tag.INFEED_ENABLED, new TagValue.Flag(infeed))
                    .containsEntry(Tag.RECIPE, new TagValue.Text("recipe " + infeed));
        }
    }

    @Test
    void aTagThatOnlyTheMachineSetsCannotBeWritten() throws EquipmentException {
        Session session = open(FIRST);

        assertThat(failure(() -> session.write(fence(), Tag.PARTS_IN_STATION, new TagValue.Whole(0), LIMIT))
                        .kind())
                .isEqualTo(REFUSED);
        assertThat(failure(() -> session.write(fence(), Tag.INFEED_ENABLED, new TagValue.Text("on"), LIMIT))
                        .kind())
                .as("a value of another type")
                .isEqualTo(REFUSED);
        assertThat(installed(session)).as("the session lives on").isNotNull();
    }

    @Test
    void aTagWithoutAddressIsRefusedByName() throws EquipmentException {
        Session session = open(bare(controller(FIRST)));

        EquipmentException refusal = failure(() -> session.read(Set.of(Tag.CYCLE_COUNT), LIMIT));
        assertThat(refusal.kind()).isEqualTo(REFUSED);
        assertThat(refusal).hasMessageContaining("cycle-count").hasMessageContaining("first");
    }

    @Test
    void aMachineThatIsFedCountsCycles() throws EquipmentException {
        Session session = open(FIRST);
        session.write(fence(), Tag.INFEED_ENABLED, new TagValue.Flag(true), LIMIT);
        TagValue before = session.read(Set.of(Tag.CYCLE_COUNT), LIMIT).get(Tag.CYCLE_COUNT);
        advance(Duration.ofMinutes(1));
        TagValue after = session.read(Set.of(Tag.CYCLE_COUNT), LIMIT).get(Tag.CYCLE_COUNT);

        assertThat(after).isNotEqualTo(before);
    }

    @Test
    void retainedDataComeBackAsTheyWereSaved() throws EquipmentException {
        Session session = open(FIRST);
        session.write(fence(), Tag.INFEED_ENABLED, new TagValue.Flag(false), LIMIT);
        advance(Duration.ofMinutes(1));
        Map<String, TagValue> saved = session.retained(LIMIT);
        assertThat(saved).containsOnlyKeys("total", "wear", "maintained");

        session.restoreRetained(
                fence(),
                Map.of(
                        "total", new TagValue.Whole(42),
                        "wear", new TagValue.Real(0.25),
                        "maintained", new TagValue.Text("2031-02-03")),
                LIMIT);
        assertThat(session.retained(LIMIT))
                .containsEntry("total", new TagValue.Whole(42))
                .containsEntry("wear", new TagValue.Real(0.25))
                .containsEntry("maintained", new TagValue.Text("2031-02-03"));

        session.restoreRetained(fence(), saved, LIMIT);
        assertThat(session.retained(LIMIT)).isEqualTo(saved);
    }

    @Test
    void aSessionDiesWithTheReboot() throws EquipmentException, IOException {
        Session session = open(FIRST);
        upgrade(FIRST, CONFIRM_WITHIN);

        assertThat(failure(() -> session.observe(LIMIT)).kind()).isIn(UNREACHABLE, TIMED_OUT);
        assertThat(failure(() -> session.confirm(fence(), LIMIT)).kind())
                .as("what was not sent is not unknown")
                .isEqualTo(UNREACHABLE);
        assertThat(open(FIRST).observe(LIMIT).waitingForConfirm()).isEqualTo(can().confirmation());
    }

    @Test
    void aControllerIsGoneWhileItBoots() throws EquipmentException, IOException {
        Session session = open(FIRST);
        Image image = stage(session, UPGRADE);
        prepare(session);
        order(session, order(image, Duration.ZERO));
        if (can().powerCycle()) {
            advance(WORK);
            cyclePower(FIRST);
            advance(Duration.ofSeconds(1));
        } else {
            // Installing and booting are both shorter than WORK, and the two together longer.
            advance(traits().way() == Way.DIRECT ? Duration.ofSeconds(1) : WORK);
        }

        assertThat(failure(() -> open(FIRST)).kind()).isEqualTo(UNREACHABLE);
    }

    @Test
    void aCommandOfAFormerOwnerIsRefused() throws EquipmentException {
        TagValue late = new TagValue.Text("late");
        Session former = open(FIRST);
        former.write(new Fence(3, 7), Tag.RECIPE, new TagValue.Text("seven"), LIMIT);
        Session next = open(FIRST);
        next.write(new Fence(4, 1), Tag.RECIPE, new TagValue.Text("one"), LIMIT);

        assertThat(failure(() -> former.prepare(new Fence(3, 8), LIMIT)).kind()).isEqualTo(REFUSED);
        assertThat(failure(() -> former.write(new Fence(3, 8), Tag.RECIPE, late, LIMIT))
                        .kind())
                .isEqualTo(REFUSED);
        assertThat(failure(() -> next.write(new Fence(4, 0), Tag.RECIPE, late, LIMIT))
                        .kind())
                .isEqualTo(REFUSED);
        next.write(new Fence(4, 1), Tag.RECIPE, new TagValue.Text("again"), LIMIT);
        assertThat(next.read(Set.of(Tag.RECIPE), LIMIT)).containsEntry(Tag.RECIPE, new TagValue.Text("again"));
        assertThat(next.observe(LIMIT).preparation())
                .as("nobody has prepared it")
                .isIn(Preparation.IDLE, Preparation.NONE);
    }

    @Test
    void nobodyAtTheAddressIsUnreachable() {
        EquipmentException failure = failure(() -> equipment().open(unreachable(), LIMIT));

        assertThat(failure.kind()).isEqualTo(UNREACHABLE);
        assertThat(failure).hasMessageContaining("first");
    }

    @Test
    void aWrongPasswordIsRefusedAndNotRepeatedInTheText() {
        EquipmentException failure = failure(() -> equipment().open(wrongPassword(), LIMIT));

        assertThat(failure.kind()).isEqualTo(REFUSED);
        assertThat(failure.getMessage()).contains(refusedLogIn()).doesNotContain("wrong-password");
    }

    @Test
    void aClosedSessionCanBeClosedAgainAndAnswersNothing() throws EquipmentException {
        Session session = open(FIRST);
        session.close();
        session.close();

        assertThat(failure(() -> session.observe(LIMIT)).kind()).isEqualTo(UNREACHABLE);
    }
}
