package org.millwright.simulators.opcua;

import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.millwright.simulators.config.UpdateOption;
import org.millwright.simulators.config.UpdateSettings;
import org.millwright.simulators.config.UpdateSettings.Loading;
import org.millwright.simulators.config.UpdateSettings.Spec;
import org.millwright.simulators.plc.Plc;

/** The {@code DI:SoftwareUpdate} AddIn of a controller (OPC 10000-100 8.4), in the shape that the controller has. */
final class SoftwareUpdateNodes {
    private final Plc plc;
    private final UpdateSettings shape;
    private final Di di;
    private final Names names;
    private final FileMethods methods;

    /**
     * Knows the controller; adds nothing yet.
     *
     * @param dropSessions ends every session of the server at once, for a transfer that is cut
     */
    SoftwareUpdateNodes(Plc plc, Di di, OpenFiles files, Runnable dropSessions) {
        this.plc = plc;
        this.shape = plc.updateSettings();
        this.di = di;
        this.names = di.names();
        this.methods = new FileMethods(plc, files, dropSessions);
    }

    void addTo(Branch device) {
        Branch update = device.object(
                device.childId(names.name("SoftwareUpdate")),
                names.name("SoftwareUpdate"),
                names.id(Di.SOFTWARE_UPDATE),
                NodeIds.HasAddIn);
        MachineNodes machines = new MachineNodes(plc, di);
        FileSystemNodes fileSystem = new FileSystemNodes(di, methods);
        switch (shape.loading()) {
            case CACHED, DIRECT -> new PackageLoadingNodes(di, methods).addTo(update);
            case FILESYSTEM -> fileSystem.addTo(update);
        }
        if (shape.offers(UpdateOption.PREPARE_FOR_UPDATE)) {
            machines.prepareForUpdate(update);
        }
        if (shape.loading() != Loading.DIRECT) {
            Branch installation = machines.installation(update);
            if (shape.loading() == Loading.FILESYSTEM) {
                fileSystem.installFiles(installation);
            } else {
                machines.installSoftwarePackage(installation);
            }
        }
        if (shape.offers(UpdateOption.POWER_CYCLE)) {
            machines.powerCycle(update);
        }
        if (shape.offers(UpdateOption.CONFIRMATION)) {
            machines.confirmation(update);
        }
        if (shape.offers(UpdateOption.PARAMETERS)) {
            Branch parameters = update.object(names.name("Parameters"), NodeIds.TemporaryFileTransferType);
            new FileTransfer(new ParameterFiles(plc), methods).addTo(parameters, NodeIds.BaseDataType);
        }
        explanations(update);
        if (shape.spec() == Spec.V1_05) {
            identification(update);
        }
    }

    private void explanations(Branch update) {
        if (shape.offers(UpdateOption.UPDATE_STATUS)) {
            update.variable(
                    names.name("UpdateStatus"), Value.text(() -> plc.update().status()));
        }
        if (shape.offers(UpdateOption.VENDOR_ERROR_CODE)) {
            update.variable(
                    names.name("VendorErrorCode"),
                    Value.int32(() -> plc.update().vendorErrorCode()));
        }
    }

    /** What v1.05 added to the AddIn (8.4.1.9 to 8.4.1.12): here it is always about the firmware. */
    private void identification(Branch update) {
        update.property(names.name("SoftwareClass"), Value.of(names.id(Di.SOFTWARE_CLASS), () -> Di.CLASS_FIRMWARE));
        update.property(names.name("SoftwareSubclass"), Value.string(() -> ""));
        update.property(names.name("SoftwareName"), Value.string(() -> "Firmware"));
        update.property(names.name("UnsignedPackageAllowed"), Value.bool(() -> true));
    }

    /** What every kind of loading has in common (8.4.2): the key that unlocks an update. */
    static void updateKey(Branch loading, Names names, Plc plc) {
        if (plc.updateSettings().offers(UpdateOption.UPDATE_KEY)) {
            loading.variable(
                    names.name("UpdateKey"),
                    Value.writeOnly(NodeIds.String, written -> plc.writeUpdateKey((String) written)));
        }
    }
}
