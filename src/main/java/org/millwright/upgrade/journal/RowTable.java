package org.millwright.upgrade.journal;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.millwright.release.Sha256;
import org.millwright.upgrade.Entry;
import org.millwright.upgrade.Event;
import org.millwright.upgrade.RunId;

/** The journal's rows as they stand in the database, each chained to the one before it in its run. */
final class RowTable {
    /** Most characters of one row's text, the width of its column; a plan for 200 controllers takes a tenth. */
    static final int LONGEST = 1_000_000;

    private RowTable() {}

    /**
     * A row that has no place in its run yet.
     *
     * @param payload the event as text, ASCII on one line
     */
    record Draft(RunId run, long epoch, Event event, String payload) {
        /**
         * The row as text.
         *
         * @throws IllegalArgumentException when that is longer than a row can be
         */
        static Draft of(RunId run, long epoch, Event event) {
            String payload = EventJson.write(event);
            if (payload.length() > LONGEST) {
                throw new IllegalArgumentException(EventJson.kind(event) + " of run " + run + " takes "
                        + payload.length() + " characters in the journal, " + LONGEST + " at most: it was not written");
            }
            return new Draft(run, epoch, event, payload);
        }
    }

    static Entry insertFirst(Connection c, Draft draft, Instant at) throws SQLException {
        return insert(c, draft, new Place(1, "", at));
    }

    static Entry insertNext(Connection c, Draft draft, Last last, Instant at) throws SQLException {
        return insert(c, draft, new Place(last.seq() + 1, last.hash(), at));
    }

    /** The newest row of a chain. */
    static Last last(Connection c, RunId run) throws SQLException {
        try (PreparedStatement select =
                c.prepareStatement("select seq, hash, kind from journal where run = ? order by seq desc limit 1")) {
            select.setString(1, run.value());
            ResultSet last = select.executeQuery();
            if (!last.next()) {
                throw new IllegalStateException("run " + run + " has no first row");
            }
            return new Last(last.getLong("seq"), last.getString("hash"), last.getString("kind"));
        }
    }

    private static Entry insert(Connection c, Draft draft, Place place) throws SQLException {
        try (PreparedStatement insert = c.prepareStatement("""
                insert into journal (run, seq, written_at, epoch, kind, payload, hash) values (?, ?, ?, ?, ?, ?, ?)
                """, new String[] {"position"})) {
            insert.setString(1, draft.run().value());
            insert.setLong(2, place.seq());
            insert.setObject(3, time(place.at()));
            insert.setLong(4, draft.epoch());
            insert.setString(5, EventJson.kind(draft.event()));
            insert.setString(6, draft.payload());
            insert.setString(7, place.hash(draft.run().value(), draft.epoch(), draft.payload()));
            insert.executeUpdate();
            ResultSet key = insert.getGeneratedKeys();
            if (!key.next()) {
                throw new SQLException("the database gave no position");
            }
            return new Entry(draft.run(), key.getLong(1), place.seq(), place.at(), draft.event());
        }
    }

    static List<Entry> readFrom(Connection c, RunId run, int known) throws SQLException {
        try (PreparedStatement select = c.prepareStatement("""
                select position, run, seq, written_at, payload from journal where run = ? and seq > ? order by seq
                """)) {
            select.setString(1, run.value());
            select.setLong(2, known);
            return entries(select.executeQuery());
        }
    }

    static List<Entry> readAfter(Connection c, long position, int limit) throws SQLException {
        try (PreparedStatement select = c.prepareStatement("""
                select position, run, seq, written_at, payload from journal where position > ? order by position limit ?
                """)) {
            select.setLong(1, position);
            select.setInt(2, limit);
            return entries(select.executeQuery());
        }
    }

    static long lastPosition(Connection c) throws SQLException {
        try (PreparedStatement select = c.prepareStatement("select coalesce(max(position), 0) from journal")) {
            ResultSet row = select.executeQuery();
            if (!row.next()) {
                throw new SQLException("the database gave no position");
            }
            return row.getLong(1);
        }
    }

    private static List<Entry> entries(ResultSet rows) throws SQLException {
        List<Entry> entries = new ArrayList<>();
        while (rows.next()) {
            entries.add(new Entry(
                    new RunId(rows.getString("run")),
                    rows.getLong("position"),
                    rows.getLong("seq"),
                    instant(rows, "written_at"),
                    EventJson.read(rows.getString("payload"))));
        }
        return List.copyOf(entries);
    }

    static OffsetDateTime time(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /**
     * Where a row stands.
     *
     * @param previous hash of the row before it in the run; empty for the first
     * @param at in whole microseconds, as the database keeps it
     */
    record Place(long seq, String previous, Instant at) {
        /** Over the row before and everything in this one; no part has a line's end in it. */
        String hash(String run, long epoch, String payload) {
            String row =
                    String.join("\n", previous, run, Long.toString(seq), at.toString(), Long.toString(epoch), payload);
            return Sha256.of(row.getBytes(StandardCharsets.UTF_8)).hex();
        }
    }

    /** What the next row of a chain is joined to. */
    record Last(long seq, String hash, String kind) {}
}
