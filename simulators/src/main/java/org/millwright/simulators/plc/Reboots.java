package org.millwright.simulators.plc;

import java.util.Optional;
import org.millwright.simulators.faults.FaultKind;
import org.millwright.simulators.faults.FaultPlan;
import org.millwright.simulators.plc.BootMachine.Arrival;

/**
 * How a controller goes down and comes back. Power off means: network, sessions, infeed and the update key are gone, what
 * was prepared stays.
 */
final class Reboots {
    private final Machines machines;

    Reboots(Machines machines) {
        this.machines = machines;
    }

    private long bootMs() {
        return machines.settings().timing().boot().toMillis();
    }

    /** After the last byte of an installation. */
    void into(PackageImage image) {
        FaultPlan faults = machines.faults();
        BootMachine boot = machines.boot();
        powerOff();
        if (faults.fires(FaultKind.OLD_REVISION)) {
            boot.reboot(Arrival.OLD_SOFTWARE);
            return;
        }
        machines.slots().activate(image);
        machines.parameters().softwareChanges(machines.settings().software().keepsParameters());
        if (faults.fires(FaultKind.NEVER_RETURNS)) {
            boot.neverReturn();
            return;
        }
        Effects effects = image.header().effects();
        if (effects.noBoot()) {
            boot.guardedReboot();
            return;
        }
        effects.resetRetained().forEach(machines.retained()::clear);
        Confirmation confirmation = machines.confirmation();
        if (confirmation.isWanted() && faults.fires(FaultKind.UNCONFIRMED)) {
            boot.rebootAfter(bootMs() + confirmation.simulatedMs(), Arrival.NOT_CONFIRMED);
        } else if (faults.fires(FaultKind.BOOT_LOOP)) {
            boot.bootLoop();
        } else {
            boot.reboot(Arrival.NEW_SOFTWARE);
        }
    }

    /** Nobody has confirmed in time. */
    void outOfTrial() {
        down(Arrival.NOT_CONFIRMED);
    }

    void afterPowerLoss() {
        powerOff();
        machines.boot().rebootAfter(bootMs(), Arrival.AFTER_POWER_LOSS);
    }

    /** Power was lost while the program was being overwritten. */
    void afterLostTransfer() {
        down(Arrival.TRANSFER_LOST);
    }

    /** A person switches the power off and on. Without effect while the controller is off or in a boot loop. */
    void cyclePower() {
        BootMachine boot = machines.boot();
        if (!boot.isOn() || boot.isDying()) {
            return;
        }
        if (machines.install().waitsForPower()) {
            down(Arrival.POWER_CYCLED);
        } else if (machines.install().isWorking()) {
            afterPowerLoss();
        } else {
            down(Arrival.RESTARTED);
        }
    }

    private void down(Arrival arrival) {
        powerOff();
        machines.boot().reboot(arrival);
    }

    /** Power is off from now on. */
    void powerOff() {
        machines.plant().power().set(false);
        machines.plant().chores().powerLost();
        machines.plant().station().setInfeedEnabled(false);
        machines.prepare().powerLost();
        machines.confirmation().pause();
        machines.key().forget();
    }

    /** Power is on again. */
    void arrive(Arrival how) {
        switch (how) {
            case NEW_SOFTWARE, DIES_SOON -> newSoftware();
            case GUARDED_NO_BOOT -> backToOld(VendorError.NO_BOOT);
            case GUARDED_BOOT_LOOP -> backToOld(VendorError.BOOT_LOOP);
            case NOT_CONFIRMED -> backToOld(VendorError.NOT_CONFIRMED);
            case OLD_SOFTWARE -> oldSoftware();
            case AFTER_POWER_LOSS -> {
                machines.install().failed();
                machines.confirmation().end();
                machines.report().fail(VendorError.POWER_LOST);
            }
            case TRANSFER_LOST -> machines.report().fail(VendorError.TRANSFER_POWER_LOST);
            case POWER_CYCLED -> {
                machines.install().powerCycled();
                machines.report().say("Power is back, installing on");
            }
            case RESTARTED -> restarted();
        }
        machines.plant().power().set(true);
    }

    private void newSoftware() {
        machines.install().ended();
        String revision = machines.report().running();
        if (machines.confirmation().isWanted()) {
            machines.confirmation().begin();
            machines.report().say(revision + " waits for its confirmation");
            return;
        }
        if (!machines.boot().isDying()) {
            machines.slots().settle();
        }
        machines.report().say(revision + " is installed");
    }

    private void oldSoftware() {
        if (machines.slots().current().isEmpty()) {
            machines.slots().undoOverwrite();
        }
        machines.slots().setPending(Optional.empty());
        machines.install().ended();
        machines.confirmation().end();
        machines.report().say("Installation ended");
    }

    private void backToOld(VendorError why) {
        machines.slots().revert();
        machines.parameters().goBack();
        machines.install().ended();
        machines.confirmation().end();
        machines.report().fail(why);
    }

    /** A trial goes on with its whole time; everything else is as it was. */
    private void restarted() {
        if (machines.slots().isOnTrial() && machines.confirmation().isWanted()) {
            machines.confirmation().begin();
        }
    }
}
