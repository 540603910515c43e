package org.millwright.upgrade.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.millwright.plant.LineId;
import org.millwright.upgrade.Event;
import org.millwright.upgrade.RunId;
import org.millwright.upgrade.journal.RowTable.Draft;
import org.millwright.upgrade.journal.RowTable.Last;

/** The chains of rows: one row each, locked while somebody adds to the chain. */
final class RunTable {
    private RunTable() {}

    /** A chain as it stands, locked until the transaction ends. */
    record Chain(RunId id, LineId line, boolean open, Last last) {
        /** Refuses, with IllegalStateException, what the chain does not take. */
        void take(Event event) {
            boolean taken = switch (last.kind()) {
                case "Cleared" -> false;
                case "Finished" -> event instanceof Event.Cleared;
                default -> open ? !(event instanceof Event.Cleared) : ofOrder(event);
            };
            if (!taken) {
                throw new IllegalStateException("run " + id + " is over or not open: " + event + " was not written");
            }
        }

        private static boolean ofOrder(Event event) {
            return event instanceof Event.Stored
                    || event instanceof Event.Released
                    || event instanceof Event.Revoked
                    || event instanceof Event.AbortAsked
                    || event instanceof Event.Cancelled
                    || event instanceof Event.Cleared;
        }

        boolean takesRun() {
            return !open && !last.kind().equals("Finished") && !last.kind().equals("Cleared");
        }
    }

    static Optional<RunId> openOn(Connection c, LineId line) throws SQLException {
        return ids(c, "select id from run where open_line = ?", line).stream().findFirst();
    }

    static List<RunId> jobs(Connection c, LineId line) throws SQLException {
        return ids(c, "select id from run where job_line = ? order by number", line);
    }

    private static List<RunId> ids(Connection c, String query, LineId line) throws SQLException {
        try (PreparedStatement select = c.prepareStatement(query)) {
            select.setString(1, line.value());
            return ids(select.executeQuery());
        }
    }

    static List<RunId> ids(ResultSet rows) throws SQLException {
        List<RunId> ids = new ArrayList<>();
        while (rows.next()) {
            ids.add(new RunId(rows.getString(1)));
        }
        return List.copyOf(ids);
    }

    static Optional<Chain> locked(Connection c, RunId run) throws SQLException {
        try (PreparedStatement select = c.prepareStatement("select line, open_line from run where id = ? for update")) {
            select.setString(1, run.value());
            ResultSet row = select.executeQuery();
            if (!row.next()) {
                return Optional.empty();
            }
            LineId line = new LineId(row.getString("line"));
            boolean open = row.getString("open_line") != null;
            return Optional.of(new Chain(run, line, open, RowTable.last(c, run)));
        }
    }

    static void insert(Connection c, RunId run, LineId line) throws SQLException {
        try (PreparedStatement insert = c.prepareStatement("insert into run (id, line) values (?, ?)")) {
            insert.setString(1, run.value());
            insert.setString(2, line.value());
            insert.executeUpdate();
        }
    }

    /** Keeps what a row of the chain means for its line. */
    static void note(Connection c, Draft draft, LineId line) throws SQLException {
        switch (draft.event()) {
            case Event.Requested _ -> set(c, "update run set open_line = ? where id = ?", line.value(), draft.run());
            case Event.Finished _ -> set(c, "update run set open_line = ? where id = ?", null, draft.run());
            case Event.Stored _ -> set(c, "update run set job_line = ? where id = ?", line.value(), draft.run());
            case Event.Cancelled _, Event.Cleared _ ->
                set(c, "update run set job_line = ? where id = ?", null, draft.run());
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
                    Event.TurnedBack _ -> {}
        }
    }

    private static void set(Connection c, String sql, @Nullable String line, RunId run) throws SQLException {
        try (PreparedStatement update = c.prepareStatement(sql)) {
            update.setString(1, line);
            update.setString(2, run.value());
            if (update.executeUpdate() != 1) {
                throw new IllegalStateException("the row of run " + run + " was not changed");
            }
        }
    }
}
