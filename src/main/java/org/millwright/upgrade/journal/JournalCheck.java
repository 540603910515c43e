package org.millwright.upgrade.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Map.Entry;
import org.millwright.upgrade.Event;

/**
 * What must hold before anything relies on a journal.
 *
 * <ol>
 *   <li>Every row is there, is chained to the one before it, and is understood.
 *   <li>A run is open if and only if it was requested and has no Finished row, and a job order is listed if and only if it
 *       was stored and not cancelled or cleared since. A run that is open could have lost its newest rows: only
 *       the equipment tells, which is asked anyway before anything is done to it.
 *   <li>Every open run and every waiting order takes another row, every lease another owner: after a kill, a row that reads well may refuse
 *       every write (H2 2.4.240, measured). Tried and taken back.
 * </ol>
 */
final class JournalCheck {
    private final Connection connection;
    private final Map<String, Long> growing = new LinkedHashMap<>();
    private long rows;
    private long characters;

    private JournalCheck(Connection connection) {
        this.connection = connection;
    }

    /**
     * Checks, and leaves the connection without automatic commits.
     *
     * @return how long the text of all rows is
     * @throws JournalDamagedException when the database does not give what it has, or takes no more
     * @throws JournalBrokenException when somebody changed a row, or a newer version wrote it
     */
    static long check(Connection connection) throws JournalDamagedException {
        JournalCheck check = new JournalCheck(connection);
        try {
            connection.setAutoCommit(false);
            check.checkRows();
            check.tryWrites();
            connection.rollback();
            return check.characters;
        } catch (SQLException e) {
            throw new JournalDamagedException(e.getMessage(), e);
        }
    }

    private void checkRows() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            ResultSet runs = statement.executeQuery("select id, open_line, job_line from run order by number");
            while (runs.next()) {
                boolean open = runs.getString("open_line") != null;
                checkRun(runs.getString("id"), new Standing(open, runs.getString("job_line") != null));
            }
        }
        try (Statement statement = connection.createStatement()) {
            ResultSet count = statement.executeQuery("select count(*) from journal");
            if (!count.next() || count.getLong(1) != rows) {
                throw new SQLException("the journal has rows that no run leads to");
            }
        }
    }

    private void checkRun(String run, Standing told) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select seq, written_at, epoch, kind, payload, hash from journal where run = ? order by seq")) {
            select.setString(1, run);
            ResultSet row = select.executeQuery();
            String previous = "";
            Standing standing = Standing.NEW;
            long seq = 0;
            while (row.next()) {
                seq++;
                standing = standing.after(
                        checkRow(run, row, new RowTable.Place(seq, previous, RowTable.instant(row, "written_at"))));
                previous = row.getString("hash");
                characters += row.getString("payload").length();
            }
            if (seq == 0 || !standing.equals(told)) {
                throw changed(run, seq + 1);
            }
            if (standing.open() || standing.listed()) {
                growing.put(run, seq);
            }
            rows += seq;
        }
    }

    private static Event checkRow(String run, ResultSet row, RowTable.Place place) throws SQLException {
        String payload = row.getString("payload");
        String expected = place.hash(run, row.getLong("epoch"), payload);
        if (row.getLong("seq") != place.seq() || !row.getString("hash").equals(expected)) {
            throw changed(run, place.seq());
        }
        Event event = understood(run, place.seq(), payload);
        if (!EventJson.kind(event).equals(row.getString("kind"))) {
            throw changed(run, place.seq());
        }
        return event;
    }

    private static Event understood(String run, long seq, String payload) {
        try {
            return EventJson.read(payload);
        } catch (IllegalStateException e) {
            throw new JournalBrokenException(
                    "run " + run + ", row " + seq + ": written by another version of Millwright; start that one", e);
        }
    }

    private static JournalBrokenException changed(String run, long seq) {
        return new JournalBrokenException(
                "run " + run + ", row " + seq + ": not as Millwright wrote it; restore the journal from its back-up",
                null);
    }

    private void tryWrites() throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into journal (run, seq, written_at, epoch, kind, payload, hash)
                values (?, ?, current_timestamp, 0, 'Probe', '', '')
                """)) {
            for (Entry<String, Long> run : growing.entrySet()) {
                insert.setString(1, run.getKey());
                insert.setLong(2, run.getValue() + 1);
                insert.executeUpdate();
            }
        }
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("update run set open_line = null where open_line is not null");
            statement.executeUpdate("update lease set epoch = epoch + 1");
        }
    }

    /** What the table of chains says of one. */
    private record Standing(boolean open, boolean listed) {
        static final Standing NEW = new Standing(false, false);

        Standing after(Event event) {
            return switch (event) {
                case Event.Requested _ -> new Standing(true, listed);
                case Event.Finished _ -> new Standing(false, listed);
                case Event.Stored _ -> new Standing(open, true);
                case Event.Cancelled _, Event.Cleared _ -> new Standing(open, false);
                case Event.Released _,
                        Event.Revoked _,
                        Event.Approved _,
                        Event.HoldAsked _,
                        Event.Resumed _,
                        Event.AbortAsked _,
                        Event.Intended _,
                        Event.Ended _,
                        Event.Held _,
                        Event.Awaits _,
                        Event.Served _,
                        Event.TurnedBack _ -> this;
            };
        }
    }
}
