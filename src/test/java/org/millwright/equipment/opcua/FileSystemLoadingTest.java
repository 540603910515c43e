package org.millwright.equipment.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.millwright.equipment.EquipmentException.Kind.REFUSED;
import static org.millwright.equipment.opcua.ShapedPlc.CONFIRM_WITHIN;
import static org.millwright.equipment.opcua.ShapedPlc.UPGRADE;
import static org.millwright.equipment.opcua.TestDriver.LIMIT;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.Image;
import org.millwright.equipment.TestPackage;
import org.millwright.equipment.UpdateState.Slot;
import org.millwright.plant.Revision;
import org.millwright.plant.Software;
import org.millwright.release.Sha256;
import org.millwright.simulators.config.UpdateSettings;
import org.millwright.simulators.config.UpdateSettings.Loading;

/** Files have no meaning by themselves (OPC 10000-100 8.4.6): their names and the nameplate give it. */
class FileSystemLoadingTest {
    private ShapedPlc plc;

    @BeforeEach
    void start() throws Exception {
        plc = new ShapedPlc(UpdateSettings.USUAL.as(Loading.FILESYSTEM));
    }

    @AfterEach
    void stop() {
        plc.close();
    }

    private void upgrade(TestPackage to) throws Exception {
        Image image = plc.stage(to);
        plc.prepare();
        plc.install(image, CONFIRM_WITHIN);
        plc.untilBack();
        assertThat(plc.state().current()).isEqualTo(to.software());
    }

    @Test
    void aCompleteFileIsPending() throws Exception {
        assertThat(plc.session().capabilities(LIMIT).stagesAhead()).isTrue();
        assertThat(plc.state().pending()).isEmpty();
        Image image = plc.stage(UPGRADE);

        assertThat(plc.state().pending()).contains(new Slot(image.software(), Optional.of(image.sha256())));
        assertThat(plc.state().fallback()).isEmpty();
        plc.session().behavior(image.software(), LIMIT);
    }

    @Test
    void aCompleteFileIsNotSentTwice() throws Exception {
        Image image = plc.stage(UPGRADE);
        Image unreadable = new Image(image.software(), image.sha256(), image.bytes(), () -> {
            throw new IOException("was read again");
        });
        plc.session().stage(TestDriver.FENCE, unreadable, _ -> {}, LIMIT);

        assertThat(plc.state().pending()).isPresent();
    }

    @Test
    void anotherPackageTakesThePlaceOfTheOneThatWasNotInstalled() throws Exception {
        plc.stage(UPGRADE);
        TestPackage next = UPGRADE.revision("3.0.0");
        plc.stage(next);

        assertThat(plc.state().pending()).map(Slot::software).contains(next.software());
        assertThatExceptionOfType(EquipmentException.class)
                .isThrownBy(() -> plc.session().behavior(UPGRADE.software(), LIMIT))
                .matches(e -> e.kind() == REFUSED);
    }

    @Test
    void anUpgradedControllerGivesItsProgramBackAndKeepsTheFormerOne() throws Exception {
        upgrade(UPGRADE);
        assertThat(plc.session().capabilities(LIMIT).fallbackSlot()).isTrue();
        ByteArrayOutputStream program = new ByteArrayOutputStream();
        plc.session().readProgram(program, LIMIT);
        assertThat(Sha256.of(program.toByteArray())).isEqualTo(UPGRADE.sha256());
        assertThat(plc.state().currentHash()).contains(UPGRADE.sha256());

        TestPackage next = UPGRADE.revision("3.0.0");
        upgrade(next);
        assertThat(plc.state().pending()).map(Slot::software).contains(UPGRADE.software());
        Image former = ShapedPlc.image(UPGRADE);
        plc.prepare();
        plc.install(former, CONFIRM_WITHIN);
        plc.untilBack();
        assertThat(plc.state().current()).isEqualTo(UPGRADE.software());
    }

    @Test
    void aFileThatDoesNotValidateIsNotInstalled() throws Exception {
        byte[] damaged = UPGRADE.damagedBytes();
        Image image = new Image(
                UPGRADE.software(), Sha256.of(damaged), damaged.length, () -> new ByteArrayInputStream(damaged));
        plc.session().stage(TestDriver.FENCE, image, _ -> {}, LIMIT);
        plc.prepare();

        assertThatExceptionOfType(EquipmentException.class)
                .isThrownBy(() -> plc.install(image, CONFIRM_WITHIN))
                .matches(e -> e.kind() == REFUSED)
                .withMessageContaining("invalid");
    }

    @Test
    void aDamagedStoreLeavesNoFileBehind() throws Exception {
        Image image = ShapedPlc.image(UPGRADE);
        byte[] other = UPGRADE.revision("2.0.1").bytes();
        Image rotten =
                new Image(image.software(), image.sha256(), image.bytes(), () -> new ByteArrayInputStream(other));

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> plc.session().stage(TestDriver.FENCE, rotten, _ -> {}, LIMIT));
        assertThat(plc.state().pending()).isEmpty();
        plc.stage(UPGRADE);
        assertThat(plc.state().pending()).isPresent();
    }

    @Test
    void aPackageForAnotherProductIsNotSent() {
        Software other = new Software(TestDriver.MAKER, "TW-2", new Revision("2.0.0"));

        assertThatExceptionOfType(EquipmentException.class)
                .isThrownBy(() -> plc.stage(new TestPackage(other)))
                .matches(e -> e.kind() == REFUSED);
    }

    @Test
    void aProgramThatNoFileHoldsIsNotPromised() throws Exception {
        assertThat(plc.session().capabilities(LIMIT).givesProgramBack()).isFalse();
        assertThatExceptionOfType(EquipmentException.class)
                .isThrownBy(() -> plc.session().readProgram(new ByteArrayOutputStream(), LIMIT))
                .matches(e -> e.kind() == REFUSED);
    }
}
