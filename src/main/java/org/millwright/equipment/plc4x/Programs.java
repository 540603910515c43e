package org.millwright.equipment.plc4x;

import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.millwright.equipment.Deadline;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.Image;
import org.millwright.equipment.Order;
import org.millwright.equipment.UpdateBehavior;
import org.millwright.equipment.UpdateState.Slot;
import org.millwright.equipment.plc4x.Mailbox.Call;
import org.millwright.equipment.plc4x.Mailbox.Reply;
import org.millwright.plant.Profile;
import org.millwright.plant.ProgramMailbox.Command;
import org.millwright.plant.ProgramMailbox.Place;
import org.millwright.plant.Software;
import org.millwright.release.Sha256;

/** Programs of a controller with a mailbox: sent, installed, read. */
record Programs(Profile profile, Mailbox mailbox) {
    private static final int ATTEMPTS = 3;
    private static final List<Place> SLOTS = List.of(Place.PENDING, Place.FALLBACK);

    /** A controller that tells more than this tells nonsense. */
    private static final long LARGEST_PROGRAM = 1L << 30;

    boolean stagesAhead() {
        return mailbox.has(Place.PENDING);
    }

    boolean givesProgramBack() {
        return mailbox.has(Place.CURRENT)
                && mailbox.profile().answer().blockLength().isPresent();
    }

    private Observation observe(Deadline deadline) throws EquipmentException {
        return Observation.of(profile, mailbox.points(), deadline);
    }

    private EquipmentException refused(String why) {
        return mailbox.points().failures().refused(why);
    }

    void stage(Image image, LongConsumer sent, Deadline deadline) throws EquipmentException, IOException {
        if (!stagesAhead()) {
            throw refused("takes no software ahead: taking it is installing it");
        }
        Observation before = observe(deadline);
        if (holds(before.slot(Place.PENDING), image, true)) {
            sent.accept(image.bytes());
            return;
        }
        demandProduct(before, image);
        new Transfer(mailbox, image, deadline).send(sent);
        Optional<Slot> after = after(image, deadline).slot(Place.PENDING);
        if (!holds(after, image, false)) {
            throw refused("took the package for %s, but its pending slot holds %s"
                    .formatted(image.software(), after.map(Slot::toString).orElse("nothing")));
        }
    }

    /** After the commit a look that is refused is no refusal of the package. */
    private Observation after(Image image, Deadline deadline) throws EquipmentException {
        try {
            return observe(deadline);
        } catch (EquipmentException e) {
            throw e.kind() == EquipmentException.Kind.REFUSED
                    ? mailbox.points().failures().lost("take the package for " + image.software(), e)
                    : e;
        }
    }

    /** Without a told hash only the name can be compared; that is enough after a transfer, not instead of one. */
    private static boolean holds(Optional<Slot> slot, Image image, boolean needsHash) {
        return slot.filter(s -> s.software().equals(image.software()))
                .filter(s -> s.hash().map(image.sha256()::equals).orElse(!needsHash))
                .isPresent();
    }

    private void demandProduct(Observation seen, Image image) throws EquipmentException {
        Software current = seen.identity().installed();
        if (!image.software().sameProduct(current)) {
            throw refused("takes packages for %s, not for %s".formatted(current.productCode(), image.software()));
        }
    }

    UpdateBehavior behavior(Software software, Deadline deadline) throws EquipmentException {
        Observation seen = observe(deadline);
        return seen.behavior(stagesAhead() ? place(seen, software) : Place.CURRENT);
    }

    /** The slot that holds these very bytes, else the one that names them. */
    private Place place(Observation seen, Image image) throws EquipmentException {
        for (Place place : SLOTS) {
            if (holds(seen.slot(place), image, true)) {
                return place;
            }
        }
        return place(seen, image.software());
    }

    private Place place(Observation seen, Software software) throws EquipmentException {
        for (Place place : SLOTS) {
            if (seen.slot(place).map(Slot::software).filter(software::equals).isPresent()) {
                return place;
            }
        }
        throw refused("no slot holds " + software);
    }

    void install(Order order, LongConsumer sent, Deadline deadline) throws EquipmentException, IOException {
        Observation seen = observe(deadline);
        if (stagesAhead()) {
            activate(order, seen, deadline);
        } else {
            demandProduct(seen, order.image());
            try {
                new Transfer(mailbox, order.image(), deadline).send(sent);
            } catch (EquipmentException e) {
                throw plainNo(e);
            }
        }
    }

    private void activate(Order order, Observation seen, Deadline deadline) throws EquipmentException {
        Place place = place(seen, order.image());
        if (!holds(seen.slot(place), order.image(), false)) {
            throw refused("its %s slot holds another %s than the one that is to be installed"
                    .formatted(place, order.image().software()));
        }
        long seconds = mailbox.knows(Command.CONFIRM)
                ? order.confirmWithin().plusMillis(999).toSeconds()
                : 0;
        try {
            mailbox.command(
                    new Call(
                            "install " + order.image().software(),
                            Command.ACTIVATE,
                            place,
                            0,
                            0,
                            0,
                            seconds,
                            List.of()),
                    deadline);
        } catch (EquipmentException e) {
            throw plainNo(e);
        }
    }

    /** Whoever installs has prepared before; that it did not help is a refusal like any other. */
    private static EquipmentException plainNo(EquipmentException e) {
        return e.kind() == EquipmentException.Kind.NOT_PREPARED
                ? new EquipmentException(EquipmentException.Kind.REFUSED, String.valueOf(e.getMessage()), e)
                : e;
    }

    void readProgram(OutputStream to, Deadline deadline) throws EquipmentException, IOException {
        if (!givesProgramBack()) {
            throw refused("does not give its program back");
        }
        Optional<Sha256> told = observe(deadline).hash(Place.CURRENT);
        DigestOutputStream hashing = new DigestOutputStream(to, Sha256.newDigest());
        mailbox.<IOException>alone(deadline, () -> copy(hashing, deadline));
        if (told.isPresent()
                && !told.get().equals(Sha256.ofDigest(hashing.getMessageDigest().digest()))) {
            throw mailbox.points().failures().nonsense("sends another program than its hash says");
        }
    }

    private void copy(OutputStream to, Deadline deadline) throws EquipmentException, IOException {
        int window = mailbox.profile().window().bytes();
        long size = window;
        for (long n = 0; n * window < size; n++) {
            Call call = new Call("read block " + n, Command.READ, Place.CURRENT, n, 0, 0, window, List.of());
            Reply reply = mailbox.perform(call, deadline);
            mailbox.demandDone(call, reply, deadline);
            size = n == 0 ? reply.blockLength() : size;
            if (size < 1 || size > LARGEST_PROGRAM) {
                throw mailbox.points().failures().nonsense("says its program has " + size + " bytes");
            }
            int length = (int) Math.min(window, size - n * window);
            if (n > 0 && reply.blockLength() != length) {
                throw mailbox.points()
                        .failures()
                        .nonsense("block %d has %d bytes instead of %d".formatted(n, reply.blockLength(), length));
            }
            to.write(content(n, length, reply, deadline));
        }
    }

    private byte[] content(long n, int length, Reply reply, Deadline deadline) throws EquipmentException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            byte[] content =
                    mailbox.points().range("read block " + n, mailbox.profile().window(), length, deadline);
            if (Crc.of(content) == reply.blockCrc()) {
                return content;
            }
        }
        throw mailbox.points().failures().nonsense("block " + n + " came with another CRC-32 than it has");
    }
}
