package org.millwright.upgrade.journal;

import org.millwright.upgrade.Entry;

/**
 * A journal row as outsiders get it, in streams, messages and dossiers: one line of JSON with {@code run}, {@code seq},
 * {@code position}, {@code at} and {@code event}; the event is the very text that the row's hash covers.
 */
public final class RowJson {
    private RowJson() {}

    public static String of(Entry row) {
        // Nothing here needs escaping: a run's id is letters, digits and dashes.
        return "{\"run\":\"" + row.run() + "\",\"seq\":" + row.seq() + ",\"position\":" + row.position() + ",\"at\":\""
                + row.at() + "\",\"event\":" + EventJson.write(row.event()) + "}";
    }

    /** The name of the row's event, for example {@code Approved}. */
    public static String kind(Entry row) {
        return EventJson.kind(row.event());
    }
}
