package org.millwright.upgrade.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.millwright.plant.LineId;
import org.millwright.upgrade.journal.Journal.Lease;

/** Who may act on a line: one row a line, locked while somebody looks at it in order to write. */
final class LeaseTable {
    private static final String FIRST = "insert into lease (owner, epoch, expires_at, line) values (?, ?, ?, ?)";
    private static final String CHANGE = "update lease set owner = ?, epoch = ?, expires_at = ? where line = ?";

    private LeaseTable() {}

    static boolean holds(Connection c, Lease lease) throws SQLException {
        try (PreparedStatement select =
                c.prepareStatement("select owner, epoch from lease where line = ? for update")) {
            select.setString(1, lease.line().value());
            ResultSet row = select.executeQuery();
            return row.next()
                    && row.getLong("epoch") == lease.epoch()
                    && row.getString("owner").equals(lease.owner());
        }
    }

    static Optional<Lease> claim(Connection c, LineId line, String owner, Term term) throws SQLException {
        try (PreparedStatement select =
                c.prepareStatement("select epoch, expires_at from lease where line = ? for update")) {
            select.setString(1, line.value());
            ResultSet row = select.executeQuery();
            if (!row.next()) {
                return Optional.of(written(c, FIRST, new Lease(line, owner, 1), term.end()));
            }
            if (RowTable.instant(row, "expires_at").isAfter(term.now())) {
                return Optional.empty();
            }
            Lease next = new Lease(line, owner, row.getLong("epoch") + 1);
            return Optional.of(written(c, CHANGE, next, term.end()));
        }
    }

    static boolean renew(Connection c, Lease lease, Term term) throws SQLException {
        boolean newest = holds(c, lease);
        if (newest) {
            written(c, CHANGE, lease, term.end());
        }
        return newest;
    }

    static int releaseAll(Connection c, Instant now) throws SQLException {
        try (PreparedStatement update = c.prepareStatement("update lease set expires_at = ?")) {
            update.setObject(1, RowTable.time(now));
            return update.executeUpdate();
        }
    }

    private static Lease written(Connection c, String sql, Lease lease, Instant end) throws SQLException {
        try (PreparedStatement write = c.prepareStatement(sql)) {
            write.setString(1, lease.owner());
            write.setLong(2, lease.epoch());
            write.setObject(3, RowTable.time(end));
            write.setString(4, lease.line().value());
            if (write.executeUpdate() != 1) {
                throw new IllegalStateException("the lease of " + lease.line() + " was not written");
            }
            return lease;
        }
    }

    /** From now on for so long. */
    record Term(Instant now, Duration ttl) {
        Instant end() {
            return now.plus(ttl);
        }
    }
}
