package org.millwright.equipment.opcua;

import static org.millwright.equipment.EquipmentException.Kind.REFUSED;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.millwright.equipment.Deadline;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.Image;
import org.millwright.equipment.Order;
import org.millwright.equipment.UpdateBehavior;
import org.millwright.equipment.UpdateState.Slot;
import org.millwright.equipment.opcua.FileStore.Listed;
import org.millwright.plant.Revision;
import org.millwright.plant.Software;

/**
 * Software lies in a directory of the controller as files (OPC 10000-100 8.4.6). The standard gives files no meaning, so
 * their names do ({@link PackageName}):
 *
 * <ol>
 *   <li>A file gets its final name only when all of it is there and was read back; so a file with such a name is whole.
 *   <li>Installed is what the nameplate says. A file with another revision can be installed and counts as pending; one
 *       that lay there before the installed one's file is the former software and counts as fallback as well.
 *   <li>Before another package comes, all files of this product go but the installed one's.
 * </ol>
 */
record FileSystemLoading(SoftwareUpdate update) implements Loading {
    @Override
    public boolean stagesAhead() {
        return update.known().has(Member.CREATE_FILE, Member.MOVE_FILE, Member.DELETE_FILE, Member.INSTALL_FILES);
    }

    /** What is installed stays behind as former software only when it lies there as a file of ours. */
    @Override
    public boolean fallbackSlot(Deadline deadline) throws EquipmentException {
        return installed(deadline).isPresent();
    }

    @Override
    public boolean givesProgramBack(Deadline deadline) throws EquipmentException {
        return installed(deadline).isPresent();
    }

    private Optional<Listed> installed(Deadline deadline) throws EquipmentException {
        Software current = current(deadline);
        return installed(complete(store(current, deadline)), current);
    }

    private static Optional<Listed> installed(List<Listed> files, Software current) {
        return files.stream()
                .filter(file -> file.name().revision().equals(current.revision()))
                .findFirst();
    }

    private Software current(Deadline deadline) throws EquipmentException {
        return update.observe(deadline).versions().ofNameplate();
    }

    private FileStore store(Software current, Deadline deadline) {
        return new FileStore(update, current.productCode(), deadline);
    }

    private static List<Listed> complete(FileStore store) throws EquipmentException {
        return store.list().stream().filter(Listed::complete).toList();
    }

    @Override
    public Observation.Slots slots(Observation seen, Deadline deadline) throws EquipmentException {
        Software current = seen.versions().ofNameplate();
        FileStore store = store(current, deadline);
        List<Listed> files = complete(store);
        List<Listed> others = files.stream()
                .filter(file -> !file.name().revision().equals(current.revision()))
                .sorted(Comparator.comparing((Listed file) -> file.name().revision())
                        .reversed())
                .toList();
        Optional<Listed> own = installed(files, current);
        Optional<Slot> pending = others.stream().findFirst().map(file -> slot(current, file));
        Optional<Slot> fallback = Optional.empty();
        if (own.isPresent() && !others.isEmpty()) {
            fallback = isOlder(store, others.getLast(), own.get())
                    ? Optional.of(slot(current, others.getLast()))
                    : Optional.empty();
        }
        return new Observation.Slots(current, own.map(file -> file.name().sha256()), pending, fallback);
    }

    private static Slot slot(Software current, Listed file) {
        Revision revision = file.name().revision();
        return new Slot(
                new Software(current.manufacturerUri(), current.productCode(), revision),
                Optional.of(file.name().sha256()));
    }

    private static boolean isOlder(FileStore store, Listed file, Listed than) throws EquipmentException {
        Optional<DateTime> its = store.lastModified(file.node());
        Optional<DateTime> other = store.lastModified(than.node());
        return its.isPresent()
                && other.isPresent()
                && its.get().getUtcTime() < other.get().getUtcTime();
    }

    @Override
    public void stage(Image image, RemoteFile.Progress progress, Deadline deadline)
            throws EquipmentException, IOException {
        Software current = current(deadline);
        if (!image.software().sameProduct(current)) {
            throw refused("takes packages for %s, not for %s".formatted(current.productCode(), image.software()));
        }
        FileStore store = store(current, deadline);
        PackageName name =
                new PackageName(current.productCode(), image.software().revision(), image.sha256());
        for (Listed file : store.list()) {
            if (file.complete() && file.name().equals(name) && hasSize(store, file, image)) {
                progress.sent(image.bytes());
                return;
            }
        }
        for (Listed file : store.list()) {
            boolean runs = file.complete() && file.name().revision().equals(current.revision());
            if (!runs || file.name().equals(name)) {
                store.delete(file.node());
            }
        }
        NodeId part = send(store, name, image, progress);
        store.rename(part, name.complete());
    }

    private static boolean hasSize(FileStore store, Listed file, Image image) throws EquipmentException {
        return store.size(file.node()).orElse(image.bytes()) == image.bytes();
    }

    private NodeId send(FileStore store, PackageName name, Image image, RemoteFile.Progress progress)
            throws EquipmentException, IOException {
        RemoteFile file = store.create(name.part());
        boolean kept = false;
        try (InputStream from = image.content().open();
                file) {
            Blocks blocks = new Blocks(from);
            Pace.Wish wish = new Pace.Wish(
                    OptionalLong.empty(), image.bytesPerSecond(), Optional.empty(), Optional.empty(), true);
            file.send(blocks, file.pace(wish), progress);
            PackageTransfer.demandWhole(image, blocks);
            file.finish();
            demandArrived(store, file.node(), image);
            kept = true;
            return file.node();
        } finally {
            if (!kept) {
                abandon(store, file);
            }
        }
    }

    /** Read back where that is allowed, since the order of calls and the server's disk are not ours; else by its size. */
    private void demandArrived(FileStore store, NodeId part, Image image) throws EquipmentException, IOException {
        HashingOutput hashing = new HashingOutput(OutputStream.nullOutputStream());
        try {
            read(store, part, hashing);
        } catch (EquipmentException e) {
            if (e.kind() != REFUSED) {
                throw e;
            }
            if (store.size(part).orElse(image.bytes()) != image.bytes()) {
                throw refused("did not keep all of the package for " + image.software());
            }
            return;
        }
        if (!hashing.sha256().equals(image.sha256())) {
            throw refused("did not keep the package for %s as it was sent".formatted(image.software()));
        }
    }

    private void read(FileStore store, NodeId file, OutputStream to) throws EquipmentException, IOException {
        try (RemoteFile open = store.open(file)) {
            Pace pace = open.pace(Pace.Wish.plain(true));
            ParallelReading.copy(update.connection(), open, () -> store.reopen(file), pace, to);
        }
    }

    private static void abandon(FileStore store, RemoteFile file) {
        file.close();
        store.tryToDelete(file.node());
    }

    @Override
    public UpdateBehavior behavior(Software software, Deadline deadline) throws EquipmentException {
        if (!update.known().has(Member.GET_UPDATE_BEHAVIOR)) {
            return BehaviorBits.untold(update, deadline);
        }
        NodeId file = files(software, deadline).stream()
                .findFirst()
                .orElseThrow(() -> refused("holds no file of " + software))
                .node();
        return BehaviorBits.ofOutput(
                update,
                update.call(
                        "ask for the update behaviour",
                        Member.LOADING,
                        Member.GET_UPDATE_BEHAVIOR,
                        deadline,
                        nodes(file)));
    }

    private List<Listed> files(Software software, Deadline deadline) throws EquipmentException {
        Software current = current(deadline);
        return complete(store(current, deadline)).stream()
                .filter(file ->
                        software.sameProduct(current) && file.name().revision().equals(software.revision()))
                .toList();
    }

    private static Variant nodes(NodeId file) {
        return new Variant(new NodeId[] {file});
    }

    /** Files are checked for completeness and dependencies first, where the server offers that (8.3.5, 8.4.6.4). */
    @Override
    public void install(Order order, RemoteFile.Progress progress, Deadline deadline) throws EquipmentException {
        Software software = order.image().software();
        Listed file = files(software, deadline).stream()
                .filter(each -> each.name().sha256().equals(order.image().sha256()))
                .findFirst()
                .orElseThrow(() -> refused("holds no file of this package of " + software));
        validate(file, deadline);
        var _ = update.call(
                "install " + software, Member.INSTALLATION, Member.INSTALL_FILES, deadline, nodes(file.node()));
    }

    private void validate(Listed file, Deadline deadline) throws EquipmentException {
        if (!update.known().has(Member.VALIDATE_FILES)) {
            return;
        }
        List<Variant> outputs = update.call(
                "validate " + file.name().complete(),
                Member.LOADING,
                Member.VALIDATE_FILES,
                deadline,
                nodes(file.node()));
        if (outputs.isEmpty() || !(outputs.getFirst().value() instanceof Integer code)) {
            throw update.connection().failures().nonsense("does not say whether a file is valid");
        }
        if (code != 0) {
            String words = outputs.size() > 1 ? MemberValues.text(outputs.get(1).value()) : "";
            throw refused("finds the package invalid (code %d): %s".formatted(code, words));
        }
    }

    /** From the file that it was installed from. */
    @Override
    public void readProgram(OutputStream to, Deadline deadline) throws EquipmentException, IOException {
        Software current = current(deadline);
        Listed file =
                installed(deadline).orElseThrow(() -> refused("holds no file of the installed " + current.revision()));
        HashingOutput hashing = new HashingOutput(to);
        read(store(current, deadline), file.node(), hashing);
        if (!hashing.sha256().equals(file.name().sha256())) {
            throw update.connection().failures().nonsense("sends another program than the file's name says");
        }
    }

    private EquipmentException refused(String why) {
        return update.connection().failures().refused(why);
    }
}
