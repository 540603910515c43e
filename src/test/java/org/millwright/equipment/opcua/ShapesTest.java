package org.millwright.equipment.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.millwright.equipment.EquipmentException.Kind.REFUSED;
import static org.millwright.equipment.opcua.ShapedPlc.CONFIRM_WITHIN;
import static org.millwright.equipment.opcua.ShapedPlc.OLD;
import static org.millwright.equipment.opcua.ShapedPlc.UPGRADE;
import static org.millwright.equipment.opcua.ShapedPlc.WORK;
import static org.millwright.equipment.opcua.TestDriver.FENCE;
import static org.millwright.equipment.opcua.TestDriver.LIMIT;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.Image;
import org.millwright.equipment.Session;
import org.millwright.equipment.UpdateState;
import org.millwright.equipment.UpdateState.Installation;
import org.millwright.equipment.UpdateState.Preparation;
import org.millwright.plant.Revision;
import org.millwright.release.Sha256;
import org.millwright.simulators.config.UpdateOption;
import org.millwright.simulators.config.UpdateSettings;
import org.millwright.simulators.config.UpdateSettings.Loading;
import org.millwright.simulators.config.UpdateSettings.Spec;

/** Everything under the AddIn is optional (OPC 10000-100 8.4.1.1): an update works with what is there. */
class ShapesTest {
    private static final UpdateSettings USUAL = UpdateSettings.USUAL;

    static Stream<UpdateSettings> cached() {
        return Stream.of(
                USUAL.as(Spec.V1_04),
                USUAL.without(UpdateOption.PREPARE_FOR_UPDATE),
                USUAL.without(UpdateOption.PREPARE_RESUME),
                USUAL.without(UpdateOption.CONFIRMATION, UpdateOption.INSTALLATION_DELAY),
                USUAL.without(UpdateOption.HASH, UpdateOption.CLEAR, UpdateOption.PERCENT_COMPLETE),
                USUAL.without(UpdateOption.UPDATE_STATUS, UpdateOption.VENDOR_ERROR_CODE, UpdateOption.PARAMETERS),
                USUAL.with(UpdateOption.ASYNC_COMPLETION),
                USUAL.with(UpdateOption.OWN_FILE_METHODS_ONLY),
                USUAL.with(UpdateOption.PATCH_IDENTIFIERS, UpdateOption.LOCK),
                USUAL.withBlocksOf(5_000));
    }

    @ParameterizedTest
    @MethodSource("cached")
    void anUpgradeSucceedsWhateverIsLeftOut(UpdateSettings shape) throws Exception {
        try (ShapedPlc plc = new ShapedPlc(shape)) {
            Image image = image();
            plc.whileTimePasses(() -> plc.stage(UPGRADE));
            assertThat(plc.state().pending()).map(UpdateState.Slot::software).contains(image.software());
            plc.session().behavior(image.software(), LIMIT);
            if (plc.state().preparation() != Preparation.NONE) {
                plc.prepare();
            }
            plc.install(image, CONFIRM_WITHIN);
            plc.untilBack();

            UpdateState state = plc.state();
            assertThat(state.current()).isEqualTo(image.software());
            assertThat(state.installation()).isEqualTo(Installation.IDLE);
            assertThat(state.preparation()).isIn(Preparation.IDLE, Preparation.NONE);
            assertThat(state.waitingForConfirm()).isFalse();
        }
    }

    @Test
    void aServerOf103SaysThatItWantsToBePreparedFirst() throws Exception {
        try (ShapedPlc plc = new ShapedPlc(USUAL.as(Spec.V1_03))) {
            assertThatExceptionOfType(EquipmentException.class)
                    .isThrownBy(() -> plc.stage(UPGRADE))
                    .matches(e -> e.kind() == REFUSED)
                    .withMessageContaining("wants to be prepared");
            plc.prepare();
            plc.install(plc.stage(UPGRADE), CONFIRM_WITHIN);
            plc.untilBack();

            assertThat(plc.state().current()).isEqualTo(UPGRADE.software());
        }
    }

    @Test
    void anAsynchronousFailureIsExplainedAndTheNextTransferWorks() throws Exception {
        try (ShapedPlc plc = new ShapedPlc(USUAL.with(UpdateOption.ASYNC_COMPLETION))) {
            byte[] damaged = UPGRADE.damagedBytes();
            Image image = new Image(
                    UPGRADE.software(), Sha256.of(damaged), damaged.length, () -> new ByteArrayInputStream(damaged));

            assertThatExceptionOfType(EquipmentException.class)
                    .isThrownBy(() -> plc.whileTimePasses(() -> plc.session().stage(FENCE, image, _ -> {}, LIMIT)))
                    .matches(e -> e.kind() == REFUSED)
                    .withMessageContaining("payload");
            assertThat(plc.state().pending()).isEmpty();
            plc.whileTimePasses(() -> plc.stage(UPGRADE));
            assertThat(plc.state().pending()).isPresent();
        }
    }

    @Test
    void anInstallationWaitsUntilSomebodyHasCutThePower() throws Exception {
        try (ShapedPlc plc = new ShapedPlc(USUAL.with(UpdateOption.POWER_CYCLE))) {
            assertThat(plc.session().capabilities(LIMIT).powerCycle()).isTrue();
            Image image = plc.stage(UPGRADE);
            assertThat(plc.session().behavior(image.software(), LIMIT).needsPowerCycle())
                    .isTrue();
            plc.prepare();
            plc.install(image, Duration.ZERO);
            plc.advance(WORK);

            assertThat(plc.state().waitingForPowerCycle()).isTrue();
        }
    }

    @Test
    void theUpdateKeyIsGivenBeforePreparing() throws Exception {
        try (ShapedPlc plc = new ShapedPlc(USUAL.withKey("open sesame"))) {
            plc.stage(UPGRADE);
            assertThatExceptionOfType(EquipmentException.class).isThrownBy(plc::prepare);

            plc.withKey("NOT_SET").reopen();
            assertThatExceptionOfType(EquipmentException.class)
                    .isThrownBy(plc::prepare)
                    .withMessageContaining("NOT_SET")
                    .withMessageNotContaining("sesame");

            plc.withKey("UPDATE_KEY").reopen();
            plc.prepare();
            plc.install(image(), CONFIRM_WITHIN);
            plc.untilBack();
            assertThat(plc.state().current()).isEqualTo(UPGRADE.software());
        }
    }

    private static Image image() {
        return ShapedPlc.image(UPGRADE);
    }

    @Test
    void changesAreToldUntilTheSessionEnds() throws Exception {
        try (ShapedPlc plc = new ShapedPlc(USUAL)) {
            CountDownLatch first = new CountDownLatch(1);
            Session session = plc.session();
            assertThat(session.watch(first::countDown, LIMIT)).isTrue();
            assertThat(first.await(LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .as("the values at the start are news")
                    .isTrue();
            CountDownLatch next = new CountDownLatch(1);
            assertThat(session.watch(next::countDown, LIMIT)).isTrue();
            session.prepare(FENCE, LIMIT);

            assertThat(next.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void takingSoftwareIsInstallingItWithDirectLoading() throws Exception {
        try (ShapedPlc plc = new ShapedPlc(USUAL.as(Loading.DIRECT))) {
            var can = plc.session().capabilities(LIMIT);
            assertThat(can.stagesAhead()).isFalse();
            assertThat(can.fallbackSlot()).isFalse();
            assertThat(plc.state().installation()).isEqualTo(Installation.NONE);
            assertThatExceptionOfType(EquipmentException.class)
                    .isThrownBy(() -> plc.stage(UPGRADE))
                    .matches(e -> e.kind() == REFUSED);
            plc.session().behavior(UPGRADE.software(), LIMIT);
            plc.prepare();
            List<Long> sent = new ArrayList<>();
            Image image = image();
            plc.session()
                    .install(
                            FENCE,
                            new org.millwright.equipment.Order(image, CONFIRM_WITHIN, Duration.ZERO),
                            sent::add,
                            LIMIT);
            assertThat(sent).isSorted().last().isEqualTo(image.bytes());
            plc.untilBack();

            UpdateState state = plc.state();
            assertThat(state.current()).isEqualTo(image.software());
            assertThat(state.pending()).isEmpty();
            assertThat(state.fallback()).isEmpty();
        }
    }

    @Test
    void aDirectTransferThatIsCutLeavesNoSoftware() throws Exception {
        try (ShapedPlc plc = new ShapedPlc(USUAL.as(Loading.DIRECT))) {
            plc.prepare();
            plc.inject("cut-transfer=50");
            assertThatExceptionOfType(EquipmentException.class)
                    .isThrownBy(() -> plc.install(image(), Duration.ZERO))
                    .matches(e -> e.kind() != REFUSED);
            plc.reopen();

            assertThat(plc.state().current().revision()).isEqualTo(Revision.NONE);
            assertThat(plc.session().identify(LIMIT).installed().revision()).isEqualTo(Revision.NONE);
        }
    }

    private static byte[] program(Session session) throws EquipmentException, IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        session.readProgram(out, LIMIT);
        return out.toByteArray();
    }

    @Test
    void theInstalledProgramIsReadBack() throws Exception {
        for (Loading loading : List.of(Loading.CACHED, Loading.DIRECT)) {
            try (ShapedPlc plc = new ShapedPlc(USUAL.as(loading))) {
                Image image = loading == Loading.CACHED ? plc.stage(UPGRADE) : image();
                plc.prepare();
                plc.install(image, Duration.ZERO);
                plc.untilBack();

                assertThat(Sha256.of(program(plc.session()))).as(loading.name()).isEqualTo(image.sha256());
                assertThat(plc.state().currentHash()).contains(image.sha256());
            }
        }
    }

    @Test
    void nothingIsPromisedThatTheServerDoesNotGiveBack() throws Exception {
        try (ShapedPlc plc = new ShapedPlc(USUAL.without(UpdateOption.READ_BACK))) {
            assertThat(plc.session().capabilities(LIMIT).givesProgramBack()).isFalse();
            assertThatExceptionOfType(EquipmentException.class)
                    .isThrownBy(() -> program(plc.session()))
                    .matches(e -> e.kind() == REFUSED);
            assertThat(plc.state().current().revision().value()).isEqualTo(OLD);
        }
    }
}
