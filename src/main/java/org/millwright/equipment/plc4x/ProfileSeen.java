package org.millwright.equipment.plc4x;

import java.util.List;

/** What a controller told of all that its profile describes, in the profile's order. */
public record ProfileSeen(List<Value> values) {
    public ProfileSeen {
        values = List.copyOf(values);
    }

    /** Whether everything could be read. */
    public boolean complete() {
        return values.stream().noneMatch(v -> v.what() instanceof What.Unread);
    }

    /**
     * One of them.
     *
     * @param group part of the profile where it stands
     * @param address in the profile's words; empty for what the profile itself tells
     */
    public record Value(String group, String name, String address, What what) {}

    /** What came of reading it. */
    public sealed interface What {
        record Text(String text) implements What {}

        /** Too long to be shown. */
        record Range(int bytes, long crc32) implements What {}

        record Unread(String reason) implements What {}
    }
}
