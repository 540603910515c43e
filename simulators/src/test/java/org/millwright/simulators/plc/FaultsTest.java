package org.millwright.simulators.plc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.millwright.simulators.TestLine;
import org.millwright.simulators.faults.Fault;
import org.millwright.simulators.plc.Plc.TransferFate;
import org.millwright.simulators.plc.UpdateView.Installation;
import org.millwright.simulators.plc.UpdateView.Prepare;

/** Every fault of docs/protocols/simulators.md, and that it fires once. */
class FaultsTest {
    @Test
    void refusePrepareGoesBackToIdleWithAReason() throws PlcRefusal {
        TestLine line = TestLine.withFaults("p1:refuse-prepare");
        line.plc().prepare();
        line.until(() -> line.plc().update().prepare() == Prepare.IDLE);
        assertThat(line.plc().update().status()).contains("guard door");
        assertThat(line.plc().update().vendorErrorCode()).isEqualTo(VendorError.PREPARE_REFUSED.code());
        line.prepare();
    }

    @Test
    void stickPreparingNeverEndsButCanBeAborted() throws PlcRefusal {
        TestLine line = TestLine.withFaults("p1:stick-preparing");
        line.plc().prepare();
        line.advance(3600);
        assertThat(line.plc().update().prepare()).isEqualTo(Prepare.PREPARING);
        assertThat(line.plc().update().preparePercent()).isLessThan(100);
        line.plc().abortPrepare();
        assertThat(line.plc().update().prepare()).isEqualTo(Prepare.IDLE);
        line.prepare();
    }

    @Test
    void cutTransferDropsTheSessionsAtItsPercentageOnce() throws PlcRefusal {
        TestLine line = TestLine.withFaults("p1:cut-transfer=50");
        int whole = line.plc().currentProgram().length;
        assertThat(line.plc().transferProgress(whole / 2 - 10)).isEqualTo(TransferFate.GO_ON);
        assertThat(line.plc().transferProgress(whole / 2 + 10)).isEqualTo(TransferFate.CUT_SESSION);
        assertThat(line.plc().transferProgress(whole)).isEqualTo(TransferFate.GO_ON);
    }

    @Test
    void corruptCommitIsRefusedWithATextAndTheNextOneIsTaken() throws PlcRefusal {
        TestLine line = TestLine.withFaults("p1:corrupt-commit");
        byte[] good = TestLine.packageOf("2.4.0", "").bytes();
        assertThatExceptionOfType(PlcRefusal.class)
                .isThrownBy(() -> line.plc().stage(good))
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo("Bad_InvalidArgument"));
        assertThat(line.plc().update().errorMessage()).contains("SHA-256");
        assertThat(line.plc().slots().pending()).isEmpty();
        line.plc().stage(good);
        assertThat(line.plc().update().errorMessage()).isEmpty();
        assertThat(line.plc().slots().pending()).isPresent();
    }

    @Test
    void installErrorEndsInErrorWithTheOldSoftwareAndASecondTryWorks() throws PlcRefusal {
        TestLine line = TestLine.withFaults("p1:install-error");
        line.plc().setConfirmationTimeout(Duration.ofSeconds(30));
        line.beginInstall("2.4.0", "");
        line.until(() -> line.plc().update().installation() == Installation.ERROR);
        assertThat(line.plc().update().vendorErrorCode()).isEqualTo(VendorError.FLASH_FAILED.code());
        assertThat(line.plc().update().installPercent()).isEqualTo(60);
        assertThat(line.plc().update().confirmationTimeout()).isZero();
        assertThat(line.revision()).isEqualTo("2.3.1");
        assertThatExceptionOfType(PlcRefusal.class).isThrownBy(() -> line.install("2.4.0"));

        line.plc().resumeInstallation();
        line.install("2.4.0");
        line.untilRebooted();
        assertThat(line.revision()).isEqualTo("2.4.0");
    }

    @Test
    void powerLossComesBackWithTheOldSoftwareAndInstallationInError() throws PlcRefusal {
        TestLine line = TestLine.withFaults("p1:power-loss=40");
        line.beginInstall("2.4.0", "");
        TestLine.PowerLog power = new TestLine.PowerLog();
        line.plc().onPower(power);
        double lostAfterS = line.until(() -> power.calls.contains("down"));
        line.until(() -> power.calls.size() == 3);
        assertThat(lostAfterS).isCloseTo(0.4 * TestLine.INSTALL_S, within(0.2));
        assertThat(line.plc().update().installation()).isEqualTo(Installation.ERROR);
        assertThat(line.plc().update().installPercent()).isEqualTo(40);
        assertThat(line.plc().update().prepare()).isEqualTo(Prepare.PREPARED_FOR_UPDATE);
        assertThat(line.plc().update().vendorErrorCode()).isEqualTo(VendorError.POWER_LOST.code());
        assertThat(line.plc().process().infeedEnabled()).isFalse();
        assertThat(line.revision()).isEqualTo("2.3.1");
        assertThat(line.plc().slots().pending()).isPresent();
    }

    @Test
    void aBootLoopDiesThreeTimesAndEndsOnTheOldSlotEvenWhenConfirmed() throws PlcRefusal {
        TestLine line = TestLine.withFaults("p1:boot-loop");
        line.plc().setConfirmationTimeout(Duration.ofSeconds(30));
        line.beginInstall("2.4.0", "");
        TestLine.PowerLog power = new TestLine.PowerLog();
        line.plc().onPower(power);
        line.until(() -> power.calls.size() == 3);
        assertThat(line.revision()).isEqualTo("2.4.0");
        line.plc().confirm();

        line.until(() -> power.calls.size() == 9);

        assertThat(power.calls).containsExactly("up", "down", "up", "down", "up", "down", "up", "down", "up");
        assertThat(line.revision()).isEqualTo("2.3.1");
        assertThat(line.plc().update().installation()).isEqualTo(Installation.IDLE);
        assertThat(line.plc().update().waitingForConfirm()).isFalse();
        assertThat(line.plc().update().vendorErrorCode()).isEqualTo(VendorError.BOOT_LOOP.code());
        line.advance(3600);
        assertThat(power.calls).hasSize(9);
    }

    @Test
    void neverReturnsIsGoneForGood() throws PlcRefusal {
        TestLine line = TestLine.withFaults("p1:never-returns");
        line.plc().setConfirmationTimeout(Duration.ofSeconds(1));
        line.beginInstall("2.4.0", "");
        TestLine.PowerLog power = new TestLine.PowerLog();
        line.plc().onPower(power);
        line.advance(7200);
        assertThat(power.calls).containsExactly("up", "down");
        TestLine.PowerLog late = new TestLine.PowerLog();
        line.plc().onPower(late);
        assertThat(late.calls).containsExactly("down");
    }

    @Test
    void oldRevisionEndsWellButRunsTheOldSoftware() throws PlcRefusal {
        TestLine line = TestLine.withFaults("p1:old-revision");
        line.plc().setConfirmationTimeout(Duration.ofSeconds(30));
        line.beginInstall("2.4.0", "");
        line.untilRebooted();
        assertThat(line.plc().update().installation()).isEqualTo(Installation.IDLE);
        assertThat(line.plc().update().vendorErrorCode()).isZero();
        assertThat(line.plc().update().waitingForConfirm()).isFalse();
        assertThat(line.revision()).isEqualTo("2.3.1");
    }

    @Test
    void unconfirmedCannotBeReachedUntilItHasReverted() throws PlcRefusal {
        TestLine line = TestLine.withFaults("p1:unconfirmed");
        line.plc().setConfirmationTimeout(Duration.ofSeconds(30));
        line.beginInstall("2.4.0", "");
        TestLine.PowerLog power = new TestLine.PowerLog();
        line.plc().onPower(power);
        line.until(() -> power.calls.contains("down"));
        double goneS = line.until(() -> power.calls.size() == 3);
        assertThat(goneS).isCloseTo(30 * TestLine.SCALE + 2 * TestLine.BOOT_S, within(0.1));
        assertThat(line.revision()).isEqualTo("2.3.1");
        assertThat(line.plc().update().confirmationTimeout()).isZero();
        assertThat(line.plc().update().vendorErrorCode()).isEqualTo(VendorError.NOT_CONFIRMED.code());
    }

    @Test
    void unconfirmedWaitsForAnInstallationWithConfirmation() throws PlcRefusal {
        TestLine line = TestLine.withFaults("p1:unconfirmed");
        line.beginInstall("2.4.0", "");
        line.untilRebooted();
        assertThat(line.revision()).isEqualTo("2.4.0");
        line.plc().setConfirmationTimeout(Duration.ofSeconds(5));
        line.install("2.3.1");
        line.untilRebooted();
        assertThat(line.revision()).as("reverted").isEqualTo("2.4.0");
    }

    @Test
    void aStuckPartKeepsTheDrainFromEnding() throws Fault.BadFault {
        TestLine line = TestLine.of(TestLine.file(2, true, true));
        line.line().inject("p2:part-stuck");
        line.advance(60);
        line.plc(0).setInfeedEnabled(false);
        line.advance(3600);
        assertThat(line.plc(0).process().partsInStation()).isZero();
        assertThat(line.plc(1).process().partsInStation()).isEqualTo(1);
    }

    @Test
    void aFaultFiresOnceAndOnlyOnItsController() throws PlcRefusal {
        TestLine line = TestLine.of(TestLine.file(2, true, true), "p2:refuse-prepare");
        line.plc(0).prepare();
        line.plc(1).prepare();
        line.advance(TestLine.PREPARE_S + 1);
        assertThat(List.of(line.plc(0).update().prepare(), line.plc(1).update().prepare()))
                .containsExactly(Prepare.PREPARED_FOR_UPDATE, Prepare.IDLE);
        line.plc(1).prepare();
        line.advance(TestLine.PREPARE_S + 1);
        assertThat(line.plc(1).update().prepare()).isEqualTo(Prepare.PREPARED_FOR_UPDATE);
    }
}
