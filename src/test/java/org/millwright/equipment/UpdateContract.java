package org.millwright.equipment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.millwright.equipment.EquipmentException.Kind.NOT_PREPARED;
import static org.millwright.equipment.EquipmentException.Kind.REFUSED;
import static org.millwright.equipment.EquipmentException.Kind.TIMED_OUT;
import static org.millwright.equipment.EquipmentException.Kind.UNREACHABLE;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.millwright.equipment.UpdateState.Installation;
import org.millwright.equipment.UpdateState.Preparation;
import org.millwright.equipment.UpdateState.Slot;
import org.millwright.plant.Revision;
import org.millwright.plant.Software;
import org.millwright.release.Sha256;

/** What an upgrade relies on when it sends and installs, whatever the driver and whatever the controller can do. */
abstract class UpdateContract extends WayBackContract {
    @Test
    void aStagedPackageIsPendingWhileTheControllerGoesOn() throws EquipmentException, IOException {
        Session session = open(FIRST);
        Image image = UPGRADE.writeTo(folder);
        if (!can().stagesAhead()) {
            assertThat(failure(() -> session.stage(fence(), image, _ -> {}, LIMIT))
                            .kind())
                    .as("taking it would be installing it")
                    .isEqualTo(REFUSED);
            assertThat(installed(session).value()).isEqualTo(OLD);
            return;
        }
        if (traits().preparedFirst()) {
            assertThat(failure(() -> session.stage(fence(), image, _ -> {}, LIMIT))
                            .kind())
                    .isEqualTo(NOT_PREPARED);
            assertThat(session.observe(LIMIT).pending()).isEmpty();
            prepare(session);
        }
        Preparation before = session.observe(LIMIT).preparation();
        List<Long> sent = new ArrayList<>();
        session.stage(fence(), image, sent::add, LIMIT);

        UpdateState state = session.observe(LIMIT);
        assertThat(state.pending()).contains(new Slot(image.software(), told(image.sha256())));
        assertThat(state.current().revision().value()).isEqualTo(OLD);
        assertThat(state.preparation()).isEqualTo(before);
        assertThat(sent).isSorted().last().isEqualTo(image.bytes());
    }

    private Optional<Sha256> told(Sha256 hash) {
        return traits().tells().hash() ? Optional.of(hash) : Optional.empty();
    }

    @Test
    void anotherPackageTakesThePlaceOfTheFormer() throws EquipmentException, IOException {
        TestPackage next = UPGRADE.revision("3.0.0");
        if (!can().stagesAhead()) {
            upgrade(FIRST, UPGRADE, Duration.ZERO);
            upgrade(FIRST, next, Duration.ZERO);
            assertThat(installed(open(FIRST))).isEqualTo(next.software().revision());
            return;
        }
        Session session = open(FIRST);
        stage(session, UPGRADE);
        Image again = stage(session, UPGRADE);
        assertThat(session.observe(LIMIT).pending()).map(Slot::software).contains(again.software());

        Image other = stage(session, next);
        assertThat(session.observe(LIMIT).pending()).map(Slot::software).contains(other.software());
    }

    @Test
    void aDamagedPackageIsRefusedWithTheControllersReason() throws EquipmentException, IOException {
        Session session = open(FIRST);
        Image damaged = UPGRADE.writeDamagedTo(folder);
        prepareToSend(session);
        if (traits().way() == Way.FILES) {
            send(session, damaged);
            prepare(session);
            damagedFileIsNotInstalled(session, damaged);
            assertThat(installed(session).value()).isEqualTo(OLD);
            return;
        }
        EquipmentException refusal = failure(() -> send(session, damaged));
        assertThat(refusal.kind()).isEqualTo(REFUSED);
        assertThat(refusal).hasMessageContaining("payload");
        assertThat(session.observe(LIMIT).pending()).isEmpty();
        assertThat(installed(session)).isEqualTo(can().stagesAhead() ? new Revision(OLD) : Revision.NONE);
    }

    private void damagedFileIsNotInstalled(Session session, Image damaged) throws EquipmentException, IOException {
        if (traits().validates()) {
            EquipmentException refusal =
                    failure(() -> session.install(fence(), order(damaged, CONFIRM_WITHIN), _ -> {}, LIMIT));
            assertThat(refusal.kind()).isEqualTo(REFUSED);
            assertThat(refusal).hasMessageContaining("payload");
        } else {
            session.install(fence(), order(damaged, CONFIRM_WITHIN), _ -> {}, LIMIT);
            advance(WORK);
            assertThat(session.observe(LIMIT).installation()).isEqualTo(Installation.ERROR);
        }
    }

    @Test
    void aPackageForAnotherProductIsRefusedAndDoesNoHarm() throws EquipmentException, IOException {
        Session session = open(FIRST);
        prepareToSend(session);
        Software other = new Software(MAKER, "TW-2", new Revision(NEW));
        Image image = new TestPackage(other).writeTo(folder);

        assertThat(failure(() -> send(session, image)).kind()).isEqualTo(REFUSED);
        assertThat(session.observe(LIMIT).pending()).isEmpty();
        assertThat(installed(session).value()).isEqualTo(OLD);
    }

    @Test
    void aTransferThatIsCutCanBeDoneAgain() throws EquipmentException, IOException {
        Session session = open(FIRST);
        Image image = UPGRADE.writeTo(folder);
        prepareToSend(session);
        cutNextTransfer();

        assertThat(failure(() -> send(session, image)).kind()).isIn(TIMED_OUT, UNREACHABLE);
        assertThat(failure(() -> session.observe(LIMIT)).kind()).isEqualTo(UNREACHABLE);

        Session next = open(FIRST);
        assertThat(next.observe(LIMIT).pending()).isEmpty();
        assertThat(installed(next))
                .as("nothing is left of the transfer, nor of what it was written over")
                .isEqualTo(can().stagesAhead() ? new Revision(OLD) : Revision.NONE);
        upgrade(FIRST, Duration.ZERO);
        assertThat(installed(open(FIRST))).isEqualTo(image.software().revision());
    }

    @Test
    void anUnpreparedControllerRefusesToInstall() throws EquipmentException, IOException {
        Session session = open(FIRST);
        Image image = stage(session, UPGRADE);
        if (!can().preparation()) {
            assertThat(failure(() -> session.prepare(fence(), LIMIT)).kind()).isEqualTo(REFUSED);
            install(FIRST, image, Duration.ZERO);
            assertThat(installed(open(FIRST)).value()).isEqualTo(NEW);
            return;
        }
        resume(session);

        assertThat(failure(() -> session.install(fence(), order(image, CONFIRM_WITHIN), _ -> {}, LIMIT))
                        .kind())
                .isEqualTo(REFUSED);
        assertThat(session.observe(LIMIT).installation()).isIn(Installation.IDLE, Installation.NONE);
        assertThat(installed(session).value()).isEqualTo(OLD);
    }

    @Test
    void softwareThatCannotBeHadIsNotInstalled() throws EquipmentException, IOException {
        Session session = open(FIRST);
        Image image = stage(session, UPGRADE);
        prepare(session);
        TestPackage unknown = UPGRADE.revision("9.9.9");
        Order missing = order(unknown.software(), image.sha256(), CONFIRM_WITHIN);
        if (can().stagesAhead()) {
            assertThat(failure(() -> session.install(fence(), missing, _ -> {}, LIMIT))
                            .kind())
                    .as("no slot holds it")
                    .isEqualTo(REFUSED);
            if (traits().tells().hash()) {
                Order other = order(image.software(), unknown.sha256(), CONFIRM_WITHIN);
                assertThat(failure(() -> session.install(fence(), other, _ -> {}, LIMIT))
                                .kind())
                        .as("the slot holds another of that name")
                        .isEqualTo(REFUSED);
            }
        } else {
            assertThatIOException().isThrownBy(() -> session.install(fence(), missing, _ -> {}, LIMIT));
        }
        assertThat(session.observe(LIMIT).installation()).isIn(Installation.IDLE, Installation.NONE);
        assertThat(installed(session).value()).isEqualTo(OLD);
    }

    @Test
    void preparingCanBeAborted() throws EquipmentException {
        Session session = open(FIRST);
        if (!can().preparation()) {
            assertThat(failure(() -> session.prepare(fence(), LIMIT)).kind()).isEqualTo(REFUSED);
            assertThat(session.observe(LIMIT).preparation()).isEqualTo(Preparation.NONE);
            return;
        }
        session.prepare(fence(), LIMIT);
        assertThat(session.observe(LIMIT).preparation()).isEqualTo(Preparation.PREPARING);
        assertThat(failure(() -> session.prepare(fence(), LIMIT)).kind()).isEqualTo(REFUSED);

        session.resume(fence(), LIMIT);
        assertThat(session.observe(LIMIT).preparation()).isEqualTo(Preparation.IDLE);
    }

    @Test
    void aConfirmedUpdateStaysAndProducesAgain() throws EquipmentException, IOException {
        Image image = upgrade(FIRST, CONFIRM_WITHIN);

        Session session = open(FIRST);
        UpdateState trial = session.observe(LIMIT);
        assertThat(trial.waitingForConfirm()).isEqualTo(can().confirmation());
        assertThat(trial.current()).isEqualTo(image.software());
        assertThat(session.identify(LIMIT).installed()).isEqualTo(image.software());

        if (can().confirmation()) {
            session.confirm(fence(), LIMIT);
        }
        advance(CONFIRM_WITHIN.plus(WORK));
        resume(session);

        UpdateState state = session.observe(LIMIT);
        assertThat(state.current()).isEqualTo(image.software());
        assertThat(state.waitingForConfirm()).isFalse();
        assertThat(state.preparation()).isIn(Preparation.IDLE, Preparation.NONE);
        assertThat(state.fallback().map(slot -> slot.software().revision().value()))
                .isEqualTo(can().fallbackSlot() ? Optional.of(OLD) : Optional.empty());
        assertThat(failure(() -> session.confirm(fence(), LIMIT)).kind())
                .as("there is nothing more to confirm")
                .isEqualTo(REFUSED);
    }

    @Test
    void aFailedInstallationCanBeDoneAgain() throws EquipmentException, IOException {
        Session session = open(FIRST);
        failNextInstallation();
        Image image = stage(session, UPGRADE);
        prepare(session);
        if (traits().way() == Way.DIRECT) {
            assertThat(failure(() -> session.install(fence(), order(image, CONFIRM_WITHIN), _ -> {}, LIMIT))
                            .kind())
                    .isEqualTo(REFUSED);
            saysThatItFailed(session.observe(LIMIT));
            assertThat(installed(session)).as("written over").isEqualTo(Revision.NONE);
        } else {
            failedInstallationIsAcknowledged(session, image);
        }
        upgrade(FIRST, Duration.ZERO);
        assertThat(installed(open(FIRST))).isEqualTo(image.software().revision());
    }

    private void failedInstallationIsAcknowledged(Session session, Image image) throws EquipmentException, IOException {
        session.install(fence(), order(image, CONFIRM_WITHIN), _ -> {}, LIMIT);
        advance(WORK);
        if (can().powerCycle()) {
            cyclePower(FIRST);
            advance(WORK.multipliedBy(2));
        }
        Session after = open(FIRST);
        UpdateState failed = after.observe(LIMIT);
        assertThat(failed.installation()).isEqualTo(Installation.ERROR);
        saysThatItFailed(failed);
        assertThat(failed.current().revision().value()).isEqualTo(OLD);

        after.acknowledgeError(fence(), LIMIT);
        assertThat(after.observe(LIMIT).installation()).isEqualTo(Installation.IDLE);
        resume(after);
    }

    private void saysThatItFailed(UpdateState failed) {
        assertThat(failed.vendorErrorCode() != 0)
                .as("vendor error code")
                .isEqualTo(traits().tells().errorCode());
        assertThat(!failed.text().isBlank())
                .as("words: %s", failed.text())
                .isEqualTo(traits().tells().text());
    }

    @Test
    void theBehaviourOfUnknownSoftwareIsNotGuessed() throws EquipmentException {
        Session session = open(FIRST);
        if (can().stagesAhead()) {
            assertThat(failure(() -> session.behavior(UPGRADE.software(), LIMIT))
                            .kind())
                    .isEqualTo(REFUSED);
        } else {
            assertThat(session.behavior(UPGRADE.software(), LIMIT))
                    .as("without a slot it is told of any software")
                    .isEqualTo(new UpdateBehavior(true, can().powerCycle(), true));
        }
    }
}
