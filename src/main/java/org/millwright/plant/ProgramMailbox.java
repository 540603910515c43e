package org.millwright.plant;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The part of a controller's memory through which it takes and gives programs (docs/protocols/plc4x.md).
 *
 * @param commands numbers of the commands that it knows
 * @param blocksProven of the open transfer, from the first one on
 * @param slots places for programs that it has
 * @param window range of bytes for the content of one block
 * @param answersWithin a command that is not answered then is not answered at all
 */
public record ProgramMailbox(
        Map<Command, Integer> commands,
        Request request,
        Answer answer,
        Status status,
        Optional<Address> blocksProven,
        Map<Place, Slot> slots,
        Address window,
        Duration answersWithin) {
    public ProgramMailbox {
        commands = inOrder(Command.class, commands);
        slots = inOrder(Place.class, slots);
    }

    private static <K extends Enum<K>, V> Map<K, V> inOrder(Class<K> keys, Map<K, V> map) {
        Map<K, V> sorted = new EnumMap<>(keys);
        sorted.putAll(map);
        return Collections.unmodifiableMap(sorted);
    }

    /** What the controller can be told to do. */
    public enum Command {
        /** Opens a transfer, or goes on with the open one of the same size, CRC and block size. */
        BEGIN,
        /** Stores the window's content as one block. */
        BLOCK,
        /** Validates what was transferred; fills the pending slot, or installs it where there is none. */
        COMMIT,
        /** Installs what a slot holds. */
        ACTIVATE,
        /** Forgets the open transfer, or else what the pending slot holds. */
        DISCARD,
        PREPARE,
        RESUME,
        CONFIRM,
        /** Leaves the error state. */
        ACKNOWLEDGE,
        /** Puts a block of a slot into the window. */
        READ
    }

    /** Places for programs. */
    public enum Place {
        PENDING,
        FALLBACK,
        CURRENT,
        /** What was transferred and not yet committed. */
        OPEN
    }

    /** Where arguments are written; {@code request} is written last, with another number than {@code answered}. */
    public record Request(
            Address command,
            Address slot,
            Address block,
            Address length,
            Address crc,
            Address number,
            Address request) {}

    /**
     * Where answers are read.
     *
     * @param blockLength of the block that was read last; of the whole program when that was block 0
     * @param wrongCrc result that says so
     * @param notPrepared result that says so, if any
     */
    public record Answer(
            Address answered,
            Address result,
            Optional<Address> message,
            Address blockCrc,
            Optional<Address> blockLength,
            int done,
            Optional<Integer> wrongCrc,
            Optional<Integer> notPrepared) {}

    /** Where the controller says how far an update is. */
    public record Status(
            Optional<Coded> preparation,
            Optional<Coded> installation,
            Optional<Bit> waitsForConfirm,
            Optional<Bit> waitsForPowerCycle,
            Optional<Address> percent,
            Optional<Address> errorCode,
            Optional<Address> health) {}

    /** A number whose values mean states, by the names of the port. */
    public record Coded(Address address, SortedMap<Long, String> values) {
        public Coded {
            values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
        }
    }

    /** One bit of a number; bit 0 is the lowest. */
    public record Bit(Address address, int bit) {}

    /**
     * A place for a program.
     *
     * @param code by which commands name it
     * @param revision of what it holds, empty text for nothing
     * @param hash SHA-256 in 32 bytes, zeros when it is not known
     * @param behavior what installing it does
     */
    public record Slot(int code, Optional<Address> revision, Optional<Address> hash, Optional<BehaviorBits> behavior) {}

    /** Bits of a number, each missing one taken for the worse. */
    public record BehaviorBits(
            Address address,
            Optional<Integer> keepsParameters,
            Optional<Integer> needsPowerCycle,
            Optional<Integer> reboots) {}
}
