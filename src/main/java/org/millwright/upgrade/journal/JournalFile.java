package org.millwright.upgrade.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Properties;
import java.util.function.Consumer;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.h2.Driver;
import org.h2.api.ErrorCode;

/**
 * The journal's own H2 database file, apart from everything else.
 *
 * <ol>
 *   <li>Opened by one process only, with commits that are written at once.
 *   <li>Checked before anything relies on it, see {@link JournalCheck}, at the start and whenever it is opened again
 *       after a failure.
 *   <li>At the start a file that fails is rebuilt from what can be read of it, loudly, and set aside, never deleted. One
 *       that cannot be read, or whose hashes do not agree, is refused and left alone: an empty journal in its place
 *       would know nothing of a run that is going on.
 *   <li>A large file of mostly dead room is copied into a new one at the start. H2's own compaction, which moves rows
 *       about when the file is closed, is off: it failed on its own assertions (2.4.240, measured).
 * </ol>
 */
public final class JournalFile {
    static final String NAME = "journal";
    static final String MAKE_DURABLE = "checkpoint sync";

    /** From this size on it is worth to look for dead room. */
    static final long WORTHWHILE_BYTES = 32L << 20;

    /** A file this much larger than the text of its rows has mostly dead room; a fresh one is twice as large. */
    private static final int MOSTLY_DEAD = 8;

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

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
        this.folder = folder.toAbsolutePath().normalize();
        this.clock = clock;
        this.alarm = alarm;
    }

    /**
     * Opens the journal, makes it when there is none.
     *
     * @throws JournalBrokenException when another process has it open, or when it can be neither used nor rebuilt
     */
    public JdbcJournal open() {
        try {
            FolderLock lock = FolderLock.take(folder);
            boolean open = false;
            try {
                Opened source = new Opened(folder, lock);
                JournalDatabase database = new JournalDatabase(source, firstConnection(), MAKE_DURABLE);
                open = true;
                return withoutLeases(new JdbcJournal(database, clock));
            } finally {
                if (!open) {
                    lock.close();
                }
            }
        } catch (IOException | SQLException | JournalDamagedException e) {
            throw new JournalBrokenException("the journal in " + folder + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private static JdbcJournal withoutLeases(JdbcJournal journal) {
        boolean good = false;
        try {
            journal.releaseAll();
            good = true;
            return journal;
        } finally {
            if (!good) {
                journal.close();
            }
        }
    }

    private Connection firstConnection() throws IOException, SQLException, JournalDamagedException {
        JournalRebuild rebuild = new JournalRebuild(folder);
        rebuild.cleanUp();
        Path file = file(folder, NAME);
        if (Files.exists(file) && Files.size(file) == 0) {
            throw new JournalBrokenException(
                    file + " is empty: restore it from its back-up, or delete it to begin with no runs", null);
        }
        Checked first = migratedOrRebuilt(rebuild);
        long bytes = Files.size(file);
        if (bytes < WORTHWHILE_BYTES || bytes < first.characters() * MOSTLY_DEAD) {
            return first.connection();
        }
        first.connection().close();
        try {
            rebuild.replace();
        } catch (IOException | JournalBrokenException e) {
            alarm.accept("the journal " + file + " could not be made smaller: " + e.getMessage());
        }
        return migrated().connection();
    }

    private Checked migratedOrRebuilt(JournalRebuild rebuild) throws IOException, JournalDamagedException {
        try {
            return migrated();
        } catch (JournalDamagedException e) {
            Path file = file(folder, NAME);
            alarm.accept("the journal " + file + " is damaged (" + e.getMessage() + ") and is being rebuilt");
            Path aside = rebuild.replaceDamaged(STAMP.format(clock.instant()));
            alarm.accept("the journal was rebuilt with all its rows; the damaged file stands as " + aside);
            return migrated();
        }
    }

    private Checked migrated() throws JournalDamagedException {
        try (Connection _ = connect(folder, NAME)) {
            Flyway.configure(JournalFile.class.getClassLoader())
                    .dataSource(url(folder, NAME), null, null)
                    .locations("classpath:db/migration")
                    .ignoreMigrationPatterns(new String[0])
                    .load()
                    .migrate();
            return checked(folder);
        } catch (FlywayValidateException e) {
            throw new JournalBrokenException(
                    "the journal in " + folder + " was made by another version of Millwright; start that one", e);
        } catch (FlywayException | SQLException e) {
            throw new JournalDamagedException(e.getMessage(), e);
        }
    }

    /** Connects, checks, and puts on disk what the process before may have written without. */
    private static Checked checked(Path folder) throws SQLException, JournalDamagedException {
        Connection connection = connect(folder, NAME);
        boolean good = false;
        try (Statement sync = connection.createStatement()) {
            long characters = JournalCheck.check(connection);
            sync.execute(MAKE_DURABLE);
            good = true;
            return new Checked(connection, characters);
        } finally {
            if (!good) {
                connection.close();
            }
        }
    }

    static Connection connect(Path folder, String name) throws SQLException {
        try {
            Connection connection = new Driver().connect(url(folder, name), new Properties());
            if (connection == null) {
                throw new SQLException("no driver for " + url(folder, name));
            }
            return connection;
        } catch (SQLException e) {
            if (e.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1) {
                throw new JournalBrokenException("another program has " + file(folder, name) + " open", e);
            }
            throw e;
        }
    }

    private static String url(Path folder, String name) {
        if (folder.toString().contains(";")) {
            throw new JournalBrokenException("the journal cannot be in a folder with ';' in its name: " + folder, null);
        }
        return "jdbc:h2:file:" + folder.resolve(name)
                + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;DB_CLOSE_DELAY=0;LOCK_TIMEOUT=2000"
                + ";MAX_COMPACT_TIME=0;TRACE_LEVEL_FILE=0";
    }

    static Path file(Path folder, String name) {
        return folder.resolve(name + ".mv.db");
    }

    /** A good journal and how long the text of its rows is. */
    private record Checked(Connection connection, long characters) {}

    /** The file in use. */
    private record Opened(Path folder, FolderLock lock) implements JournalDatabase.Source {
        @Override
        public Connection connect() throws SQLException {
            try {
                return checked(folder).connection();
            } catch (JournalDamagedException e) {
                throw new SQLException(e.getMessage(), e);
            }
        }

        @Override
        public void close() throws IOException {
            lock.close();
        }
    }
}
