package org.millwright.equipment.opcua;

import static org.millwright.equipment.EquipmentException.Kind.REFUSED;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.millwright.equipment.Deadline;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.Image;
import org.millwright.release.Sha256;

/** Packages by Loading's own file transfer, to the controller and back (OPC 10000-100 8.4.3). */
final class PackageTransfer {
    private final SoftwareUpdate update;
    private final Deadline deadline;

    PackageTransfer(SoftwareUpdate update, Deadline deadline) {
        this.update = update;
        this.deadline = deadline;
    }

    /** SoftwareVersionFileType, OPC 10000-100 8.5.1; an Int32 whatever type the server gives its argument. */
    enum Version {
        CURRENT(0),
        PENDING(1);

        private final int number;

        Version(int number) {
            this.number = number;
        }

        private Variant option() {
            return Variant.ofInt32(number);
        }
    }

    /** The method is there on every server; whether it works shows only when it is called (8.4.3.3.3). */
    boolean givesProgramBack() throws EquipmentException {
        if (!update.has(deadline, Member.TRANSFER_READ)) {
            return false;
        }
        try (TemporaryFile _ =
                TemporaryFile.forRead(update.connection(), transfer(), Version.CURRENT.option(), deadline)) {
            return true;
        } catch (EquipmentException e) {
            if (e.kind() == REFUSED) {
                return false;
            }
            throw e;
        }
    }

    /** Sends and commits. What is not the package that it should be is never committed. */
    void send(Image image, Version version, boolean provable, RemoteFile.Progress progress)
            throws EquipmentException, IOException {
        try {
            carry(image, version, wish(image, provable), progress);
        } catch (EquipmentException e) {
            throw e.kind() == REFUSED ? explained(e) : e;
        }
    }

    private void carry(Image image, Version version, Pace.Wish wish, RemoteFile.Progress progress)
            throws EquipmentException, IOException {
        try (InputStream from = image.content().open();
                TemporaryFile file =
                        TemporaryFile.forWrite(update.connection(), transfer(), version.option(), deadline)) {
            Blocks blocks = new Blocks(from);
            file.send(blocks, wish, progress);
            demandWhole(image, blocks);
            file.commit();
        }
    }

    static void demandWhole(Image image, Blocks blocks) throws IOException {
        if (blocks.bytes() != image.bytes() || !blocks.sha256().equals(image.sha256())) {
            throw new IOException(
                    "the stored package for %s is damaged; it was not committed".formatted(image.software()));
        }
    }

    private Pace.Wish wish(Image image, boolean provable) throws EquipmentException {
        MemberValues told =
                update.read(deadline, Member.WRITE_BLOCK_SIZE, Member.TRANSFER_TIMEOUT, Member.WRITE_TIMEOUT);
        OptionalLong size = told.number(Member.WRITE_BLOCK_SIZE);
        Optional<Duration> writeLimit = told.duration(Member.WRITE_TIMEOUT);
        return new Pace.Wish(
                size.orElse(0) > 0 ? size : OptionalLong.empty(),
                image.bytesPerSecond(),
                told.duration(Member.TRANSFER_TIMEOUT),
                writeLimit,
                provable);
    }

    /** Adds the controller's own explanation of a refused transfer (8.4.3.4), when it has one. */
    private EquipmentException explained(EquipmentException refusal) throws EquipmentException {
        Optional<String> reason = update.reason(Member.ERROR_MESSAGE, deadline);
        return reason.filter(text -> !String.valueOf(refusal.getMessage()).endsWith(text))
                .map(text -> new EquipmentException(REFUSED, refusal.getMessage() + text, refusal))
                .orElse(refusal);
    }

    /** Where the hash of the installed program is told, what came is compared with it. */
    void readProgram(OutputStream to) throws EquipmentException, IOException {
        Versions versions = update.observe(deadline).versions();
        Optional<Sha256> hash = versions.hash(Versions.Place.CURRENT);
        HashingOutput hashing = new HashingOutput(to);
        try (TemporaryFile file =
                TemporaryFile.forRead(update.connection(), transfer(), Version.CURRENT.option(), deadline)) {
            if (hash.isPresent()) {
                file.readProvable(Version.CURRENT.option(), hashing);
            } else {
                file.readTo(hashing);
            }
        }
        if (hash.isPresent() && !hash.get().equals(hashing.sha256())) {
            throw update.connection().failures().nonsense("sends another program than its hash says");
        }
    }

    private TemporaryFile.Transfer transfer() throws EquipmentException {
        return new TemporaryFile.Transfer(
                update.need(Member.TRANSFER, deadline),
                update.need(Member.TRANSFER_READ, deadline),
                update.need(Member.TRANSFER_WRITE, deadline),
                update.need(Member.TRANSFER_COMMIT, deadline),
                update.nodes(deadline).node(Member.ERROR_MESSAGE));
    }
}
