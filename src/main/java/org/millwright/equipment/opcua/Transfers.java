package org.millwright.equipment.opcua;

import static org.millwright.equipment.EquipmentException.Kind.REFUSED;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.Image;
import org.millwright.equipment.UpdateState.Slot;
import org.millwright.release.Sha256;

/** Packages and parameter files, to the controller and back (OPC 10000-100 8.4.3, 8.4.1.7). One block is in memory. */
final class Transfers {
    /** SoftwareVersionFileType, OPC 10000-100 8.5.1. */
    private static final Variant CURRENT = Variant.ofInt32(0);

    private static final Variant PENDING = Variant.ofInt32(1);

    /** What the standard wants for a parameter file (8.4.1.7). */
    private static final Variant NO_OPTIONS = Variant.NULL_VALUE;

    private final SoftwareUpdate update;
    private final Deadline deadline;

    Transfers(SoftwareUpdate update, Deadline deadline) {
        this.update = update;
        this.deadline = deadline;
    }

    /** The method is there on every server; whether it works shows only when it is called (8.4.3.3.3). */
    boolean givesProgramBack() throws EquipmentException {
        try (TemporaryFile file = TemporaryFile.forRead(update.connection(), packages(), CURRENT, deadline)) {
            return file.blockBytes(OptionalLong.empty()) > 0;
        } catch (EquipmentException e) {
            if (e.kind() == REFUSED) {
                return false;
            }
            throw e;
        }
    }

    /** Does nothing when the pending slot holds the package already. */
    void stage(Image image, LongConsumer sent) throws EquipmentException, IOException {
        if (holds(pending(), image, true)) {
            sent.accept(image.bytes());
            return;
        }
        try {
            send(image, sent);
        } catch (EquipmentException e) {
            throw e.kind() == REFUSED ? explained(e) : e;
        }
        Optional<Slot> pending = pending();
        if (!holds(pending, image, false)) {
            throw update.connection()
                    .failures()
                    .refused("took the package for %s, but its pending slot holds %s"
                            .formatted(
                                    image.software(),
                                    pending.map(Slot::toString).orElse("nothing")));
        }
    }

    private Optional<Slot> pending() throws EquipmentException {
        return update.observe(deadline).state().pending();
    }

    /** Without a told hash only the name can be compared; that is enough after a transfer, not instead of one. */
    private static boolean holds(Optional<Slot> pending, Image image, boolean needsHash) {
        return pending.filter(slot -> slot.software().equals(image.software()))
                .filter(slot -> slot.hash().map(image.sha256()::equals).orElse(!needsHash))
                .isPresent();
    }

    private void send(Image image, LongConsumer sent) throws EquipmentException, IOException {
        OptionalLong wanted = update.read(deadline, Member.WRITE_BLOCK_SIZE).number(Member.WRITE_BLOCK_SIZE);
        MessageDigest digest = Sha256.newDigest();
        try (InputStream from = image.content().open();
                TemporaryFile file = TemporaryFile.forWrite(update.connection(), packages(), PENDING, deadline)) {
            long total = 0;
            int size = file.blockBytes(wanted);
            for (byte[] block = from.readNBytes(size); block.length > 0; block = from.readNBytes(size)) {
                digest.update(block);
                file.write(block);
                total += block.length;
                sent.accept(total);
            }
            if (total != image.bytes() || !Sha256.ofDigest(digest.digest()).equals(image.sha256())) {
                throw new IOException(
                        "the stored package for %s is damaged; nothing was staged".formatted(image.software()));
            }
            file.commit();
        }
    }

    /** Adds the controller's own explanation of a refused package (8.4.3.4), when it has one. */
    private EquipmentException explained(EquipmentException refusal) {
        try {
            String reason = update.read(deadline, Member.ERROR_MESSAGE).text(Member.ERROR_MESSAGE);
            return reason.isBlank()
                    ? refusal
                    : new EquipmentException(REFUSED, refusal.getMessage() + ": " + reason, refusal);
        } catch (EquipmentException e) {
            refusal.addSuppressed(e);
            return refusal;
        }
    }

    void readProgram(OutputStream to) throws EquipmentException, IOException {
        try (TemporaryFile file = TemporaryFile.forRead(update.connection(), packages(), CURRENT, deadline)) {
            file.readTo(to);
        }
    }

    void readParameters(OutputStream to) throws EquipmentException, IOException {
        try (TemporaryFile file = TemporaryFile.forRead(update.connection(), parameters(), NO_OPTIONS, deadline)) {
            file.readTo(to);
        }
    }

    void restoreParameters(InputStream from) throws EquipmentException, IOException {
        try (TemporaryFile file = TemporaryFile.forWrite(update.connection(), parameters(), NO_OPTIONS, deadline)) {
            int size = file.blockBytes(OptionalLong.empty());
            for (byte[] block = from.readNBytes(size); block.length > 0; block = from.readNBytes(size)) {
                file.write(block);
            }
            file.commit();
        }
    }

    private TemporaryFile.Transfer packages() throws EquipmentException {
        return new TemporaryFile.Transfer(
                update.need(Member.TRANSFER, deadline),
                update.need(Member.TRANSFER_READ, deadline),
                update.need(Member.TRANSFER_WRITE, deadline),
                update.need(Member.TRANSFER_COMMIT, deadline));
    }

    private TemporaryFile.Transfer parameters() throws EquipmentException {
        return new TemporaryFile.Transfer(
                update.need(Member.PARAMETERS, deadline),
                update.need(Member.PARAMETERS_READ, deadline),
                update.need(Member.PARAMETERS_WRITE, deadline),
                update.need(Member.PARAMETERS_COMMIT, deadline));
    }
}
