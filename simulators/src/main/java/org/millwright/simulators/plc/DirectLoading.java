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
    private Transfer transfer = Transfer.NONE;

    private enum Transfer {
        NONE,
        /** Admitted, nothing has come yet. */
        OPEN,
        OVERWRITING
    }

    DirectLoading(Machines machines) {
        this.machines = machines;
    }

    @Override
    public void admit() throws PlcRefusal {
        machines.requireReadyToInstall();
        if (transfer != Transfer.NONE) {
            throw PlcRefusal.invalidState("another transfer is writing the program memory");
        }
        transfer = Transfer.OPEN;
    }

    @Override
    public void received() {
        if (transfer == Transfer.OPEN && machines.boot().isOn()) {
            transfer = Transfer.OVERWRITING;
            machines.slots().overwrite();
            machines.report().say("Receiving a package, the program memory is being overwritten");
        }
    }

    @Override
    public boolean losesPowerAt(double percent) {
        boolean lost = machines.faults().firesAt(FaultKind.POWER_LOSS, percent).isPresent();
        if (lost) {
            transfer = Transfer.NONE;
        }
        return lost;
    }

    @Override
    public void abandoned() {
        boolean wasOverwriting = transfer == Transfer.OVERWRITING;
        transfer = Transfer.NONE;
        if (wasOverwriting) {
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
        transfer = Transfer.NONE;
        machines.begin(new InstallMachine.Job.Start(image), 0);
        machines.report().about(image);
        machines.report().setErrorMessage("");
        machines.report().say("Starting " + image.software().revision());
    }

    @Override
    public void pretend() {
        transfer = Transfer.NONE;
        machines.slots().undoOverwrite();
        machines.key().forget();
        machines.prepare().updateBegins();
        machines.report().setErrorMessage("");
        machines.report().say("Installation ended");
    }

    @Override
    public void rejected(String why) {
        boolean wasOverwriting = transfer == Transfer.OVERWRITING;
        transfer = Transfer.NONE;
        machines.report().setErrorMessage(why);
        if (wasOverwriting) {
            machines.report().fail(VendorError.PACKAGE_REJECTED);
        }
    }
}
