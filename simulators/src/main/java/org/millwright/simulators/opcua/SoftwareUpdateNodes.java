package org.millwright.simulators.opcua;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.millwright.simulators.plc.Plc;
import org.millwright.simulators.plc.PlcRefusal;
import org.millwright.simulators.plc.Slots.Software;

/** The {@code DI:SoftwareUpdate} AddIn of a controller with cached loading (OPC 10000-100 8.4). */
final class SoftwareUpdateNodes {
    /** No update here takes longer; a longer delay or timeout is a client's mistake. */
    private static final Duration MAX_DURATION = Duration.ofDays(1);

    private final Plc plc;
    private final Di di;
    private final Names names;
    private final OpenFiles files;
    private final Runnable dropSessions;
    private final AtomicReference<Duration> installationDelay = new AtomicReference<>(Duration.ZERO);

    /**
     * Knows the controller; adds nothing yet.
     *
     * @param dropSessions ends every session of the server at once, for a transfer that is cut
     */
    SoftwareUpdateNodes(Plc plc, Di di, OpenFiles files, Runnable dropSessions) {
        this.plc = plc;
        this.di = di;
        this.names = di.names();
        this.files = files;
        this.dropSessions = dropSessions;
    }

    void addTo(Branch device) {
        Branch update = device.object(
                device.childId(names.name("SoftwareUpdate")),
                names.name("SoftwareUpdate"),
                names.id(Di.SOFTWARE_UPDATE),
                NodeIds.HasAddIn);
        loading(update);
        prepareForUpdate(update);
        installation(update);
        confirmation(update);
        Branch parameters = update.object(names.name("Parameters"), NodeIds.TemporaryFileTransferType);
        transfer(new ParameterFiles(plc)).addTo(parameters, NodeIds.BaseDataType);
        update.variable(
                names.name("UpdateStatus"), Value.text(() -> plc.update().status()));
        update.variable(
                names.name("VendorErrorCode"), Value.int32(() -> plc.update().vendorErrorCode()));
    }

    private void loading(Branch update) {
        Branch loading = update.object(names.name("Loading"), names.id(Di.CACHED_LOADING));
        version(loading, "CurrentVersion", () -> Optional.of(plc.slots().current()));
        version(loading, "PendingVersion", () -> plc.slots().pending())
                .method(names.name("Clear"), Signature.NONE, Action.of(plc::clearPending));
        if (plc.hasFallbackSlot()) {
            version(loading, "FallbackVersion", () -> plc.slots().fallback());
        }
        Branch transfer = loading.object(names.name("FileTransfer"), NodeIds.TemporaryFileTransferType);
        transfer(new PackageFiles(plc)).addTo(transfer, names.id(Di.VERSION_FILE_ENUM));
        loading.variable(
                names.name("ErrorMessage"), Value.text(() -> plc.update().errorMessage()));
        loading.method(names.name("GetUpdateBehavior"), di.getUpdateBehavior(), this::updateBehavior);
    }

    private FileTransfer transfer(TransferredFiles meaning) {
        return new FileTransfer(meaning, files, dropSessions);
    }

    /** An empty slot has empty values (8.4.5.3, 8.4.5.4). */
    private Branch version(Branch loading, String name, Supplier<Optional<Software>> slot) {
        Branch version = loading.object(names.name(name), names.id(Di.SOFTWARE_VERSION));
        version.property(names.name("Manufacturer"), Value.text(part(slot, Software::manufacturer)));
        version.property(names.name("ManufacturerUri"), Value.string(part(slot, Software::manufacturerUri)));
        version.property(names.name("SoftwareRevision"), Value.string(part(slot, Software::revision)));
        Supplier<String> sha256 = part(slot, Software::sha256);
        version.property(
                names.name("Hash"),
                Value.of(NodeIds.ByteString, () -> ByteString.of(HexFormat.of().parseHex(sha256.get()))));
        return version;
    }

    private static Supplier<String> part(Supplier<Optional<Software>> slot, Function<Software, String> part) {
        return () -> slot.get().map(part).orElse("");
    }

    private List<Object> updateBehavior(Object session, Inputs in) throws PlcRefusal {
        refusePatches(in);
        return List.of(UInteger.valueOf(plc.updateBehavior(in.string(0), in.string(1))));
    }

    /** No software here has patches, so a version with patches is one that no slot holds. */
    private static void refusePatches(Inputs in) throws PlcRefusal {
        if (in.strings(2).length > 0) {
            throw new PlcRefusal("Bad_NotFound", "no software with patches");
        }
    }

    private void prepareForUpdate(Branch update) {
        Branch machine = update.object(names.name("PrepareForUpdate"), names.id(Di.PREPARE_FOR_UPDATE));
        state(machine, this::prepareState);
        machine.variable(
                names.name("PercentComplete"), Value.percent(() -> plc.update().preparePercent()));
        machine.method(names.name("Prepare"), Signature.NONE, Action.of(plc::prepare));
        machine.method(names.name("Abort"), Signature.NONE, Action.of(plc::abortPrepare));
        machine.method(names.name("Resume"), Signature.NONE, Action.of(plc::resumeFromPrepare));
    }

    private void installation(Branch update) {
        Branch machine = update.object(names.name("Installation"), names.id(Di.INSTALLATION));
        state(machine, this::installationState);
        machine.variable(
                names.name("PercentComplete"), Value.percent(() -> plc.update().installPercent()));
        machine.variable(
                names.name("InstallationDelay"),
                Value.duration(installationDelay::get).writable(value -> installationDelay.set(duration(value))));
        machine.method(names.name("InstallSoftwarePackage"), di.installSoftwarePackage(), (session, in) -> {
            refusePatches(in);
            plc.install(in.string(0), in.string(1), in.bytes(3));
            return List.of();
        });
        machine.method(names.name("Resume"), Signature.NONE, Action.of(plc::resumeInstallation));
    }

    private void confirmation(Branch update) {
        Branch machine = update.object(names.name("Confirmation"), names.id(Di.CONFIRMATION));
        state(machine, this::confirmationState);
        machine.variable(
                names.name("ConfirmationTimeout"),
                Value.duration(() -> plc.update().confirmationTimeout())
                        .writable(value -> plc.setConfirmationTimeout(duration(value))));
        machine.method(names.name("Confirm"), Signature.NONE, Action.of(plc::confirm));
    }

    private static Duration duration(Object written) throws PlcRefusal {
        if (written instanceof Double ms && ms >= 0 && ms <= MAX_DURATION.toMillis()) {
            return Duration.ofMillis(Math.round(ms));
        }
        throw new PlcRefusal("Bad_OutOfRange", "a duration in milliseconds from 0 to one day is expected");
    }

    /** A state's name and the number of its node on the state machine's type. */
    private record State(String name, int number) {}

    private void state(Branch machine, Supplier<State> present) {
        Names ua = Names.UA;
        machine.variable(
                        machine.childId(ua.name("CurrentState")),
                        ua.name("CurrentState"),
                        Value.text(() -> present.get().name()),
                        Branch.VariableKind.STATE)
                .property(
                        ua.name("Id"),
                        Value.of(NodeIds.NodeId, () -> names.id(present.get().number())));
    }

    private State prepareState() {
        return switch (plc.update().prepare()) {
            case IDLE -> new State("Idle", Di.PREPARE_IDLE);
            case PREPARING -> new State("Preparing", Di.PREPARE_PREPARING);
            case PREPARED_FOR_UPDATE -> new State("PreparedForUpdate", Di.PREPARE_PREPARED);
            case RESUMING -> new State("Resuming", Di.PREPARE_RESUMING);
        };
    }

    private State installationState() {
        return switch (plc.update().installation()) {
            case IDLE -> new State("Idle", Di.INSTALL_IDLE);
            case INSTALLING -> new State("Installing", Di.INSTALL_INSTALLING);
            case ERROR -> new State("Error", Di.INSTALL_ERROR);
        };
    }

    private State confirmationState() {
        return plc.update().waitingForConfirm()
                ? new State("WaitingForConfirm", Di.CONFIRM_WAITING)
                : new State("NotWaitingForConfirm", Di.CONFIRM_NOT_WAITING);
    }
}
