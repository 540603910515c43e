package org.millwright.upgrade.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Consumer;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.millwright.upgrade.RunId;

/**
 * The journal's own H2 database file, apart from everything else.
 *
 * <ol>
 *   <li>Opened by one process only, with commits that are written at once.
 *   <li>Checked before anything relies on it: every row is read and its hash recomputed, and every open run's row is
 *       written to, since a row that reads well may still refuse every write after a kill.
 *   <li>A file that fails is set aside, never deleted, and a new one is filled from what can be read of it, loudly. A
 *       file whose hashes do not agree was changed by somebody: it is refused, not repaired.
 * </ol>
 */
public final class JournalFile {
    private static final String MAKE_DURABLE = "checkpoint sync";

    private final Path folder;
    private final Clock clock;
    private final Consumer<String> alarm;

    /**
     * Names the place; nothing is opened yet.
     *
     * @param folder made when missing
     * @param alarm told what a person must know about a damaged file
     */
    public JournalFile(Path folder, Clock clock, Consumer<String> alarm) {
        this.folder = folder;
        this.clock = clock;
        this.alarm = alarm;
    }

    /**
     * Opens the journal, makes it when there is none.
     *
     * @throws JournalBrokenException when another process has it open, or when it cannot be rebuilt
     */
    public JdbcJournal open() {
        try {
            Files.createDirectories(folder);
            try {
                return openChecked("journal");
            } catch (DamagedException e) {
                return rebuild(e);
            }
        } catch (IOException | SQLException | DamagedException e) {
            throw new JournalBrokenException("the journal in " + folder + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private JdbcJournal openChecked(String name) throws SQLException, DamagedException {
        Connection connection = connect(name);
        boolean good = false;
        try {
            migrate(name);
            check(connection);
            JdbcJournal journal = new JdbcJournal(connection, MAKE_DURABLE, clock);
            journal.releaseAll();
            good = true;
            return journal;
        } catch (FlywayException e) {
            throw new DamagedException(e.getMessage(), e);
        } finally {
            if (!good) {
                connection.close();
            }
        }
    }

    private Connection connect(String name) throws SQLException, DamagedException {
        try {
            return DriverManager.getConnection(url(name));
        } catch (SQLException e) {
            boolean inUse = e.getErrorCode() == 90020;
            if (inUse) {
                throw new SQLException("another Millwright uses this data folder", e);
            }
            throw new DamagedException(e.getMessage(), e);
        }
    }

    private String url(String name) {
        return "jdbc:h2:file:" + folder.resolve(name).toAbsolutePath()
                + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;DB_CLOSE_DELAY=0;LOCK_TIMEOUT=5000";
    }

    private void migrate(String name) {
        Flyway.configure(JournalFile.class.getClassLoader())
                .dataSource(url(name), null, null)
                .locations("classpath:db/migration")
                .load()
                .migrate();
    }

    private static void check(Connection connection) throws DamagedException {
        try (Statement statement = connection.createStatement()) {
            checkChain(statement);
            // A write to each row that must still be writable; the value stays.
            statement.executeUpdate("update run set open_line = open_line where open_line is not null");
            statement.executeUpdate("update lease set epoch = epoch");
        } catch (SQLException e) {
            throw new DamagedException(e.getMessage(), e);
        }
    }

    private static void checkChain(Statement statement) throws SQLException {
        ResultSet rows =
                statement.executeQuery("select run, seq, written_at, payload, hash from journal order by run, seq");
        String run = "";
        String previous = "";
        long seq = 0;
        while (rows.next()) {
            boolean sameRun = rows.getString("run").equals(run);
            run = rows.getString("run");
            seq = sameRun ? seq + 1 : 1;
            Instant at = rows.getObject("written_at", OffsetDateTime.class).toInstant();
            String expected = JdbcJournal.chained(
                            sameRun ? previous : "", new RunId(run), seq, at, rows.getString("payload"))
                    .hex();
            previous = rows.getString("hash");
            if (rows.getLong("seq") != seq || !previous.equals(expected)) {
                throw new JournalBrokenException(
                        "run " + run + " was changed by somebody at its row " + rows.getLong("seq")
                                + ": restore the journal from its back-up",
                        null);
            }
        }
    }

    private JdbcJournal rebuild(DamagedException cause) throws SQLException, IOException, DamagedException {
        String stamp = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")
                .withZone(ZoneOffset.UTC)
                .format(clock.instant());
        String aside = "journal-set-aside-" + stamp;
        Files.move(file("journal"), file(aside));
        alarm.accept("the journal was damaged (" + cause.getMessage() + "); it stands as " + file(aside)
                + " and is rebuilt from what can be read");
        Path script = folder.resolve(aside + ".sql");
        try (Connection old = DriverManager.getConnection(url(aside) + ";ACCESS_MODE_DATA=r");
                Statement statement = old.createStatement()) {
            statement.execute("script to '" + script.toString().replace("'", "''") + "'");
        } catch (SQLException e) {
            throw new DamagedException("nothing can be read of " + file(aside) + ": " + e.getMessage(), e);
        }
        try (Connection fresh = DriverManager.getConnection(url("journal"));
                Statement statement = fresh.createStatement()) {
            statement.execute("runscript from '" + script.toString().replace("'", "''") + "'");
        }
        return openChecked("journal");
    }

    private Path file(String name) {
        return folder.resolve(name + ".mv.db");
    }

    /** The file cannot be trusted. */
    private static final class DamagedException extends Exception {
        DamagedException(@Nullable String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
