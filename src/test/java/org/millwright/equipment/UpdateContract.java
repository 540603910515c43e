package org.millwright.equipment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.millwright.equipment.EquipmentException.Kind.REFUSED;
import static org.millwright.equipment.EquipmentException.Kind.TIMED_OUT;
import static org.millwright.equipment.EquipmentException.Kind.UNREACHABLE;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
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

/** What an upgrade relies on when it sends, installs, confirms and goes back, whatever the driver. */
abstract class UpdateContract extends PlantUnderTest {
    @Test
    void aStagedPackageIsPendingWhileTheControllerGoesOn() throws EquipmentException, IOException {
        Session session = open(FIRST);
        Image image = UPGRADE.writeTo(folder);
        List<Long> sent = new ArrayList<>();
        session.stage(fence(), image, sent::add, LIMIT);

        UpdateState state = session.observe(LIMIT);
        assertThat(state.pending()).contains(new Slot(image.software(), Optional.of(image.sha256())));
        assertThat(state.current().revision().value()).isEqualTo(OLD);
        assertThat(state.preparation()).isEqualTo(Preparation.IDLE);
        assertThat(sent).isSorted().last().isEqualTo(image.bytes());
    }

    @Test
    void anotherPackageTakesThePlaceOfTheStagedOne() throws EquipmentException, IOException {
        Session session = open(FIRST);
        stage(session, UPGRADE);
        Image again = stage(session, UPGRADE);
        assertThat(session.observe(LIMIT).pending()).map(Slot::software).contains(again.software());

        Image other = stage(session, UPGRADE.revision("3.0.0"));
        assertThat(session.observe(LIMIT).pending()).map(Slot::software).contains(other.software());
    }

    @Test
    void aDamagedPackageIsRefusedWithTheControllersReason() throws EquipmentException, IOException {
        Session session = open(FIRST);
        Image damaged = UPGRADE.writeDamagedTo(folder);

        EquipmentException refusal = failure(() -> session.stage(fence(), damaged, _ -> {}, LIMIT));
        assertThat(refusal.kind()).isEqualTo(REFUSED);
        assertThat(refusal).hasMessageContaining("payload");
        assertThat(session.observe(LIMIT).pending()).isEmpty();
    }

    @Test
    void aPackageForAnotherProductIsRefused() throws EquipmentException, IOException {
        Session session = open(FIRST);
        Software other = new Software(MAKER, "TW-2", new Revision(NEW));
        Image image = new TestPackage(other).writeTo(folder);

        assertThat(failure(() -> session.stage(fence(), image, _ -> {}, LIMIT)).kind())
                .isEqualTo(REFUSED);
        assertThat(session.observe(LIMIT).pending()).isEmpty();
    }

    @Test
    void aTransferThatIsCutLeavesNothingAndCanBeDoneAgain() throws EquipmentException, IOException {
        Session session = open(FIRST);
        Image image = UPGRADE.writeTo(folder);
        cutNextTransfer();

        assertThat(failure(() -> session.stage(fence(), image, _ -> {}, LIMIT)).kind())
                .isIn(TIMED_OUT, UNREACHABLE);
        assertThat(failure(() -> session.observe(LIMIT)).kind()).isEqualTo(UNREACHABLE);

        Session next = open(FIRST);
        assertThat(next.observe(LIMIT).pending()).isEmpty();
        next.stage(fence(), image, _ -> {}, LIMIT);
        assertThat(next.observe(LIMIT).pending()).isPresent();
    }

    @Test
    void anUnpreparedControllerRefusesToInstall() throws EquipmentException, IOException {
        Session session = open(FIRST);
        Image image = stage(session, UPGRADE);

        assertThat(failure(() -> session.install(fence(), order(image, CONFIRM_WITHIN), _ -> {}, LIMIT))
                        .kind())
                .isEqualTo(REFUSED);
        assertThat(session.observe(LIMIT).installation()).isEqualTo(Installation.IDLE);
    }

    @Test
    void softwareThatNoSlotHoldsIsNotInstalled() throws EquipmentException, IOException {
        Session session = open(FIRST);
        Image image = stage(session, UPGRADE);
        prepare(session);
        Software unknown = UPGRADE.revision("9.9.9").software();

        assertThat(failure(() -> session.install(
                                fence(), order(unknown, image.sha256(), CONFIRM_WITHIN), _ -> {}, LIMIT))
                        .kind())
                .isEqualTo(REFUSED);
        Sha256 otherHash = UPGRADE.revision("9.9.9").sha256();
        assertThat(failure(() -> session.install(
                                fence(), order(image.software(), otherHash, CONFIRM_WITHIN), _ -> {}, LIMIT))
                        .kind())
                .isEqualTo(REFUSED);
        assertThat(session.observe(LIMIT).installation()).isEqualTo(Installation.IDLE);
    }

    @Test
    void preparingCanBeAborted() throws EquipmentException {
        Session session = open(FIRST);
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
        assertThat(trial.waitingForConfirm()).isTrue();
        assertThat(trial.current()).isEqualTo(image.software());
        assertThat(session.identify(LIMIT).installed()).isEqualTo(image.software());

        session.confirm(fence(), LIMIT);
        advance(CONFIRM_WITHIN.plus(WORK));
        session.resume(fence(), LIMIT);
        advance(WORK);

        UpdateState state = session.observe(LIMIT);
        assertThat(state.current()).isEqualTo(image.software());
        assertThat(state.waitingForConfirm()).isFalse();
        assertThat(state.preparation()).isEqualTo(Preparation.IDLE);
        assertThat(state.fallback())
                .map(Slot::software)
                .contains(UPGRADE.revision(OLD).software());
        assertThat(failure(() -> session.confirm(fence(), LIMIT)).kind())
                .as("there is nothing more to confirm")
                .isEqualTo(REFUSED);
    }

    @Test
    void theProgramThatWasInstalledIsReadBackByteForByte() throws EquipmentException, IOException {
        Image image = upgrade(FIRST, Duration.ZERO);
        ByteArrayOutputStream program = new ByteArrayOutputStream();
        open(FIRST).readProgram(program, LIMIT);

        assertThat(Sha256.of(program.toByteArray())).isEqualTo(image.sha256());
        assertThat(open(FIRST).observe(LIMIT).currentHash().orElse(image.sha256()))
                .as("a hash that is told is the program's")
                .isEqualTo(image.sha256());
    }

    @Test
    void anUnconfirmedUpdateRevertsByItself() throws EquipmentException, IOException {
        upgrade(FIRST, CONFIRM_WITHIN);
        advance(CONFIRM_WITHIN.plus(WORK));

        Session session = open(FIRST);
        assertThat(installed(session).value()).isEqualTo(OLD);
        assertThat(session.observe(LIMIT).waitingForConfirm()).isFalse();
    }

    @Test
    void theFormerSoftwareIsInstalledFromTheFallbackSlot() throws EquipmentException, IOException {
        upgrade(FIRST, Duration.ZERO);
        Session session = open(FIRST);
        Slot former = session.observe(LIMIT).fallback().orElseThrow();
        session.install(fence(), order(former.software(), former.hash().orElseThrow(), CONFIRM_WITHIN), _ -> {}, LIMIT);
        advance(WORK.multipliedBy(2));

        Session after = open(FIRST);
        after.confirm(fence(), LIMIT);
        assertThat(installed(after).value()).isEqualTo(OLD);
        assertThat(after.observe(LIMIT).fallback()).map(Slot::software).contains(UPGRADE.software());
    }

    @Test
    void aFailedInstallationIsAcknowledged() throws EquipmentException, IOException {
        Session session = open(FIRST);
        failNextInstallation();
        Image image = stage(session, UPGRADE);
        prepare(session);
        session.install(fence(), order(image, CONFIRM_WITHIN), _ -> {}, LIMIT);
        advance(WORK);

        Session after = open(FIRST);
        UpdateState failed = after.observe(LIMIT);
        assertThat(failed.installation()).isEqualTo(Installation.ERROR);
        assertThat(failed.vendorErrorCode()).isNotZero();
        assertThat(failed.text()).isNotBlank();
        assertThat(failed.current().revision().value()).isEqualTo(OLD);

        after.acknowledgeError(fence(), LIMIT);
        assertThat(after.observe(LIMIT).installation()).isEqualTo(Installation.IDLE);
    }

    @Test
    void lostParametersAreForetoldAndRestored() throws EquipmentException, IOException {
        Session before = open(SECOND);
        byte[] saved = parameters(before);
        Image image = stage(before, UPGRADE);
        assertThat(before.behavior(image.software(), LIMIT).keepsParameters()).isFalse();
        prepare(before);
        install(SECOND, image, Duration.ZERO);

        Session after = open(SECOND);
        assertThat(parameters(after)).isNotEqualTo(saved);
        after.restoreParameters(fence(), new ByteArrayInputStream(saved), LIMIT);
        assertThat(parameters(after)).isEqualTo(saved);
    }

    @Test
    void keptParametersAreForetoldAndStay() throws EquipmentException, IOException {
        Session session = open(FIRST);
        byte[] saved = parameters(session);
        stage(session, UPGRADE);
        assertThat(session.behavior(UPGRADE.software(), LIMIT).keepsParameters())
                .isTrue();
        upgrade(FIRST, Duration.ZERO);

        assertThat(parameters(open(FIRST))).isEqualTo(saved);
    }

    @Test
    void theBehaviourOfUnknownSoftwareIsNotGuessed() throws EquipmentException {
        Session session = open(FIRST);

        assertThat(failure(() -> session.behavior(UPGRADE.software(), LIMIT)).kind())
                .isEqualTo(REFUSED);
    }

    @Test
    void aFileThatHoldsNoParametersIsRefused() throws EquipmentException, IOException {
        Session session = open(FIRST);
        byte[] saved = parameters(session);
        InputStream nonsense = new ByteArrayInputStream("nonsense".getBytes(UTF_8));

        assertThat(failure(() -> session.restoreParameters(fence(), nonsense, LIMIT))
                        .kind())
                .isEqualTo(REFUSED);
        assertThat(parameters(session)).isEqualTo(saved);
    }
}
