package org.millwright.simulators.plc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.millwright.simulators.TestLine;
import org.millwright.simulators.plc.UpdateView.Health;
import org.millwright.simulators.plc.UpdateView.Installation;
import org.millwright.simulators.plc.UpdateView.Prepare;

/** The state machines of OPC 10000-100 8.4.8, 8.4.9 and 8.4.11 as a client sees them. */
class SoftwareUpdateTest {
    private static final byte[] ANY = {};
    private final TestLine line = TestLine.withFaults();
    private final Plc plc = line.plc();

    @Test
    void anUpdateGoesThroughPrepareInstallRebootConfirmAndResume() throws PlcRefusal {
        Slots.Software old = plc.slots().current();
        plc.setConfirmationTimeout(Duration.ofSeconds(30));
        line.beginInstall("2.4.0", "");
        assertThat(plc.update().installation()).isEqualTo(Installation.INSTALLING);

        line.untilRebooted();
        assertThat(plc.update().installation()).isEqualTo(Installation.IDLE);
        assertThat(plc.update().waitingForConfirm()).isTrue();
        assertThat(plc.update().prepare()).isEqualTo(Prepare.PREPARED_FOR_UPDATE);
        plc.confirm();
        assertThat(plc.update().waitingForConfirm()).isFalse();
        assertThat(plc.update().confirmationTimeout()).isZero();
        plc.resumeFromPrepare();
        line.until(() -> plc.update().prepare() == Prepare.IDLE);

        assertThat(plc.nameplate().softwareRevision()).isEqualTo("2.4.0");
        assertThat(plc.slots().pending()).isEmpty();
        assertThat(plc.slots().fallback()).contains(old);
        assertThat(plc.update().health()).isEqualTo(Health.NORMAL);
        assertThat(plc.currentProgram())
                .isEqualTo(TestLine.packageOf("2.4.0", "").bytes());
        line.advance(3600);
        assertThat(line.revision()).as("a confirmed software stays").isEqualTo("2.4.0");
    }

    @Test
    void eachPhaseTakesItsTimeOnTheSimulatedClock() throws PlcRefusal {
        plc.stage(TestLine.packageOf("2.4.0", "").bytes());
        plc.prepare();
        assertThat(line.until(() -> plc.update().prepare() == Prepare.PREPARED_FOR_UPDATE))
                .isCloseTo(TestLine.PREPARE_S, within(0.1));
        TestLine.PowerLog power = new TestLine.PowerLog();
        plc.onPower(power);
        line.install("2.4.0");
        assertThat(line.until(() -> power.calls.contains("down"))).isCloseTo(TestLine.INSTALL_S, within(0.1));
        assertThat(line.until(() -> power.calls.size() == 3)).isCloseTo(TestLine.BOOT_S, within(0.1));
        plc.resumeFromPrepare();
        assertThat(line.until(() -> plc.update().prepare() == Prepare.IDLE)).isCloseTo(TestLine.RESUME_S, within(0.1));
    }

    @Test
    void percentsGrowWhileWorkIsDoneAndAreZeroOtherwise() throws PlcRefusal {
        plc.stage(TestLine.packageOf("2.4.0", "").bytes());
        assertThat(plc.update().preparePercent()).isZero();
        plc.prepare();
        line.advance(5);
        assertThat(plc.update().preparePercent()).isEqualTo(50);
        line.advance(5);
        assertThat(plc.update().preparePercent()).isZero();
        line.install("2.4.0");
        line.advance(15);
        assertThat(plc.update().installPercent()).isEqualTo(25);
        line.untilRebooted();
        assertThat(plc.update().installPercent()).isZero();
    }

    @Test
    void withoutPreparationNothingIsInstalled() throws PlcRefusal {
        plc.stage(TestLine.packageOf("2.4.0", "").bytes());
        assertInvalidState(() -> line.install("2.4.0"));
        plc.prepare();
        assertInvalidState(() -> line.install("2.4.0"));
        assertThat(plc.update().installation()).isEqualTo(Installation.IDLE);
    }

    @Test
    void preparationRefusesWhatDoesNotFitItsState() throws PlcRefusal {
        assertInvalidState(plc::abortPrepare);
        assertInvalidState(plc::resumeFromPrepare);
        plc.prepare();
        assertInvalidState(plc::prepare);
        assertInvalidState(plc::resumeFromPrepare);
        line.until(() -> plc.update().prepare() == Prepare.PREPARED_FOR_UPDATE);
        assertInvalidState(plc::prepare);
        assertInvalidState(plc::abortPrepare);
        plc.resumeFromPrepare();
        assertThat(plc.update().prepare()).isEqualTo(Prepare.RESUMING);
        assertInvalidState(plc::prepare);
        assertInvalidState(plc::resumeFromPrepare);
    }

    @Test
    void anAbortedPreparationLetsTheStationRunOn() throws PlcRefusal {
        plc.prepare();
        line.advance(1);
        assertThat(plc.process().state()).isEqualTo("Stopped");
        plc.abortPrepare();
        assertThat(plc.update().prepare()).isEqualTo(Prepare.IDLE);
        long cycles = plc.process().cycleCount();
        line.advance(60);
        assertThat(plc.process().cycleCount()).isGreaterThan(cycles + 5);
    }

    @Test
    void whileInstallingEverythingElseIsRefused() throws PlcRefusal {
        line.beginInstall("2.4.0", "");
        byte[] other = TestLine.packageOf("2.5.0", "").bytes();
        assertInvalidState(() -> line.install("2.4.0"));
        assertInvalidState(plc::resumeFromPrepare);
        assertInvalidState(plc::resumeInstallation);
        assertInvalidState(plc::confirm);
        assertInvalidState(plc::clearPending);
        assertInvalidState(() -> plc.stage(other));
        assertInvalidState(() -> plc.restoreParameters(plc.backupParameters()));
    }

    @Test
    void whileOffEverythingIsRefused() throws PlcRefusal {
        line.beginInstall("2.4.0", "");
        line.advance(TestLine.INSTALL_S + 1);
        assertInvalidState(plc::prepare);
        assertInvalidState(plc::resumeFromPrepare);
        assertInvalidState(plc::confirm);
        assertInvalidState(plc::clearPending);
        assertInvalidState(() -> line.install("2.3.1"));
        plc.setInfeedEnabled(true);
        assertThat(plc.process().infeedEnabled()).isFalse();
    }

    @Test
    void aSoftwareThatNoSlotHoldsIsNotFound() throws PlcRefusal {
        plc.stage(TestLine.packageOf("2.4.0", "").bytes());
        line.prepare();
        assertStatus("Bad_NotFound", () -> line.install("9.9.9"));
        assertStatus("Bad_NotFound", () -> plc.install("urn:other", "2.4.0", ANY));
        assertStatus("Bad_NotFound", () -> plc.updateBehavior(TestLine.URI, "2.3.1"));
        assertStatus("Bad_InvalidArgument", () -> plc.install(TestLine.URI, "2.4.0", new byte[32]));
        byte[] hash =
                HexFormat.of().parseHex(plc.slots().pending().orElseThrow().sha256());
        plc.install(TestLine.URI, "2.4.0", hash);
        assertThat(plc.update().installation()).isEqualTo(Installation.INSTALLING);
    }

    @Test
    void theOldSoftwareComesBackFromTheFallbackSlotAndPendingIsKept() throws PlcRefusal {
        Slots.Software old = plc.slots().current();
        line.beginInstall("2.4.0", "");
        line.untilRebooted();
        plc.stage(TestLine.packageOf("2.5.0", "").bytes());

        line.install("2.3.1");
        line.untilRebooted();

        assertThat(plc.slots().current()).isEqualTo(old);
        assertThat(plc.slots().fallback().orElseThrow().revision()).isEqualTo("2.4.0");
        assertThat(plc.slots().pending().orElseThrow().revision()).isEqualTo("2.5.0");
    }

    @Test
    void anUnconfirmedSoftwareIsRevertedByAnotherReboot() throws PlcRefusal {
        Slots before = slotsAfterStaging();
        plc.setConfirmationTimeout(Duration.ofSeconds(30));
        line.prepare();
        line.install("2.4.0");
        line.untilRebooted();
        assertThat(line.revision()).isEqualTo("2.4.0");
        TestLine.PowerLog power = new TestLine.PowerLog();
        plc.onPower(power);

        double waitedS = line.until(() -> power.calls.contains("down"));
        line.until(() -> power.calls.size() == 3);

        assertThat(waitedS).as("real seconds of the client").isCloseTo(30 * TestLine.SCALE, within(0.1));
        assertThat(plc.slots()).isEqualTo(before);
        assertThat(plc.update().waitingForConfirm()).isFalse();
        assertThat(plc.update().confirmationTimeout()).isZero();
        assertThat(plc.update().installation()).isEqualTo(Installation.IDLE);
        assertThat(plc.update().vendorErrorCode()).isEqualTo(VendorError.NOT_CONFIRMED.code());
        assertThat(plc.update().status()).contains("2.4.0 was not confirmed").contains("2.3.1");
    }

    @Test
    void aTrialRefusesAnotherSoftwareUntilItIsConfirmed() throws PlcRefusal {
        plc.setConfirmationTimeout(Duration.ofMinutes(5));
        line.beginInstall("2.4.0", "");
        line.untilRebooted();
        assertInvalidState(() -> line.install("2.3.1"));
        assertInvalidState(() -> plc.stage(TestLine.packageOf("2.5.0", "").bytes()));
        plc.confirm();
        assertInvalidState(plc::confirm);
        line.install("2.3.1");
        assertThat(plc.update().installation()).isEqualTo(Installation.INSTALLING);
    }

    @Test
    void withoutATimeoutNothingWaitsForConfirmation() throws PlcRefusal {
        plc.setConfirmationTimeout(Duration.ofSeconds(-1));
        line.beginInstall("2.4.0", "");
        line.untilRebooted();
        assertThat(plc.update().waitingForConfirm()).isFalse();
        assertInvalidState(plc::confirm);
        line.advance(3600);
        assertThat(line.revision()).isEqualTo("2.4.0");
    }

    @Test
    void everyRebootLeavesTheInfeedOffAndTheStationStopped() throws PlcRefusal {
        assertThat(plc.process().infeedEnabled()).isTrue();
        line.beginInstall("2.4.0", "");
        line.untilRebooted();
        assertThat(plc.process().infeedEnabled()).isFalse();
        plc.resumeFromPrepare();
        line.until(() -> plc.update().prepare() == Prepare.IDLE);
        line.advance(60);
        assertThat(plc.process().state()).isEqualTo("Stopped");
        plc.setInfeedEnabled(true);
        long cycles = plc.process().cycleCount();
        line.advance(60);
        assertThat(plc.process().cycleCount()).isGreaterThan(cycles + 5);
    }

    @Test
    void aControllerWithoutFallbackOffersNoneButStillReverts() throws PlcRefusal {
        TestLine plain = TestLine.of(TestLine.file(1, true, false));
        assertThat(plain.plc().hasFallbackSlot()).isFalse();
        plain.plc().setConfirmationTimeout(Duration.ofSeconds(1));
        plain.beginInstall("2.4.0", "");
        plain.untilRebooted();
        assertThat(plain.revision()).isEqualTo("2.4.0");
        assertThat(plain.plc().slots().fallback()).isEmpty();
        plain.untilRebooted();
        assertThat(plain.revision()).isEqualTo("2.3.1");
    }

    @Test
    void updateBehaviorTellsWhetherParametersAreKept() throws PlcRefusal {
        plc.stage(TestLine.packageOf("2.4.0", "").bytes());
        assertThat(plc.updateBehavior(TestLine.URI, "2.4.0")).isEqualTo(1 | 2 | 8 | 16);
        TestLine forgetful = TestLine.of(TestLine.file(1, false, true));
        forgetful.plc().stage(TestLine.packageOf("2.4.0", "").bytes());
        assertThat(forgetful.plc().updateBehavior(TestLine.URI, "2.4.0")).isEqualTo(2 | 8 | 16);
    }

    @Test
    void aListenerMayCallTheControllerFromItsCall() {
        List<Object> seen = new ArrayList<>();
        plc.onPower(new Plc.PowerListener() {
            @Override
            public void up() {
                seen.add(plc.update());
                plc.onPower(new TestLine.PowerLog());
            }

            @Override
            public void down() {}
        });
        assertThat(seen).hasSize(1);
    }

    private Slots slotsAfterStaging() throws PlcRefusal {
        plc.stage(TestLine.packageOf("2.4.0", "").bytes());
        return plc.slots();
    }

    private static void assertInvalidState(ThrowingCallable call) {
        assertStatus("Bad_InvalidState", call);
    }

    private static void assertStatus(String status, ThrowingCallable call) {
        assertThatExceptionOfType(PlcRefusal.class)
                .isThrownBy(call)
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(status))
                .satisfies(refusal -> assertThat(refusal.reason()).isNotBlank());
    }
}
