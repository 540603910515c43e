package org.millwright.simulators.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.millwright.simulators.config.UpdateOption;
import org.millwright.simulators.config.UpdateSettings;
import org.millwright.simulators.config.UpdateSettings.Loading;
import org.millwright.simulators.config.UpdateSettings.Spec;
import org.millwright.simulators.plc.Plc;
import org.millwright.simulators.plc.Slots.Software;

/** Loading of a controller that takes packages: CachedLoadingType (8.4.5) or DirectLoadingType (8.4.4). */
final class PackageLoadingNodes {
    /** Far above what any Write here takes. */
    private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(10);

    private final Plc plc;
    private final UpdateSettings shape;
    private final Di di;
    private final Names names;
    private final FileMethods methods;

    PackageLoadingNodes(Di di, FileMethods methods) {
        this.plc = methods.plc();
        this.shape = plc.updateSettings();
        this.di = di;
        this.names = di.names();
        this.methods = methods;
    }

    void addTo(Branch update) {
        boolean direct = shape.loading() == Loading.DIRECT;
        int type = direct ? Di.DIRECT_LOADING : Di.CACHED_LOADING;
        Branch loading = update.object(names.name("Loading"), names.id(type));
        version(loading, "CurrentVersion", () -> Optional.of(plc.slots().current()));
        Branch transfer = loading.object(names.name("FileTransfer"), NodeIds.TemporaryFileTransferType);
        new FileTransfer(new PackageFiles(plc), methods).addTo(transfer, names.id(Di.VERSION_FILE_ENUM));
        loading.variable(
                names.name("ErrorMessage"), Value.text(() -> plc.update().errorMessage()));
        if (shape.offers(UpdateOption.WRITE_BLOCK_SIZE)) {
            loading.property(
                    names.name("WriteBlockSize"), Value.of(NodeIds.UInt32, () -> uint(shape.writeBlockSize())));
        }
        SoftwareUpdateNodes.updateKey(loading, names, plc);
        if (direct) {
            direct(loading);
        } else {
            cached(loading);
        }
    }

    private void direct(Branch loading) {
        loading.variable(
                names.name("UpdateBehavior"), Value.of(names.id(Di.UPDATE_BEHAVIOR), () -> uint(plc.updateBehavior())));
        if (shape.offers(UpdateOption.WRITE_TIMEOUT)) {
            loading.property(names.name("WriteTimeout"), Value.duration(() -> WRITE_TIMEOUT));
        }
    }

    private void cached(Branch loading) {
        Branch pending = version(loading, "PendingVersion", () -> plc.slots().pending());
        if (shape.offers(UpdateOption.CLEAR) && shape.spec() == Spec.V1_05) {
            pending.method(names.name("Clear"), Signature.NONE, Action.of(plc::clearPending));
        }
        if (plc.hasFallbackSlot()) {
            version(loading, "FallbackVersion", () -> plc.slots().fallback());
        }
        loading.method(
                names.name("GetUpdateBehavior"),
                di.getUpdateBehavior(),
                (session, in) -> List.of(uint(plc.updateBehavior(in.softwareName()))));
    }

    /** An empty slot has empty values (8.4.5.3, 8.4.5.4). */
    private Branch version(Branch loading, String name, Supplier<Optional<Software>> slot) {
        Branch version = loading.object(names.name(name), names.id(Di.SOFTWARE_VERSION));
        version.property(names.name("Manufacturer"), Value.text(part(slot, Software::manufacturer)));
        version.property(names.name("ManufacturerUri"), Value.string(part(slot, Software::manufacturerUri)));
        version.property(names.name("SoftwareRevision"), Value.string(part(slot, Software::revision)));
        if (shape.offers(UpdateOption.PATCH_IDENTIFIERS)) {
            version.property(
                    names.name("PatchIdentifiers"),
                    Value.strings(() -> slot.get().map(Software::patches).orElse(List.of())));
        }
        if (shape.offers(UpdateOption.HASH)) {
            Supplier<String> sha256 = part(slot, Software::sha256);
            version.property(
                    names.name("Hash"),
                    Value.of(
                            NodeIds.ByteString,
                            () -> ByteString.of(HexFormat.of().parseHex(sha256.get()))));
        }
        return version;
    }

    private static Supplier<String> part(Supplier<Optional<Software>> slot, Function<Software, String> part) {
        return () -> slot.get().map(part).orElse("");
    }
}
