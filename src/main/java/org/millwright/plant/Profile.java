package org.millwright.plant;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a kind of controller that knows nothing of software updates keeps what the equipment port asks for
 * (docs/protocols/plc4x.md). Its text is the same for equal profiles.
 *
 * @param requestsPerSecond what the controller bears; empty for no limit
 * @param areas ranges of bytes that hold the controller's parameters, by name
 * @param clock whole seconds since 1970, UTC; without it the service's clock counts
 * @param mailbox without it no software can be sent
 */
public record Profile(
        Protocol protocol,
        OptionalInt requestsPerSecond,
        ByteOrder byteOrder,
        Nameplate nameplate,
        Map<Tag, Point> tags,
        SortedMap<String, Address> retained,
        SortedMap<String, Address> areas,
        Optional<Address> clock,
        Optional<ProgramMailbox> mailbox) {
    public Profile {
        Map<Tag, Point> inOrder = new EnumMap<>(Tag.class);
        inOrder.putAll(tags);
        tags = Collections.unmodifiableMap(inOrder);
        retained = Collections.unmodifiableSortedMap(new TreeMap<>(retained));
        areas = Collections.unmodifiableSortedMap(new TreeMap<>(areas));
    }

    /** How numbers of several registers lie in them; the bytes 1 2 3 4 are those of a 32-bit number, highest first. */
    public enum ByteOrder {
        /** 1 2 3 4 */
        BIG_ENDIAN,
        /** 4 3 2 1 */
        LITTLE_ENDIAN,
        /** 2 1 4 3 */
        BIG_ENDIAN_BYTE_SWAP,
        /** 3 4 1 2: the lower register first */
        LITTLE_ENDIAN_BYTE_SWAP
    }

    /** What the controller is; all of it either a constant or read from it. */
    public record Nameplate(
            Told manufacturerUri, Told productCode, Told revision, Told hardwareRevision, Told serialNumber) {}

    /** A text of the nameplate. */
    public sealed interface Told {
        record Always(String text) implements Told {}

        record At(Address address) implements Told {}
    }

    /**
     * A value and what its numbers mean.
     *
     * @param values names of numbers, for states
     * @param bits texts of bits that are set, for alarms; bit 0 is the lowest
     */
    public record Point(Address address, SortedMap<Long, String> values, SortedMap<Long, String> bits) {
        public Point {
            values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
            bits = Collections.unmodifiableSortedMap(new TreeMap<>(bits));
        }
    }
}
