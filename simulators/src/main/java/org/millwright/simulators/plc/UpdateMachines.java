package org.millwright.simulators.plc;

import java.util.HexFormat;
import java.util.Optional;
import org.millwright.simulators.config.ControllerSettings;
import org.millwright.simulators.faults.FaultKind;
import org.millwright.simulators.faults.FaultPlan;
import org.millwright.simulators.plc.BootMachine.Arrival;
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
    private static final int WILL_REBOOT = 1 << 3;
    private static final int NEEDS_PREPARATION = 1 << 4;

    private final ControllerSettings settings;
    private final Plant plant;
    private final SoftwareSlots slots;
    private final RetainedData retained;
    private final PrepareMachine prepare;
    private final InstallMachine install;
    private final Confirmation confirmation;
    private final BootMachine boot;
    private final Parameters parameters;
    private PackageImage lastInstalled;
    private String status = "Ready";
    private VendorError error = VendorError.NONE;
    private String errorMessage = "";

    /** What a controller is connected to. */
    record Plant(Station station, PowerFeed power, FaultPlan faults) {}

    UpdateMachines(ControllerSettings settings, double scale, PackageImage installed, Plant plant) {
        this.settings = settings;
        this.plant = plant;
        this.slots = new SoftwareSlots(installed, settings.software().fallbackSlot());
        this.retained = new RetainedData(settings.retained());
        this.prepare = new PrepareMachine(settings.timing());
        this.install = new InstallMachine(settings.timing().install());
        this.confirmation = new Confirmation(scale);
        this.boot = new BootMachine(settings.timing().boot());
        this.parameters = new Parameters(settings.identity().productCode(), settings.parameters());
        this.lastInstalled = installed;
        plant.station().onCycle(retained::count);
    }

    RetainedData retained() {
        return retained;
    }

    SoftwareSlots slots() {
        return slots;
    }

    boolean isOn() {
        return boot.isOn();
    }

    // --- requests

    void prepare() throws PlcRefusal {
        requireOn();
        prepare.prepare(plant.faults());
        say("Preparing for update");
    }

    void abortPrepare() throws PlcRefusal {
        requireOn();
        prepare.abort();
        say("Preparation aborted");
    }

    void resumeFromPrepare() throws PlcRefusal {
        requireOn();
        install.requireNotInstalling();
        prepare.resume();
        say("Resuming production");
    }

    /** Refuses when nothing may be put into or taken from the pending slot now. */
    void requirePendingFree() throws PlcRefusal {
        requireOn();
        install.requireNotInstalling();
        requireNoTrial();
    }

    void stage(PackageImage image) throws PlcRefusal {
        requirePendingFree();
        image.header().requireFits(settings.identity());
        slots.setPending(Optional.of(image));
        errorMessage = "";
    }

    void stageRefused(String why) {
        errorMessage = why;
    }

    void clearPending() throws PlcRefusal {
        requirePendingFree();
        slots.setPending(Optional.empty());
    }

    byte[] backupParameters() {
        return parameters.file();
    }

    void restoreParameters(byte[] file) throws PlcRefusal {
        requireOn();
        install.requireNotInstalling();
        parameters.restore(file);
    }

    int updateBehavior(String manufacturerUri, String revision) throws PlcRefusal {
        slots.find(manufacturerUri, revision, "");
        int bits = WILL_DISCONNECT | WILL_REBOOT | NEEDS_PREPARATION;
        return settings.software().keepsParameters() ? bits | KEEPS_PARAMETERS : bits;
    }

    void install(String manufacturerUri, String revision, byte[] sha256) throws PlcRefusal {
        requireOn();
        install.requireIdle();
        requireNoTrial();
        if (prepare.view() != Prepare.PREPARED_FOR_UPDATE) {
            throw PlcRefusal.invalidState("PrepareForUpdate is not PreparedForUpdate");
        }
        PackageImage image =
                slots.find(manufacturerUri, revision, HexFormat.of().formatHex(sha256));
        install.begin(image);
        lastInstalled = image;
        say("Installing " + revision);
    }

    void resumeInstallation() throws PlcRefusal {
        requireOn();
        install.resume();
        say("Ready");
    }

    void confirm() throws PlcRefusal {
        requireOn();
        confirmation.confirm();
        if (!boot.isDying()) {
            slots.settle();
        }
        say(revision() + " is confirmed");
    }

    Confirmation confirmation() {
        return confirmation;
    }

    private void requireOn() throws PlcRefusal {
        if (!boot.isOn()) {
            throw PlcRefusal.invalidState("the controller is not running");
        }
    }

    private void requireNoTrial() throws PlcRefusal {
        if (confirmation.isWaiting() || boot.isDying()) {
            throw PlcRefusal.invalidState("the running software is on trial: confirm it first");
        }
    }

    // --- time

    void step(long stepMs) {
        switch (boot.step(stepMs)) {
            case BootMachine.Event.Nothing _ -> {}
            case BootMachine.Event.Arrived(Arrival how) -> arrive(how);
            case BootMachine.Event.Died _ -> powerOff();
        }
        if (boot.isOn()) {
            stepPrepare(stepMs);
            stepInstall(stepMs);
            if (confirmation.expiresWith(stepMs)) {
                powerOff();
                boot.reboot(Arrival.NOT_CONFIRMED);
            }
        }
        if (plant.faults().fires(FaultKind.PART_STUCK)) {
            plant.station().stickPart();
        }
        driveStation();
    }

    private void stepPrepare(long stepMs) {
        switch (prepare.step(stepMs)) {
            case NOTHING -> {}
            case PREPARED -> say("Prepared for update, the station stands still");
            case REFUSED -> fail(VendorError.PREPARE_REFUSED);
            case RESUMED -> say("Ready");
        }
    }

    private void stepInstall(long stepMs) {
        switch (install.step(stepMs, plant.faults())) {
            case InstallMachine.Event.Nothing _ -> {}
            case InstallMachine.Event.Written(PackageImage image) -> rebootInto(image);
            case InstallMachine.Event.Failed(PackageImage _, VendorError why) -> {
                confirmation.end();
                fail(why);
            }
            case InstallMachine.Event.PowerLost(PackageImage _) -> {
                powerOff();
                boot.rebootAfter(settings.timing().boot().toMillis(), Arrival.AFTER_POWER_LOSS);
            }
        }
    }

    private void rebootInto(PackageImage image) {
        FaultPlan faults = plant.faults();
        powerOff();
        if (faults.fires(FaultKind.OLD_REVISION)) {
            boot.reboot(Arrival.OLD_SOFTWARE);
            return;
        }
        slots.activate(image);
        parameters.softwareChanges(settings.software().keepsParameters());
        if (faults.fires(FaultKind.NEVER_RETURNS)) {
            boot.neverReturn();
            return;
        }
        Effects effects = image.header().effects();
        if (effects.noBoot()) {
            boot.guardedReboot();
            return;
        }
        effects.resetRetained().forEach(retained::clear);
        if (confirmation.isWanted() && faults.fires(FaultKind.UNCONFIRMED)) {
            boot.rebootAfter(settings.timing().boot().toMillis() + confirmation.simulatedMs(), Arrival.NOT_CONFIRMED);
        } else if (faults.fires(FaultKind.BOOT_LOOP)) {
            boot.bootLoop();
        } else {
            boot.reboot(Arrival.NEW_SOFTWARE);
        }
    }

    private void powerOff() {
        plant.power().set(false);
        plant.station().setInfeedEnabled(false);
        prepare.powerLost();
        confirmation.pause();
    }

    private void arrive(Arrival how) {
        switch (how) {
            case NEW_SOFTWARE -> newSoftware();
            case DIES_SOON -> newSoftware();
            case GUARDED_NO_BOOT -> backToOld(VendorError.NO_BOOT);
            case GUARDED_BOOT_LOOP -> backToOld(VendorError.BOOT_LOOP);
            case NOT_CONFIRMED -> backToOld(VendorError.NOT_CONFIRMED);
            case OLD_SOFTWARE -> {
                slots.setPending(Optional.empty());
                install.ended();
                confirmation.end();
                say("Installation ended");
            }
            case AFTER_POWER_LOSS -> {
                install.failed();
                confirmation.end();
                fail(VendorError.POWER_LOST);
            }
        }
        plant.power().set(true);
    }

    private void newSoftware() {
        install.ended();
        if (confirmation.isWanted()) {
            confirmation.begin();
            say(revision() + " waits for its confirmation");
            return;
        }
        if (!boot.isDying()) {
            slots.settle();
        }
        say(revision() + " is installed");
    }

    private void backToOld(VendorError why) {
        slots.revert();
        parameters.goBack();
        install.ended();
        confirmation.end();
        fail(why);
    }

    /** The station moves only under a running, healthy controller that is not being updated. */
    void driveStation() {
        Effects effects = slots.current().header().effects();
        Station.Mode mode = Station.Mode.RUNNING;
        if (!boot.isOn()) {
            mode = Station.Mode.STOPPED;
        } else if (effects.badHealth()) {
            mode = Station.Mode.ABORTED;
        } else if (prepare.view() != Prepare.IDLE) {
            mode = Station.Mode.STOPPED;
        }
        plant.station().drive(mode, effects.on(settings.station()));
    }

    // --- what is shown

    UpdateView view() {
        return new UpdateView(
                prepare.view(),
                prepare.percent(),
                install.view(),
                install.percent(),
                confirmation.isWaiting(),
                confirmation.timeout(),
                status,
                error.code(),
                errorMessage,
                slots.current().header().effects().badHealth() ? Health.FAILURE : Health.NORMAL);
    }

    private void say(String text) {
        status = text;
        error = VendorError.NONE;
    }

    private void fail(VendorError why) {
        status = why.text(lastInstalled.software().revision(), revision());
        error = why;
    }

    private String revision() {
        return slots.current().software().revision();
    }
}
