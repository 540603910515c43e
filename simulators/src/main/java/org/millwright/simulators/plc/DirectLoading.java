package org.millwright.simulators.plc;

import org.millwright.simulators.faults.FaultKind;

/**
 * DirectLoading of OPC 10000-100 8.4.4: the transfer writes the program memory itself.
 *
 * <ol>
 *   <li>From the first block on there is no working software. Only a complete valid package ends that, and neither a cut
 *       transfer nor a reboot does.
 *   <li>A good commit starts the new software by a reboot; with a ConfirmationTimeout it is on trial then.
 *   <li>A controller with Confirmation keeps a golden copy of the last working software, which a failed trial goes back to.
 *       Without, a software that does not boot leaves nothing that works.
 * </ol>
 */
final class DirectLoading implements Loading {
    private final Machines machines;
    private boolean overwriting;

    DirectLoading(Machines machines) {
        this.machines = machines;
    }

    @Override
    public void admit() throws PlcRefusal {
        machines.requireReadyToInstall();
        if (overwriting) {
            throw PlcRefusal.invalidState("another transfer is writing the program memory");
        }
    }

    @Override
    public void received() {
        if (!overwriting && machines.boot().isOn()) {
            overwriting = true;
            machines.slots().overwrite();
            machines.report().say("Receiving a package, the program memory is being overwritten");
        }
    }

    @Override
    public boolean losesPowerAt(double percent) {
        boolean lost = machines.faults().firesAt(FaultKind.POWER_LOSS, percent).isPresent();
        overwriting &= !lost;
        return lost;
    }

    @Override
    public void abandoned() {
        if (overwriting) {
            overwriting = false;
            machines.report().setErrorMessage("the transfer ended before the package was complete");
            machines.report().fail(VendorError.TRANSFER_CUT);
        }
    }

    @Override
    public void requireCommittable() throws PlcRefusal {
        machines.requireReadyToInstall();
    }

    @Override
    public void commit(PackageImage image) throws PlcRefusal {
        machines.requireReadyToInstall();
        image.header().requireFits(machines.settings().identity());
        if (image.header().effects().refuseInstall()) {
            throw PlcRefusal.invalidArgument("the controller refuses this software");
        }
        if (machines.faults().fires(FaultKind.INSTALL_ERROR)) {
            throw PlcRefusal.invalidArgument("error while writing the program memory");
        }
        overwriting = false;
        machines.begin(new InstallMachine.Job.Start(image), 0);
        machines.report().about(image);
        machines.report().setErrorMessage("");
        machines.report().say("Starting " + image.software().revision());
    }

    @Override
    public void pretend() {
        overwriting = false;
        machines.slots().undoOverwrite();
        machines.key().forget();
        machines.prepare().updateBegins();
        machines.report().setErrorMessage("");
        machines.report().say("Installation ended");
    }

    @Override
    public void rejected(String why) {
        machines.report().setErrorMessage(why);
        if (overwriting) {
            overwriting = false;
            machines.report().fail(VendorError.PACKAGE_REJECTED);
        }
    }
}
