package org.millwright.equipment.plc4x;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Cuts what is wanted into as few requests as the protocol allows. */
final class SlicePlan {
    private SlicePlan() {}

    /**
     * Disjoint slices that cover all wanted ones, each short enough to read. Neighbours are joined as long as they go into
     * one request, so that no value of several registers is read in two; what overlaps is joined in any case.
     */
    static List<Slice> toRead(Collection<Slice> wanted) {
        List<Slice> sorted = wanted.stream()
                .distinct()
                .sorted(Comparator.comparing((Slice s) -> s.memory().text(0, 0)).thenComparingInt(Slice::start))
                .toList();
        List<Slice> joined = new ArrayList<>();
        for (Slice slice : sorted) {
            Slice last = joined.isEmpty() ? slice : joined.getLast();
            boolean neighbour = !joined.isEmpty()
                    && slice.memory().isOfBytes()
                    && last.memory().equals(slice.memory())
                    && (slice.start() < last.end() || touchesWithin(slice, last));
            if (neighbour) {
                joined.removeLast();
                joined.add(new Slice(last.memory(), last.start(), Math.max(last.end(), slice.end()) - last.start()));
            } else {
                joined.add(slice);
            }
        }
        return joined.stream()
                .flatMap(s -> cut(s, s.memory().mostRead()).stream())
                .toList();
    }

    private static boolean touchesWithin(Slice slice, Slice last) {
        return slice.start() == last.end()
                && slice.end() - last.start() <= last.memory().mostRead();
    }

    /** The slice in order, in pieces short enough to write. */
    static List<Slice> toWrite(Slice slice) {
        return cut(slice, slice.memory().mostWritten());
    }

    private static List<Slice> cut(Slice slice, int most) {
        List<Slice> pieces = new ArrayList<>();
        for (int start = slice.start(); start < slice.end(); start += most) {
            pieces.add(new Slice(slice.memory(), start, Math.min(most, slice.end() - start)));
        }
        return pieces;
    }
}
