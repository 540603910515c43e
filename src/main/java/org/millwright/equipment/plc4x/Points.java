package org.millwright.equipment.plc4x;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.millwright.equipment.Deadline;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.TagValue;
import org.millwright.plant.Address;

/** Values at the addresses of a profile, read and written in as few requests as the protocol allows. */
record Points(Connection connection, Codec codec) {
    /** A value for an address, and whose it is, for messages. */
    record Setting(String name, Address address, TagValue value) {}

    Failures failures() {
        return connection.failures();
    }

    Reading read(String wanted, Collection<Address> addresses, Deadline deadline) throws EquipmentException {
        List<Slice> slices = SlicePlan.toRead(addresses.stream().map(Slice::of).toList());
        return new Reading(codec, connection.read(wanted, slices, deadline));
    }

    /** The first so many bytes of a range. */
    byte[] range(String wanted, Address range, int bytes, Deadline deadline) throws EquipmentException {
        List<Slice> slices = SlicePlan.toRead(List.of(Slice.of(range).part(0, bytes)));
        return Arrays.copyOf(new Reading(codec, connection.read(wanted, slices, deadline)).bytes(slices, bytes), bytes);
    }

    /** Writes all of them, or refuses all when one does not fit. */
    void write(String wanted, List<Setting> settings, Deadline deadline) throws EquipmentException {
        connection.write(wanted, chunks(settings), deadline);
    }

    /** Chunks in the order of the settings; neighbours become one. */
    List<Chunk> chunks(List<Setting> settings) throws EquipmentException {
        List<Chunk> chunks = new ArrayList<>();
        for (Setting setting : settings) {
            Address address = setting.address();
            byte[] bytes = codec.bytes(address, setting.value())
                    .orElseThrow(() -> failures()
                            .refused("%s at %s cannot be %s".formatted(setting.name(), address, setting.value())));
            add(chunks, chunk(address, bytes));
        }
        return chunks;
    }

    /** The beginning of a range, filled up with a zero where half a register is left. */
    static Chunk chunk(Address address, byte[] bytes) {
        Slice slice = Slice.of(address).part(0, bytes.length);
        return new Chunk(slice, Arrays.copyOf(bytes, slice.bytes()));
    }

    private static void add(List<Chunk> chunks, Chunk next) {
        Chunk last = chunks.isEmpty() ? next : chunks.getLast();
        boolean neighbour = !chunks.isEmpty()
                && next.slice().memory().isOfBytes()
                && last.slice().memory().equals(next.slice().memory())
                && last.slice().end() == next.slice().start();
        if (!neighbour) {
            chunks.add(next);
            return;
        }
        byte[] both = Arrays.copyOf(last.bytes(), last.bytes().length + next.bytes().length);
        System.arraycopy(next.bytes(), 0, both, last.bytes().length, next.bytes().length);
        Slice slice = last.slice();
        chunks.set(
                chunks.size() - 1,
                new Chunk(
                        new Slice(
                                slice.memory(),
                                slice.start(),
                                slice.length() + next.slice().length()),
                        both));
    }

    /** What was read at one moment, as far as the protocol knows moments. */
    record Reading(Codec codec, Map<Slice, byte[]> read) {
        TagValue value(Address address) {
            return codec.value(address, bytes(address));
        }

        long whole(Address address) {
            return value(address) instanceof TagValue.Whole whole ? whole.value() : 0;
        }

        byte[] bytes(Address address) {
            Slice wanted = Slice.of(address);
            byte[] bytes = new byte[wanted.bytes()];
            read.forEach((slice, content) -> overlap(wanted, slice, content, bytes));
            return Arrays.copyOf(bytes, address.bytes());
        }

        private static void overlap(Slice wanted, Slice slice, byte[] content, byte[] to) {
            int from = Math.max(wanted.start(), slice.start());
            int end = Math.min(wanted.end(), slice.end());
            if (slice.memory().equals(wanted.memory()) && from < end) {
                int unit = slice.bytes() / slice.length();
                System.arraycopy(
                        content,
                        (from - slice.start()) * unit,
                        to,
                        (from - wanted.start()) * unit,
                        (end - from) * unit);
            }
        }

        private byte[] bytes(List<Slice> inOrder, int least) {
            byte[] all = new byte
                    [Math.max(least, inOrder.stream().mapToInt(Slice::bytes).sum())];
            int at = 0;
            for (Slice slice : inOrder) {
                byte[] content = read.getOrDefault(slice, new byte[0]);
                System.arraycopy(content, 0, all, at, content.length);
                at += content.length;
            }
            return all;
        }
    }
}
