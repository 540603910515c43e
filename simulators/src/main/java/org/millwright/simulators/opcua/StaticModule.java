package org.millwright.simulators.opcua;

import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.millwright.simulators.plc.Nameplate;
import org.millwright.simulators.plc.PlcRefusal;

/** A part of a device: another product with a SoftwareUpdate of its own, whose every method is Bad_NotSupported. */
record StaticModule(int number, Di di, NameplateNodes nameplates) {
    private static final Action REFUSE = (session, inputs) -> {
        throw new PlcRefusal("Bad_NotSupported", "this module cannot be updated");
    };

    /** Adds the module, which no reference leads to; its SoftwareUpdate hangs by the reference given. */
    Branch addTo(ModelNamespace vendor, NodeId type, NodeId addInReference) {
        Names names = vendor.names();
        Branch module = Branch.detached(
                vendor.getNodeContext(), names.id("/module-" + number), names.name("module-" + number), type);
        Nameplate plate = plate();
        nameplates.addTo(module, () -> plate);
        Names d = di.names();
        Branch update = module.object(
                module.childId(d.name("SoftwareUpdate")),
                d.name("SoftwareUpdate"),
                d.id(Di.SOFTWARE_UPDATE),
                addInReference);
        Branch loading = update.object(d.name("Loading"), d.id(Di.CACHED_LOADING));
        version(loading, "CurrentVersion", plate);
        version(loading, "PendingVersion", new Nameplate("", "", "", "", "", "", ""));
        fileTransfer(loading.object(d.name("FileTransfer"), NodeIds.TemporaryFileTransferType));
        loading.variable(d.name("ErrorMessage"), Value.text(() -> ""));
        loading.method(d.name("GetUpdateBehavior"), di.getUpdateBehavior(), REFUSE);
        return module;
    }

    private Nameplate plate() {
        return new Nameplate(
                "Quill Modules",
                "urn:quill:modules",
                "QM-" + number,
                "Quill I/O module",
                "1",
                "0.9." + number,
                "Q" + number);
    }

    private void version(Branch loading, String name, Nameplate plate) {
        Names d = di.names();
        Branch version = loading.object(d.name(name), d.id(Di.SOFTWARE_VERSION));
        version.property(d.name("Manufacturer"), Value.text(plate::manufacturer));
        version.property(d.name("ManufacturerUri"), Value.string(plate::manufacturerUri));
        version.property(d.name("SoftwareRevision"), Value.string(plate::softwareRevision));
    }

    private void fileTransfer(Branch transfer) {
        Names ua = Names.UA;
        Signature write = Signature.NONE
                .in("GenerateOptions", di.names().id(Di.VERSION_FILE_ENUM))
                .out("FileNodeId", NodeIds.NodeId)
                .out("FileHandle", NodeIds.UInt32);
        transfer.property(
                ua.name("ClientProcessingTimeout"), Value.duration(() -> OpenFiles.CLIENT_PROCESSING_TIMEOUT));
        transfer.method(ua.name("GenerateFileForRead"), write.out("CompletionStateMachine", NodeIds.NodeId), REFUSE);
        transfer.method(ua.name("GenerateFileForWrite"), write, REFUSE);
        transfer.method(
                ua.name("CloseAndCommit"),
                Signature.NONE.in("FileHandle", NodeIds.UInt32).out("CompletionStateMachine", NodeIds.NodeId),
                REFUSE);
    }
}
