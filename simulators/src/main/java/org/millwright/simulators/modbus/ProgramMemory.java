package org.millwright.simulators.modbus;

import java.util.Arrays;
import java.util.Optional;
import org.millwright.simulators.faults.FaultKind;
import org.millwright.simulators.modbus.Outcome.Result;
import org.millwright.simulators.plc.Plc;
import org.millwright.simulators.plc.PlcRefusal;

/**
 * The commands that move programs: begin, block, commit, discard, read.
 *
 * <ol>
 *   <li>A transfer is open from begin on, over lost connections and reboots, until it is discarded, another one begins, or a
 *       commit has handed its image to the controller, who takes it or not.
 *   <li>The controller admits a transfer once for each boot: at begin, or at the first block after a reboot.
 *   <li>A commit whose CRC is wrong leaves the transfer open, so that a torn block can be written again.
 * </ol>
 *
 * <p>Guarded by the mailbox.
 */
final class ProgramMemory {
    /** As much as any simulated package has. */
    static final int MAX_IMAGE_BYTES = 257 * 1024 * 1024;

    private final Plc plc;
    private final Window window;
    private final boolean readable;
    private final Runnable cutConnections;
    private Optional<Transfer> open = Optional.empty();
    private boolean admitted;
    private long blockCrc;
    private long readBytes;

    /**
     * An empty memory beside the controller's slots.
     *
     * @param readable true when the running program can be read
     * @param cutConnections ends every connection at once, for a transfer that is cut
     */
    ProgramMemory(Plc plc, Window window, boolean readable, Runnable cutConnections) {
        this.plc = plc;
        this.window = window;
        this.readable = readable;
        this.cutConnections = cutConnections;
    }

    /** Of the open transfer. */
    Optional<Transfer.Progress> progress() {
        return open.map(transfer -> new Transfer.Progress(transfer.shape(), transfer.proven()));
    }

    /** CRC-32 of the block that was stored or read last. */
    long blockCrc() {
        return blockCrc;
    }

    /** Length of the block that was read last; of block 0 the size of all of it. */
    long readBytes() {
        return readBytes;
    }

    void powerLost() {
        admitted = false;
        blockCrc = 0;
        readBytes = 0;
        window.clear();
    }

    Outcome begin(Arguments given) throws PlcRefusal {
        if (given.length() < 1 || given.length() > MAX_IMAGE_BYTES) {
            return Outcome.outOfRange("an image has 1 to %d bytes".formatted(MAX_IMAGE_BYTES));
        }
        if (given.number() < 1 || given.number() > window.bytes()) {
            return Outcome.outOfRange("a block has 1 to %d bytes".formatted(window.bytes()));
        }
        var shape = new Transfer.Shape((int) given.length(), given.crc(), (int) given.number());
        if (open.isPresent() && !open.get().shape().equals(shape)) {
            drop();
        }
        admit();
        if (open.isEmpty()) {
            open = Optional.of(new Transfer(shape));
        }
        return Outcome.DONE;
    }

    private void admit() throws PlcRefusal {
        if (!admitted) {
            plc.admitTransfer();
            admitted = true;
        }
    }

    private void drop() {
        open = Optional.empty();
        if (admitted) {
            admitted = false;
            plc.transferAbandoned();
        }
    }

    Outcome block(Arguments given) throws PlcRefusal {
        if (open.isEmpty()) {
            return Outcome.wrongState("no transfer is open");
        }
        Transfer transfer = open.get();
        if (given.block() > transfer.proven()
                || given.block() >= transfer.shape().blocks()) {
            return Outcome.outOfRange("block %d of %d is next"
                    .formatted(transfer.proven(), transfer.shape().blocks()));
        }
        int block = (int) given.block();
        int length = transfer.shape().lengthOf(block);
        if (given.length() != length) {
            return Outcome.outOfRange("block %d has %d bytes".formatted(block, length));
        }
        admit();
        blockCrc = transfer.store(block, fromWindow(length), given.crc());
        plc.moved(length);
        switch (plc.transferProgress(transfer.endOf(block))) {
            case GO_ON -> {}
            case CUT_SESSION -> cutConnections.run();
            case TEAR_BLOCK -> {
                transfer.tear(block);
                cutConnections.run();
            }
        }
        return blockCrc == given.crc()
                ? Outcome.DONE
                : new Outcome(Result.CRC_DIFFERS, "block %d was stored with another CRC".formatted(block));
    }

    private byte[] fromWindow(int length) {
        byte[] bytes = window.taken(length);
        if (plc.strikes(FaultKind.WRONG_CRC)) {
            bytes[length / 2] ^= 1;
        }
        return bytes;
    }

    Outcome commit() throws PlcRefusal {
        if (open.isEmpty() || !open.get().isWhole()) {
            return Outcome.wrongState("there is no whole transfer");
        }
        Transfer transfer = open.get();
        byte[] image = transfer.image();
        if (Transfer.crc(image) != transfer.shape().crc()) {
            return new Outcome(Result.CRC_DIFFERS, "the image that is stored has another CRC");
        }
        admit();
        try {
            plc.stage(image);
            ended();
        } catch (PlcRefusal refusal) {
            if (!refusal.status().equals("Bad_InvalidState")) {
                ended();
            }
            admitted = false;
            throw refusal;
        }
        return Outcome.DONE;
    }

    private void ended() {
        open = Optional.empty();
        admitted = false;
    }

    Outcome discard() throws PlcRefusal {
        if (open.isPresent()) {
            drop();
            return Outcome.DONE;
        }
        if (plc.slots().pending().isEmpty()) {
            return Outcome.notFound("there is nothing to discard");
        }
        plc.clearPending();
        return Outcome.DONE;
    }

    Outcome read(Arguments given) throws PlcRefusal {
        return switch (given.slot()) {
            case Arguments.OPEN -> readOpen(given.block());
            case Arguments.CURRENT -> readable ? readCurrent(given) : Outcome.UNKNOWN_COMMAND;
            case Arguments.PENDING, Arguments.FALLBACK -> Outcome.UNKNOWN_COMMAND;
            default -> Outcome.outOfRange("there is no slot %d".formatted(given.slot()));
        };
    }

    private Outcome readOpen(long block) {
        if (open.isEmpty()) {
            return Outcome.notFound("no transfer is open");
        }
        Transfer transfer = open.get();
        if (block >= transfer.proven()) {
            return Outcome.outOfRange("%d blocks are stored".formatted(transfer.proven()));
        }
        show(transfer.block((int) block), block == 0, transfer.shape().bytes());
        return Outcome.DONE;
    }

    private Outcome readCurrent(Arguments given) throws PlcRefusal {
        byte[] program = plc.currentProgram();
        long blockBytes = given.number() == 0 ? window.bytes() : given.number();
        if (blockBytes > window.bytes()) {
            return Outcome.outOfRange("a block has 1 to %d bytes".formatted(window.bytes()));
        }
        var shape = new Transfer.Shape(program.length, 0, (int) blockBytes);
        if (given.block() >= shape.blocks()) {
            return Outcome.outOfRange("the program has %d blocks".formatted(shape.blocks()));
        }
        int from = (int) (given.block() * blockBytes);
        byte[] bytes = Arrays.copyOfRange(program, from, from + shape.lengthOf((int) given.block()));
        show(bytes, from == 0, program.length);
        return Outcome.DONE;
    }

    private void show(byte[] bytes, boolean first, int whole) {
        window.show(bytes);
        blockCrc = Transfer.crc(bytes);
        readBytes = first ? whole : bytes.length;
        plc.moved(bytes.length);
    }
}
