package org.millwright.simulators.plc;

import org.millwright.simulators.config.ControllerSettings;
import org.millwright.simulators.config.UpdateOption;
import org.millwright.simulators.config.UpdateSettings;
import org.millwright.simulators.faults.FaultPlan;
import org.millwright.simulators.plc.UpdateView.Prepare;
import org.millwright.simulators.process.Station;

/** The machines of one controller's update and what they act on, with the conditions that more than one request has. */
record Machines(
        ControllerSettings settings,
        Plant plant,
        SoftwareSlots slots,
        RetainedData retained,
        Parameters parameters,
        PrepareMachine prepare,
        InstallMachine install,
        Confirmation confirmation,
        BootMachine boot,
        UpdateReport report,
        UpdateKey key) {

    /** What a controller is connected to. */
    record Plant(Station station, PowerFeed power, Chores chores, FaultPlan faults) {}

    static Machines of(ControllerSettings settings, double scale, PackageImage installed, Plant plant) {
        UpdateSettings shape = settings.update();
        boolean direct = shape.loading() == UpdateSettings.Loading.DIRECT;
        SoftwareSlots slots = new SoftwareSlots(
                installed,
                new SoftwareSlots.Rules(
                        settings.software().fallbackSlot() && shape.loading() == UpdateSettings.Loading.CACHED,
                        direct && shape.offers(UpdateOption.CONFIRMATION),
                        shape.offers(UpdateOption.PATCH_IDENTIFIERS)));
        return new Machines(
                settings,
                plant,
                slots,
                new RetainedData(settings.retained()),
                new Parameters(settings.identity().productCode(), settings.parameters()),
                new PrepareMachine(settings.timing(), shape),
                new InstallMachine(settings.timing().install(), shape.offers(UpdateOption.POWER_CYCLE)),
                new Confirmation(scale),
                new BootMachine(settings.timing().boot()),
                new UpdateReport(slots),
                new UpdateKey(shape));
    }

    UpdateSettings shape() {
        return settings.update();
    }

    FaultPlan faults() {
        return plant.faults();
    }

    void requireOn() throws PlcRefusal {
        if (!boot.isOn()) {
            throw PlcRefusal.invalidState("the controller is not running");
        }
    }

    void requireNoTrial() throws PlcRefusal {
        if (confirmation.isWaiting() || boot.isDying()) {
            throw PlcRefusal.invalidState("the running software is on trial: confirm it first");
        }
    }

    /** What an installation needs, by whatever loading. */
    void requireReadyToInstall() throws PlcRefusal {
        requireOn();
        install.requireIdle();
        requireNoTrial();
        key.require();
        requirePrepared();
    }

    void requirePrepared() throws PlcRefusal {
        if (shape().offers(UpdateOption.PREPARE_FOR_UPDATE) && prepare.view() != Prepare.PREPARED_FOR_UPDATE) {
            throw PlcRefusal.invalidState("PrepareForUpdate is not PreparedForUpdate");
        }
    }

    /** An installation begins; the caller has seen to it that it may. */
    void begin(InstallMachine.Job job, long delayMs) throws PlcRefusal {
        install.begin(job, delayMs);
        key.forget();
        prepare.updateBegins();
    }
}
