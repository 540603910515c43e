package org.millwright.equipment.plc4x;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.zip.CRC32;
import org.millwright.equipment.Deadline;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.Image;
import org.millwright.equipment.plc4x.Mailbox.Call;
import org.millwright.equipment.plc4x.Mailbox.Reply;
import org.millwright.plant.Address;
import org.millwright.plant.ProgramMailbox.Command;
import org.millwright.plant.ProgramMailbox.Place;
import org.millwright.release.Sha256;

/**
 * Sends one image through a mailbox and commits it.
 *
 * <ol>
 *   <li>The stored package is read once before anything is sent: its CRC-32 names the transfer, and a package whose size
 *       or SHA-256 is not the release's is never begun.
 *   <li>A transfer of the same size, CRC and block size goes on at its last proven block, which is sent again: it is the
 *       one that a loss of power can have torn.
 *   <li>Each block is answered with the CRC-32 of what was stored; a wrong one is sent again, a few times.
 *   <li>Before the commit the controller reads every stored block anew and tells its CRC-32. A block that differs, for
 *       example because the power went while it was written, is sent again and everything is proven again.
 *   <li>Only a wholly proven image is committed.
 * </ol>
 */
final class Transfer {
    private static final int ATTEMPTS = 3;
    private static final int PASSES = 3;

    private final Mailbox mailbox;
    private final Image image;
    private final Deadline deadline;
    private final int blockBytes;
    private final long[] crcs;

    Transfer(Mailbox mailbox, Image image, Deadline deadline) throws EquipmentException {
        this.mailbox = mailbox;
        this.image = image;
        this.deadline = deadline;
        this.blockBytes = mailbox.profile().window().bytes();
        long blocks = (image.bytes() + blockBytes - 1) / blockBytes;
        if (image.bytes() < 1 || image.bytes() > 0xFFFF_FFFFL || blocks > Integer.MAX_VALUE) {
            throw mailbox.points().failures().refused("takes no image of " + image.bytes() + " bytes");
        }
        this.crcs = new long[(int) blocks];
    }

    /** Returns when the controller has taken the image; what it does with it then is its own. */
    void send(LongConsumer sent) throws EquipmentException, IOException {
        long crc = readOnce();
        mailbox.<IOException>alone(deadline, () -> {
            Call begin = new Call(
                    "begin the transfer", Command.BEGIN, Place.OPEN, 0, image.bytes(), crc, blockBytes, List.of());
            mailbox.demandDone(begin, mailbox.perform(begin, deadline), deadline);
            BitSet missing = new BitSet();
            missing.set(Math.max(0, proven() - 1), crcs.length);
            for (int pass = 1; pass <= PASSES; pass++) {
                sendBlocks(missing, pass == 1 ? sent : _ -> {});
                missing = unproven();
                if (missing.isEmpty()) {
                    commit();
                    return;
                }
            }
            throw givenUp(
                    "block %d holds other bytes than it was sent, again and again".formatted(missing.nextSetBit(0)));
        });
    }

    /** Learns the CRC of the whole and of every block. */
    private long readOnce() throws IOException {
        CRC32 whole = new CRC32();
        MessageDigest digest = Sha256.newDigest();
        long bytes = 0;
        try (InputStream in = image.content().open()) {
            int n = 0;
            for (byte[] block = next(in); block.length > 0; block = next(in)) {
                whole.update(block);
                digest.update(block);
                bytes += block.length;
                if (n < crcs.length) {
                    crcs[n++] = Crc.of(block);
                }
            }
        }
        if (bytes != image.bytes() || !Sha256.ofDigest(digest.digest()).equals(image.sha256())) {
            throw damaged();
        }
        return whole.getValue();
    }

    private IOException damaged() {
        return new IOException(
                "the stored package for %s is damaged; it was not committed".formatted(image.software()));
    }

    private byte[] next(InputStream in) throws IOException {
        byte[] block = new byte[blockBytes];
        int count = in.readNBytes(block, 0, blockBytes);
        return count == blockBytes ? block : Arrays.copyOf(block, count);
    }

    private int proven() throws EquipmentException {
        Optional<Address> told = mailbox.profile().blocksProven();
        if (told.isEmpty()) {
            return 0;
        }
        long blocks = mailbox.points()
                .read("ask for proven blocks", List.of(told.get()), deadline)
                .whole(told.get());
        return Math.clamp(blocks, 0, crcs.length);
    }

    private void sendBlocks(BitSet missing, LongConsumer sent) throws EquipmentException, IOException {
        if (missing.isEmpty()) {
            sent.accept(image.bytes());
            return;
        }
        try (InputStream in = image.content().open()) {
            long bytes = 0;
            for (int n = 0; n < crcs.length; n++) {
                byte[] block = next(in);
                if (block.length == 0 || Crc.of(block) != crcs[n]) {
                    throw damaged();
                }
                bytes += block.length;
                if (missing.get(n)) {
                    sendBlock(n, block);
                    sent.accept(bytes);
                }
            }
        }
    }

    private void sendBlock(int n, byte[] block) throws EquipmentException {
        List<Chunk> content = List.of(Points.chunk(mailbox.profile().window(), block));
        Call call = new Call("store block " + n, Command.BLOCK, Place.OPEN, n, block.length, crcs[n], 0, content);
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Reply reply = mailbox.perform(call, deadline);
            if (mailbox.isDone(reply) && reply.blockCrc() == crcs[n]) {
                return;
            }
            if (!mailbox.isDone(reply) && !mailbox.isWrongCrc(reply)) {
                mailbox.demandDone(call, reply, deadline);
            }
        }
        throw givenUp("block %d was stored with another CRC-32 %d times".formatted(n, ATTEMPTS));
    }

    /** Blocks whose stored content is not what was sent, as the controller reads it now. */
    private BitSet unproven() throws EquipmentException {
        BitSet unproven = new BitSet();
        for (int n = 0; n < crcs.length; n++) {
            Call call = new Call("read block " + n + " back", Command.READ, Place.OPEN, n, 0, 0, 0, List.of());
            Reply reply = mailbox.perform(call, deadline);
            mailbox.demandDone(call, reply, deadline);
            if (reply.blockCrc() != crcs[n] || !hasLength(n, reply)) {
                unproven.set(n);
            }
        }
        return unproven;
    }

    /** Where it is told: of block 0 the size of the image, of any other its own. */
    private boolean hasLength(int n, Reply reply) {
        long expected = n == 0 ? image.bytes() : Math.min(blockBytes, image.bytes() - (long) n * blockBytes);
        return mailbox.profile().answer().blockLength().isEmpty() || reply.blockLength() == expected;
    }

    private void commit() throws EquipmentException {
        Call commit = new Call("take the package for " + image.software(), Command.COMMIT);
        mailbox.demandDone(commit, mailbox.perform(commit, deadline), deadline);
    }

    private EquipmentException givenUp(String why) {
        EquipmentException failure = mailbox.points().failures().refused(why + "; the image was not committed");
        if (mailbox.knows(Command.DISCARD)) {
            try {
                var _ = mailbox.perform(new Call("discard the transfer", Command.DISCARD), deadline);
            } catch (EquipmentException e) {
                failure.addSuppressed(e);
            }
        }
        return failure;
    }
}
