package org.millwright.upgrade.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Fills a new journal file with what can be read of the old one. Until the new one is complete and checked, the old one
 * stays where it is: a start that is broken off, for example by a full disk, finds it there again.
 */
final class JournalRebuild {
    private static final String NEW = "journal-rebuilt";

    private final Path folder;
    private final Path old;
    private final Path fresh;
    private final Path script;

    JournalRebuild(Path folder) {
        this.folder = folder;
        this.old = JournalFile.file(folder, JournalFile.NAME);
        this.fresh = JournalFile.file(folder, NEW);
        this.script = folder.resolve("journal-rebuilt.sql");
    }

    /** Puts the new file in the place of the old one, at once or not at all. */
    void replace() throws IOException {
        try {
            cleanUp();
            readOld();
            fillNew();
            Files.move(fresh, old, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            cleanUp();
        }
    }

    /** Removes what a start left that was broken off. */
    void cleanUp() throws IOException {
        Files.deleteIfExists(script);
        Files.deleteIfExists(fresh);
    }

    /**
     * Replaces a damaged file, and keeps it under a name with the stamp.
     *
     * @return where the damaged file stands now
     */
    Path replaceDamaged(String stamp) throws IOException {
        Path aside = JournalFile.file(folder, "journal-set-aside-" + stamp);
        boolean replaced = false;
        try {
            Files.copy(old, aside);
            replace();
            replaced = true;
            return aside;
        } finally {
            if (!replaced) {
                Files.deleteIfExists(aside);
            }
        }
    }

    private void readOld() {
        try (Connection connection = JournalFile.connect(folder, JournalFile.NAME);
                Statement statement = connection.createStatement()) {
            statement.execute("script to " + quoted(script));
        } catch (SQLException e) {
            throw new JournalBrokenException(
                    old + " cannot be read: " + e.getMessage() + ". Nothing was changed. Restore it "
                            + "from its back-up. Without one, look at every line first, then move the file away: "
                            + "Millwright begins with an empty journal and knows of no run that was going on",
                    e);
        }
    }

    private void fillNew() {
        try (Connection connection = JournalFile.connect(folder, NEW);
                Statement statement = connection.createStatement()) {
            // Few commits make a small file.
            connection.setAutoCommit(false);
            statement.execute("runscript from " + quoted(script));
            connection.commit();
            JournalCheck.check(connection);
            statement.execute(JournalFile.MAKE_DURABLE);
        } catch (SQLException | JournalDamagedException e) {
            throw new JournalBrokenException(
                    old + " could not be rebuilt: " + e.getMessage() + ". Nothing was changed", e);
        }
    }

    private static String quoted(Path path) {
        return "'" + path.toString().replace("'", "''") + "'";
    }
}
