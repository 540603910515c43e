package org.millwright.simulators.plc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.millwright.simulators.TestLine;
import org.millwright.simulators.plc.UpdateView.Health;
import org.millwright.simulators.plc.UpdateView.Installation;

/** What a package's bytes make of a controller (docs/protocols/simulators.md, effects). */
class EffectsTest {
    private final TestLine line = TestLine.withFaults();
    private final Plc plc = line.plc();

    @Test
    void aGoodSoftwareChangesNothingInProduction() throws PlcRefusal {
        update("");
        produce(100);
        assertThat(plc.process().lastCycleTimeMs()).isCloseTo(6000, within(60.0));
        assertThat(plc.process().rejectCount()).isZero();
        assertThat(plc.process().alarms()).isEmpty();
        assertThat(plc.update().health()).isEqualTo(Health.NORMAL);
    }

    @Test
    void slowerStretchesEachCycle() throws PlcRefusal {
        update("slower=1.5");
        produce(5);
        assertThat(plc.process().lastCycleTimeMs()).isCloseTo(9000, within(90.0));
    }

    @Test
    void rejectRateThrowsPartsOut() throws PlcRefusal {
        update("reject-rate=0.3");
        long cycles = plc.process().cycleCount();
        produce(1000);
        double share = (double) plc.process().rejectCount() / (plc.process().cycleCount() - cycles);
        assertThat(share).isCloseTo(0.3, within(0.05));
    }

    @Test
    void alarmsAreRaisedInCycles() throws PlcRefusal {
        update("alarms=1");
        produce(1);
        assertThat(plc.process().alarms()).hasSize(1);
        assertThat(plc.process().state())
                .as("a nuisance does not stop the station")
                .isEqualTo("Execute");
    }

    @Test
    void resetRetainedClearsTheNamedValuesAtTheFirstBootOnly() throws PlcRefusal {
        update("reset-retained=TotalParts reset-retained=LastMaintenance reset-retained=Unknown");
        assertThat(plc.retained().get("TotalParts")).isEqualTo(0L);
        assertThat(plc.retained().get("LastMaintenance")).isEqualTo("");
        assertThat(plc.retained().get("ToolWear")).isNotEqualTo(0.0);

        plc.setRetained("TotalParts", 1234L);
        line.advance(600);
        assertThat(plc.retained().get("TotalParts")).isEqualTo(1234L);
    }

    @Test
    void noBootGoesBackToTheOldSlotByTheBootGuard() throws PlcRefusal {
        plc.setConfirmationTimeout(Duration.ofSeconds(30));
        update("no-boot");
        assertThat(line.revision()).isEqualTo("2.3.1");
        assertThat(plc.update().installation()).isEqualTo(Installation.IDLE);
        assertThat(plc.update().waitingForConfirm()).isFalse();
        assertThat(plc.update().vendorErrorCode()).isEqualTo(VendorError.NO_BOOT.code());
        assertThat(plc.update().status()).contains("2.4.0 did not boot").contains("2.3.1");
        assertThat(plc.update().health()).isEqualTo(Health.NORMAL);
    }

    @Test
    void badHealthBootsIntoFailureAndTheOldSoftwareHeals() throws PlcRefusal {
        update("bad-health");
        assertThat(line.revision()).isEqualTo("2.4.0");
        assertThat(plc.update().health()).isEqualTo(Health.FAILURE);
        assertThat(plc.process().state()).isEqualTo("Aborted");
        assertThat(plc.process().alarms()).isNotEmpty();

        line.install("2.3.1");
        line.untilRebooted();

        assertThat(plc.update().health()).isEqualTo(Health.NORMAL);
        assertThat(plc.process().alarms()).isEmpty();
    }

    @Test
    void refuseInstallEndsInErrorWithoutReboot() throws PlcRefusal {
        TestLine.PowerLog power = new TestLine.PowerLog();
        plc.onPower(power);
        line.beginInstall("2.4.0", "refuse-install");
        line.until(() -> plc.update().installation() == Installation.ERROR);
        assertThat(plc.update().vendorErrorCode()).isEqualTo(VendorError.SOFTWARE_REFUSED.code());
        assertThat(plc.update().installPercent()).isEqualTo(5);
        assertThat(plc.update().status()).contains("refuses this software");
        assertThat(line.revision()).isEqualTo("2.3.1");
        line.advance(600);
        assertThat(power.calls).containsExactly("up");

        plc.resumeInstallation();
        assertThat(plc.update().installation()).isEqualTo(Installation.IDLE);
        assertThat(plc.update().installPercent()).isZero();
        assertThat(plc.update().vendorErrorCode()).isZero();
        plc.resumeFromPrepare();
    }

    @Test
    void effectsOfOneControllerLeaveTheOthersAlone() throws PlcRefusal {
        TestLine two = TestLine.of(TestLine.file(2, true, true));
        two.beginInstall("2.4.0", "slower=2");
        two.untilRebooted();
        two.plc().resumeFromPrepare();
        two.until(() -> two.plc().update().prepare() == UpdateView.Prepare.IDLE);
        two.plc().setInfeedEnabled(true);
        two.advance(300);
        assertThat(two.plc(0).process().lastCycleTimeMs()).isCloseTo(12_000, within(120.0));
        assertThat(two.plc(1).process().lastCycleTimeMs()).isCloseTo(6_000, within(60.0));
    }

    /** Installs 2.4.0 with the effects. */
    private void update(String effects) throws PlcRefusal {
        line.beginInstall("2.4.0", effects);
        line.untilRebooted();
    }

    private void produce(int cycles) throws PlcRefusal {
        plc.resumeFromPrepare();
        line.until(() -> plc.update().prepare() == UpdateView.Prepare.IDLE);
        plc.setInfeedEnabled(true);
        long before = plc.process().cycleCount();
        // one more: the part in work began with the old software
        while (plc.process().cycleCount() < before + cycles + 1) {
            line.advance(1);
        }
    }
}
