package org.millwright.simulators.plc;

import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.millwright.simulators.config.UpdateOption;
import org.millwright.simulators.faults.FaultKind;
import org.millwright.simulators.plc.UpdateView.Health;
import org.millwright.simulators.plc.UpdateView.Prepare;
import org.millwright.simulators.process.Station;

/**
 * How one controller is updated (OPC 10000-100 ch. 8). Guarded by the line's lock.
 *
 * <ol>
 *   <li>An installation needs PreparedForUpdate, and no other one running, in Error, or waiting for its confirmation.
 *   <li>It ends in Error with the old software, or in a reboot; network, infeed and sessions are gone meanwhile.
 *   <li>After the reboot Installation is Idle. With a ConfirmationTimeout the new software is on trial from then on:
 *       confirmed in time it stays, else another reboot brings the old one back, with its slots and parameters.
 *   <li>PreparedForUpdate outlives all this; only a resume lets the station run again.
 * </ol>
 */
final class UpdateMachines {
    private static final int KEEPS_PARAMETERS = 1;
    private static final int WILL_DISCONNECT = 1 << 1;
    private static final int REQUIRES_POWER_CYCLE = 1 << 2;
    private static final int WILL_REBOOT = 1 << 3;
    private static final int NEEDS_PREPARATION = 1 << 4;

    private final Machines machines;
    private final Reboots reboots;
    private final Loading loading;
    private final double scale;
    private Duration installationDelay = Duration.ZERO;
    private long waitedForPowerMs;

    /** @param scale simulated seconds in one real second */
    UpdateMachines(Machines machines, double scale) {
        this.machines = machines;
        this.reboots = new Reboots(machines);
        this.loading = Loading.of(machines);
        this.scale = scale;
        machines.plant().station().onCycle(machines.retained()::count);
    }

    SoftwareSlots slots() {
        return machines.slots();
    }

    RetainedData retained() {
        return machines.retained();
    }

    UpdateKey key() {
        return machines.key();
    }

    boolean isOn() {
        return machines.boot().isOn();
    }

    // --- requests

    void prepare() throws PlcRefusal {
        machines.requireOn();
        machines.key().require();
        machines.prepare().prepare(machines.faults());
        machines.report().say("Preparing for update");
    }

    void abortPrepare() throws PlcRefusal {
        machines.requireOn();
        machines.install().requireNotInstalling();
        machines.prepare().abort();
        machines.report().say("Preparation aborted");
    }

    void resumeFromPrepare() throws PlcRefusal {
        machines.requireOn();
        machines.install().requireNotInstalling();
        machines.prepare().resume();
        machines.report().say("Resuming production");
    }

    Loading loading() {
        return loading;
    }

    /** A Write of a package transfer; percentages are of the installed package's size. */
    Plc.TransferFate received(long bytes) {
        double percent = 100.0 * bytes / slots().referenceBytes();
        loading.received();
        if (loading.losesPowerAt(percent)) {
            reboots.afterLostTransfer();
            return Plc.TransferFate.CUT_SESSION;
        }
        if (machines.faults().firesAt(FaultKind.TORN_IMAGE, percent).isPresent()) {
            reboots.cyclePower();
            return Plc.TransferFate.TEAR_BLOCK;
        }
        return machines.faults().firesAt(FaultKind.CUT_TRANSFER, percent).isPresent()
                ? Plc.TransferFate.CUT_SESSION
                : Plc.TransferFate.GO_ON;
    }

    void clearPending() throws PlcRefusal {
        loading.requireCommittable();
        slots().setPending(Optional.empty());
    }

    byte[] backupParameters() {
        return machines.parameters().file();
    }

    void restoreParameters(byte[] file) throws PlcRefusal {
        machines.requireOn();
        machines.install().requireNotInstalling();
        machines.parameters().restore(file);
    }

    int updateBehavior(SoftwareName name) throws PlcRefusal {
        slots().find(name, "");
        return updateBehavior();
    }

    /** The bits are the same for every software here. */
    int updateBehavior() {
        return WILL_DISCONNECT
                | WILL_REBOOT
                | (machines.settings().software().keepsParameters() ? KEEPS_PARAMETERS : 0)
                | (offers(UpdateOption.PREPARE_FOR_UPDATE) ? NEEDS_PREPARATION : 0)
                | (offers(UpdateOption.POWER_CYCLE) ? REQUIRES_POWER_CYCLE : 0);
    }

    private boolean offers(UpdateOption option) {
        return machines.shape().offers(option);
    }

    void install(SoftwareName name, byte[] sha256) throws PlcRefusal {
        machines.requireReadyToInstall();
        PackageImage image = slots().find(name, HexFormat.of().formatHex(sha256));
        begin(Optional.of(image));
    }

    /** Installs what was found among files; nothing found leads to Error. */
    void installFiles(Optional<PackageImage> image) throws PlcRefusal {
        machines.requireReadyToInstall();
        begin(image);
    }

    private void begin(Optional<PackageImage> image) throws PlcRefusal {
        InstallMachine.Job job = image.<InstallMachine.Job>map(InstallMachine.Job.Install::new)
                .orElseGet(InstallMachine.Job.Unusable::new);
        machines.begin(job, Math.round(installationDelay.toNanos() / 1e6 * scale));
        image.ifPresent(machines.report()::about);
        machines.report()
                .say("Installing "
                        + image.map(found -> found.software().revision()).orElse("files"));
    }

    void resumeInstallation() throws PlcRefusal {
        machines.requireOn();
        machines.install().resume();
        machines.report().say("Ready");
    }

    void confirm() throws PlcRefusal {
        machines.requireOn();
        machines.confirmation().confirm();
        if (!machines.boot().isDying()) {
            slots().settle();
        }
        machines.report().say(machines.report().running() + " is confirmed");
    }

    void setConfirmationTimeout(Duration timeout) {
        machines.confirmation().setTimeout(timeout);
    }

    void setInstallationDelay(Duration delay) {
        installationDelay = delay;
    }

    Duration installationDelay() {
        return installationDelay;
    }

    void cyclePower() {
        reboots.cyclePower();
    }

    /** True when the lock is lost in mid-update by a fault. */
    boolean losesLock() {
        return machines.prepare().view() != Prepare.IDLE && machines.faults().fires(FaultKind.LOST_LOCK);
    }

    // --- time

    void step(long stepMs) {
        switch (machines.boot().step(stepMs)) {
            case BootMachine.Event.Nothing _ -> {}
            case BootMachine.Event.Arrived(BootMachine.Arrival how) -> {
                reboots.arrive(how);
                loading.abandoned();
            }
            case BootMachine.Event.Died _ -> reboots.powerOff();
        }
        if (isOn()) {
            stepPrepare(stepMs);
            stepInstall(stepMs);
            if (machines.confirmation().expiresWith(stepMs)) {
                reboots.outOfTrial();
            }
            stepPowerCycle(stepMs);
        }
        if (machines.faults().fires(FaultKind.PART_STUCK)) {
            machines.plant().station().stickPart();
        }
        driveStation();
    }

    private void stepPrepare(long stepMs) {
        boolean updateIsOver = machines.install().view() == UpdateView.Installation.IDLE
                && !machines.confirmation().isWaiting()
                && !machines.boot().isDying();
        if (updateIsOver && machines.prepare().resumesByItself()) {
            machines.prepare().resumeNow();
        }
        switch (machines.prepare().step(stepMs)) {
            case NOTHING -> {}
            case PREPARED -> machines.report().say("Prepared for update, the station stands still");
            case REFUSED -> machines.report().fail(VendorError.PREPARE_REFUSED);
            case RESUMED -> sayReady();
        }
    }

    /** A controller that resumes by itself must not hide why its update failed. */
    private void sayReady() {
        if (offers(UpdateOption.PREPARE_RESUME)) {
            machines.report().say("Ready");
        }
    }

    private void stepInstall(long stepMs) {
        switch (machines.install().step(stepMs, machines.faults())) {
            case InstallMachine.Event.Nothing _ -> {}
            case InstallMachine.Event.Written(PackageImage image) -> {
                installationDelay = Duration.ZERO;
                reboots.into(image);
            }
            case InstallMachine.Event.Failed(VendorError why) -> {
                installationDelay = Duration.ZERO;
                machines.confirmation().end();
                machines.report().fail(why);
            }
            case InstallMachine.Event.PowerLost _ -> {
                installationDelay = Duration.ZERO;
                reboots.afterPowerLoss();
            }
            case InstallMachine.Event.PowerCycleNeeded _ ->
                machines.report().say("Switch the power of the controller off and on again to go on");
        }
    }

    private void stepPowerCycle(long stepMs) {
        if (!machines.install().waitsForPower()) {
            waitedForPowerMs = 0;
            return;
        }
        waitedForPowerMs += stepMs;
        Optional<Duration> somebodyCycles = machines.shape().powerCycleAfter();
        if (somebodyCycles.isPresent()
                && waitedForPowerMs >= somebodyCycles.get().toMillis()) {
            reboots.cyclePower();
        }
    }

    /** The station moves only under a running, healthy controller that is not being updated. */
    void driveStation() {
        Effects effects = slots().effects();
        Station.Mode mode = Station.Mode.RUNNING;
        if (!isOn() || slots().current().isEmpty()) {
            mode = Station.Mode.STOPPED;
        } else if (effects.badHealth()) {
            mode = Station.Mode.ABORTED;
        } else if (machines.prepare().view() != Prepare.IDLE
                || machines.install().isWorking()) {
            mode = Station.Mode.STOPPED;
        }
        machines.plant().station().drive(mode, effects.on(machines.settings().station()));
    }

    // --- what is shown

    UpdateView view() {
        boolean broken = slots().current().isEmpty() || slots().effects().badHealth();
        return new UpdateView(
                machines.prepare().view(),
                machines.prepare().percent(),
                machines.install().view(),
                machines.install().percent(),
                machines.confirmation().isWaiting(),
                machines.confirmation().timeout(),
                machines.report().status(),
                machines.report().code(),
                machines.report().errorMessage(),
                broken ? Health.FAILURE : Health.NORMAL,
                machines.install().waitsForPower());
    }
}
