package org.millwright.equipment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.millwright.equipment.EquipmentException.Kind.REFUSED;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.millwright.equipment.UpdateState.Slot;
import org.millwright.release.Sha256;

/** What an upgrade relies on when it takes a copy and goes back, whatever the driver and whatever the controller can do. */
abstract class WayBackContract extends PlantUnderTest {
    @Test
    void theProgramThatWasInstalledIsReadBackByteForByteOrNotAtAll() throws EquipmentException, IOException {
        Image image = upgrade(FIRST, Duration.ZERO);
        Session session = open(FIRST);
        ByteArrayOutputStream program = new ByteArrayOutputStream();
        boolean givesBack = can().givesProgramBack() || traits().way() == Way.FILES;

        assertThat(session.capabilities(LIMIT).givesProgramBack()).isEqualTo(givesBack);
        if (givesBack) {
            session.readProgram(program, LIMIT);
            assertThat(Sha256.of(program.toByteArray())).isEqualTo(image.sha256());
        } else {
            assertThat(failure(() -> session.readProgram(program, LIMIT)).kind())
                    .isEqualTo(REFUSED);
            assertThat(program.size()).isZero();
        }
        assertThat(session.observe(LIMIT).currentHash().orElse(image.sha256()))
                .as("a hash that is told is the program's")
                .isEqualTo(image.sha256());
    }

    @Test
    void anUnconfirmedUpdateRevertsByItselfOnlyWhereConfirmationIs() throws EquipmentException, IOException {
        upgrade(FIRST, CONFIRM_WITHIN);
        advance(CONFIRM_WITHIN.plus(WORK));

        Session session = open(FIRST);
        assertThat(installed(session).value()).isEqualTo(can().confirmation() ? OLD : NEW);
        assertThat(session.observe(LIMIT).waitingForConfirm()).isFalse();
    }

    @Test
    void theFormerSoftwareComesBackFromTheFallbackSlotOrIsSentAgain() throws EquipmentException, IOException {
        upgrade(FIRST, Duration.ZERO);
        Session session = open(FIRST);
        TestPackage delivered = UPGRADE.revision(OLD);
        if (can().fallbackSlot()) {
            Slot former = session.observe(LIMIT).fallback().orElseThrow();
            assertThat(former.software()).isEqualTo(delivered.software());
            assertThat(former.hash().isPresent()).isEqualTo(traits().tells().hash());
            prepare(session);
            install(FIRST, order(former.software(), former.hash().orElse(delivered.sha256()), CONFIRM_WITHIN));
        } else {
            assertThat(session.observe(LIMIT).fallback()).isEmpty();
            upgrade(FIRST, delivered, CONFIRM_WITHIN);
        }

        Session after = open(FIRST);
        if (can().confirmation()) {
            after.confirm(fence(), LIMIT);
        }
        advance(CONFIRM_WITHIN.plus(WORK));
        assertThat(installed(after).value()).isEqualTo(OLD);
        if (can().fallbackSlot()) {
            assertThat(after.observe(LIMIT).fallback()).map(Slot::software).contains(UPGRADE.software());
        }
    }

    @Test
    void lostParametersAreForetoldAndRestored() throws EquipmentException, IOException {
        Session before = open(SECOND);
        Image image = stage(before, UPGRADE);
        assertThat(before.behavior(image.software(), LIMIT).keepsParameters()).isFalse();
        if (!can().parameterFile()) {
            noParameterFile(before);
            return;
        }
        byte[] saved = parameters(before);
        prepare(before);
        install(SECOND, image, Duration.ZERO);

        Session after = open(SECOND);
        assertThat(parameters(after)).isNotEqualTo(saved);
        after.restoreParameters(fence(), new ByteArrayInputStream(saved), LIMIT);
        assertThat(parameters(after)).isEqualTo(saved);
    }

    private void noParameterFile(Session session) {
        InputStream any = new ByteArrayInputStream("speed=80".getBytes(UTF_8));
        assertThat(failure(() -> parameters(session)).kind()).isEqualTo(REFUSED);
        assertThat(failure(() -> session.restoreParameters(fence(), any, LIMIT)).kind())
                .isEqualTo(REFUSED);
    }

    @Test
    void keptParametersAreForetoldAndStay() throws EquipmentException, IOException {
        Session session = open(FIRST);
        Image image = stage(session, UPGRADE);
        assertThat(session.behavior(image.software(), LIMIT))
                .isEqualTo(new UpdateBehavior(true, can().powerCycle(), true));
        if (!can().parameterFile()) {
            noParameterFile(session);
            return;
        }
        byte[] saved = parameters(session);
        upgrade(FIRST, Duration.ZERO);

        assertThat(parameters(open(FIRST))).isEqualTo(saved);
    }

    @Test
    void aFileThatHoldsNoParametersIsRefused() throws EquipmentException, IOException {
        Session session = open(FIRST);
        if (!can().parameterFile()) {
            noParameterFile(session);
            return;
        }
        byte[] saved = parameters(session);
        InputStream nonsense = new ByteArrayInputStream("nonsense".getBytes(UTF_8));

        assertThat(failure(() -> session.restoreParameters(fence(), nonsense, LIMIT))
                        .kind())
                .isEqualTo(REFUSED);
        assertThat(parameters(session)).isEqualTo(saved);
    }
}
