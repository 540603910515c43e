package org.millwright.equipment.opcua;

import static org.millwright.equipment.EquipmentException.Kind.NOT_PREPARED;
import static org.millwright.equipment.EquipmentException.Kind.REFUSED;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.millwright.equipment.Deadline;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.Image;
import org.millwright.equipment.Order;
import org.millwright.equipment.UpdateBehavior;
import org.millwright.equipment.UpdateState.Preparation;
import org.millwright.equipment.UpdateState.Slot;
import org.millwright.equipment.opcua.Versions.Place;
import org.millwright.plant.Software;

/** Software waits in a pending slot until it is installed (OPC 10000-100 8.4.5). */
record CachedLoading(SoftwareUpdate update) implements Loading {
    @Override
    public boolean stagesAhead() {
        return update.known()
                .has(Member.PENDING_REVISION, Member.TRANSFER_WRITE, Member.TRANSFER_COMMIT, Member.INSTALL);
    }

    @Override
    public boolean fallbackSlot(Deadline deadline) {
        return update.known().has(Member.FALLBACK_REVISION);
    }

    @Override
    public boolean givesProgramBack(Deadline deadline) throws EquipmentException {
        return new PackageTransfer(update, deadline).givesProgramBack();
    }

    @Override
    public Observation.Slots slots(Observation seen, Deadline deadline) throws EquipmentException {
        Versions versions = seen.versions();
        return new Observation.Slots(
                versions.current(),
                versions.hash(Place.CURRENT),
                versions.slot(Place.PENDING),
                versions.slot(Place.FALLBACK));
    }

    @Override
    public void stage(Image image, RemoteFile.Progress progress, Deadline deadline)
            throws EquipmentException, IOException {
        Observation before = update.observe(deadline);
        Optional<Slot> pending = before.versions().slot(Place.PENDING);
        if (holds(pending, image, true)) {
            progress.sent(image.bytes());
            return;
        }
        if (pending.isPresent()) {
            clear(deadline);
        }
        boolean provable = update.known().has(Member.PENDING_HASH)
                && before.versions().hash(Place.CURRENT).isPresent();
        try {
            new PackageTransfer(update, deadline).send(image, PackageTransfer.Version.PENDING, provable, progress);
        } catch (EquipmentException e) {
            throw wantsPreparation(e, before) ? preparationFirst(e) : e;
        }
        Optional<Slot> after = update.observe(deadline).versions().slot(Place.PENDING);
        if (!holds(after, image, provable)) {
            throw update.connection()
                    .failures()
                    .refused("took the package for %s, but its pending slot holds %s"
                            .formatted(
                                    image.software(), after.map(Slot::toString).orElse("nothing")));
        }
    }

    /** Without a told hash only the name can be compared; that is enough after a transfer, not instead of one. */
    private static boolean holds(Optional<Slot> pending, Image image, boolean needsHash) {
        return pending.filter(slot -> slot.software().equals(image.software()))
                .filter(slot -> slot.hash().map(image.sha256()::equals).orElse(!needsHash))
                .isPresent();
    }

    /** Frees the memory for the next package; a server that refuses may overwrite the slot all the same. */
    private void clear(Deadline deadline) throws EquipmentException {
        if (update.known().has(Member.CLEAR_PENDING, Member.PENDING)) {
            try {
                var _ = update.call("clear the pending slot", Member.PENDING, Member.CLEAR_PENDING, deadline);
            } catch (EquipmentException e) {
                if (e.kind() != REFUSED) {
                    throw e;
                }
            }
        }
    }

    /** Servers of version 1.03 may take software only while they are prepared (8.4.3.3.1 of that time). */
    private static boolean wantsPreparation(EquipmentException refusal, Observation before) throws EquipmentException {
        Preparation preparation = before.machines().preparation();
        return refusal.kind() == REFUSED
                && Failures.is(refusal, StatusCodes.Bad_InvalidState)
                && preparation != Preparation.NONE
                && preparation != Preparation.PREPARED;
    }

    private static EquipmentException preparationFirst(EquipmentException refusal) {
        return new EquipmentException(
                NOT_PREPARED, refusal.getMessage() + " (it wants to be prepared before it takes software)", refusal);
    }

    @Override
    public UpdateBehavior behavior(Software software, Deadline deadline) throws EquipmentException {
        if (!update.known().has(Member.GET_UPDATE_BEHAVIOR)) {
            return BehaviorBits.untold(update, deadline);
        }
        Named named = named(software, deadline);
        return BehaviorBits.ofOutput(
                update,
                update.call(
                        "ask for the update behaviour",
                        Member.LOADING,
                        Member.GET_UPDATE_BEHAVIOR,
                        deadline,
                        named.maker(),
                        named.revision(),
                        named.patches()));
    }

    @Override
    public void install(Order order, RemoteFile.Progress progress, Deadline deadline) throws EquipmentException {
        Named named = named(order.image().software(), deadline);
        ByteString compared =
                named.tellsHash() ? ByteString.of(order.image().sha256().bytes()) : ByteString.NULL_VALUE;
        var _ = update.call(
                "install " + order.image().software(),
                Member.INSTALLATION,
                Member.INSTALL,
                deadline,
                named.maker(),
                named.revision(),
                named.patches(),
                Variant.ofByteString(compared));
    }

    /** Software as the server knows it (8.4.5.5): its maker, its revision, and its patches just as it told them. */
    private record Named(Variant maker, Variant revision, Variant patches, boolean tellsHash) {}

    private Named named(Software software, Deadline deadline) throws EquipmentException {
        Versions versions = update.observe(deadline).versions();
        Place place = versions.slot(Place.PENDING)
                        .map(Slot::software)
                        .filter(software::equals)
                        .isPresent()
                ? Place.PENDING
                : Place.FALLBACK;
        boolean there = versions.slot(place)
                .map(Slot::software)
                .filter(software::equals)
                .isPresent();
        return new Named(
                Variant.ofString(software.manufacturerUri()),
                Variant.ofString(software.revision().value()),
                Variant.ofStringArray(there ? versions.patches(place) : new String[0]),
                there && versions.hash(place).isPresent());
    }

    @Override
    public void readProgram(OutputStream to, Deadline deadline) throws EquipmentException, IOException {
        new PackageTransfer(update, deadline).readProgram(to);
    }
}
