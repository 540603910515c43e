package org.millwright.upgrade.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.millwright.equipment.fake.VirtualClock;
import org.millwright.plant.LineId;
import org.millwright.upgrade.Entry;
import org.millwright.upgrade.Event;
import org.millwright.upgrade.RunId;
import org.millwright.upgrade.journal.Journal.Lease;

/** How a journal's file is opened again, whatever happened to it in between. */
class JournalFileTest {
    private static final LineId LINE = new LineId("line-1");
    private static final LineId OTHER_LINE = new LineId("line-2");
    private static final RunId OVER = new RunId("over");
    private static final RunId OPEN = new RunId("open");
    private static final Duration TTL = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private final VirtualClock clock = new VirtualClock();
    private final List<String> alarms = new ArrayList<>();
    private List<Entry> written = List.of();

    /** A run that is over, one that is open, a lease that is held. */
    @BeforeEach
    void fillJournal() throws Exception {
        RandomEvents random = new RandomEvents(new SplittableRandom(5));
        try (JdbcJournal journal = opened()) {
            journal.open(OVER, LINE, random.requested());
            journal.open(OPEN, OTHER_LINE, random.requested());
            assertThat(journal.claim(OTHER_LINE, "me", TTL)).isPresent();
            for (int i = 0; i < 20; i++) {
                journal.submit(i % 2 == 0 ? OVER : OPEN, random.intended());
            }
            journal.submit(OVER, new Event.Finished(Event.Ending.ABORTED, ""));
            written = journal.readAfter(0, 100);
        }
    }

    private JdbcJournal opened() {
        return new JournalFile(folder, clock, alarms::add).open();
    }

    private Path file() {
        return folder.resolve("journal.mv.db");
    }

    private void sql(String... statements) throws SQLException {
        try (Connection connection = JournalFile.connect(folder, JournalFile.NAME);
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private ThrowableAssertAlternative<JournalBrokenException> assertRefused() {
        return assertThatExceptionOfType(JournalBrokenException.class).isThrownBy(this::opened);
    }

    /** Every row is there, and rows can be added to the open run. */
    private void assertWhole(JdbcJournal journal) throws Exception {
        assertThat(journal.readAfter(0, 100)).isEqualTo(written);
        assertThat(journal.openRuns()).containsExactly(OPEN);
        assertThat(journal.runs()).containsExactly(OVER, OPEN);
        Lease lease = journal.claim(OTHER_LINE, "next", TTL).orElseThrow();
        assertThat(lease.epoch()).isGreaterThan(1);
        Entry added = journal.append(lease, OPEN, new Event.TurnedBack("test"));
        assertThat(added.seq()).isEqualTo(12);
        assertThat(added.position()).isGreaterThan(written.getLast().position());
        assertThat(journal.open(new RunId("next"), LINE, (Event.Requested)
                                written.getFirst().event())
                        .position())
                .isGreaterThan(added.position());
    }

    @Test
    void everythingIsThereWhenItIsOpenedAgain() throws Exception {
        try (JdbcJournal journal = opened()) {
            assertWhole(journal);
        }
        assertThat(alarms).isEmpty();
    }

    // Nobody else can have the file, so whoever held a lease is dead: a restart must not wait for it to run out.
    @Test
    void leasesOfTheProcessBeforeAreFreeAndTheirEpochsAreNotUsedAgain() {
        for (int epoch = 2; epoch < 5; epoch++) {
            try (JdbcJournal journal = opened()) {
                assertThat(journal.claim(OTHER_LINE, "me", TTL)).contains(new Lease(OTHER_LINE, "me", epoch));
            }
        }
    }

    @Test
    void aSecondOpenerIsRefusedAndDoesNoHarm() throws Exception {
        try (JdbcJournal journal = opened()) {
            for (int i = 0; i < 2; i++) {
                assertRefused().withMessageStartingWith("another Millwright uses this data folder");
            }
            assertWhole(journal);
        }
        opened().close();
    }

    @Test
    void aFileThatAnotherProgramHasOpenIsRefusedAndNotRebuilt() throws Exception {
        Process other = ChildJvm.start(HoldsDatabase.class, file().toString());
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("open");
            assertRefused().withMessageStartingWith("another program has").withMessageContaining("journal.mv.db");
        } finally {
            other.destroyForcibly().waitFor();
        }
        assertThat(alarms).isEmpty();
        opened().close();
    }

    /** Opens a database as a person with a console would. */
    static final class HoldsDatabase {
        private HoldsDatabase() {}

        public static void main(String[] args) throws Exception {
            String name = args[0].replace(".mv.db", "");
            try (Connection _ = java.sql.DriverManager.getConnection("jdbc:h2:file:" + name)) {
                System.out.println("open");
                System.in.read();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "row 4 | update journal set payload = replace(payload, 'attempt', 'Attempt') where seq = 4",
                "row 4 | update journal set written_at = dateadd(second, 1, written_at) where seq = 4",
                "row 4 | update journal set epoch = 7 where seq = 4",
                "row 4 | update journal set kind = 'Approved' where seq = 4",
                "row 4 | update journal set hash = repeat('0', 64) where seq = 4",
                "row 4 | delete from journal where seq = 4",
                "row 4 | update journal set seq = 400 where seq = 4",
                "row 12 | delete from journal where seq >= 12",
                "row 13 | update run set open_line = 'line-1' where id = 'over'",
                "row 12 | update run set open_line = null where id = 'open'",
                "row 1 | delete from journal where run = 'over'",
                "row 1 | insert into run (id, line) values ('none', 'line-3')",
            })
    void aChangedRowIsRefusedByItsName(String row, String change) throws Exception {
        sql(change);
        assertRefused().withMessageMatching("run (over|open|none), " + row + ": not as Millwright wrote it; .*");
        assertThat(alarms).isEmpty();
        assertThat(files()).containsExactlyInAnyOrder("journal.lock", "journal.mv.db");
    }

    @Test
    void rowsOfANewerVersionAreRefusedByTheirName() throws Exception {
        String payload = "{\"event\":\"Delegated\",\"by\":\"anna\"}";
        try (Connection connection = JournalFile.connect(folder, JournalFile.NAME);
                Statement statement = connection.createStatement()) {
            ResultSet last = statement.executeQuery("select hash from journal where run = 'open' and seq = 11");
            assertThat(last.next()).isTrue();
            String hash = new RowTable.Place(12, last.getString(1), clock.instant()).hash("open", 0, payload);
            sql("insert into journal (run, seq, written_at, epoch, kind, payload, hash) values ('open', 12, '"
                    + clock.instant() + "', 0, 'Delegated', '" + payload + "', '" + hash + "')");
        }
        assertRefused().withMessage("run open, row 12: written by another version of Millwright; start that one");
        assertThat(alarms).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "99"})
    void aNewerSchemaIsLeftAlone(String version) throws Exception {
        sql("insert into \"flyway_schema_history\" (\"installed_rank\", \"version\", \"description\", \"type\", "
                + "\"script\", \"installed_by\", \"execution_time\", \"success\") values (" + version + ", '"
                + version + "', 'later', 'SQL', 'V" + version + "__later.sql', '', 1, true)");
        assertRefused().withMessageContaining("was made by another version of Millwright");
        assertThat(alarms).isEmpty();
    }

    /** A file of the version before, with a run that is going on, gets what job orders need and loses nothing. */
    @Test
    void aJournalWithoutJobOrdersIsTakenOver() throws Exception {
        sql(
                "drop index run_job_line",
                "alter table run drop column job_line",
                "delete from \"flyway_schema_history\" where \"version\" = '2'");
        try (JdbcJournal journal = opened()) {
            assertWhole(journal);
            journal.store(new RunId("order"), LINE, new RandomEvents(new SplittableRandom(3)).stored());
            assertThat(journal.jobs(LINE)).containsExactly(new RunId("order"));
        }
        assertThat(alarms).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update run set job_line = null where id = 'order'",
                "update run set job_line = line where id = 'open'",
                "update run set open_line = line where id = 'order'"
            })
    void anOrderThatSomebodyTookOutOfItsListIsNoticed(String change) throws Exception {
        try (JdbcJournal journal = opened()) {
            journal.store(new RunId("order"), LINE, new RandomEvents(new SplittableRandom(3)).stored());
        }
        sql(change);
        assertRefused().withMessageContaining("not as Millwright wrote it");
    }

    private static final String NEXT_ROW = """
            insert into journal (run, seq, written_at, epoch, kind, payload, hash)
            values ('open', 12, current_timestamp, 0, 'Approved', '', '')
            """;

    /** All rows read well, but the next one of the open run can never be written. */
    @Test
    void aFileThatTakesNoMoreRowsIsRebuiltWithEveryRowAndSetAside() throws Exception {
        Damage.halfARow(folder, NEXT_ROW, Damage.Leftover.INDEX_WITHOUT_ROW);
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> sql(NEXT_ROW))
                .withMessageContaining("Unique");

        try (JdbcJournal journal = opened()) {
            assertWhole(journal);
        }
        assertThat(alarms).hasSize(2);
        assertThat(alarms.getFirst()).contains(file().toString(), "damaged", "being rebuilt");
        assertThat(alarms.getLast()).contains("journal-set-aside-20300107-060000-000.mv.db");
        assertThat(files())
                .containsExactlyInAnyOrder(
                        "journal.lock", "journal.mv.db", "journal-set-aside-20300107-060000-000.mv.db");

        alarms.clear();
        opened().close();
        assertThat(alarms).isEmpty();
    }

    @Test
    void aFileThatCannotBeRebuiltStaysAsItIs() throws Exception {
        Damage.halfARow(folder, NEXT_ROW, Damage.Leftover.ROW_WITHOUT_INDEX);
        for (int start = 0; start < 2; start++) {
            assertRefused().withMessageStartingWith("run open, row 12: not as Millwright wrote it");
        }
        assertThat(files()).containsExactlyInAnyOrder("journal.lock", "journal.mv.db");
    }

    // H2's own compaction is not to be trusted; without any, a file of some thousand rows takes a hundred megabytes.
    @Test
    void aFileOfMostlyDeadRoomIsMadeSmallerAtTheStart() throws Exception {
        try (JdbcJournal journal = opened()) {
            Lease lease = journal.claim(OTHER_LINE, "me", TTL).orElseThrow();
            while (Files.size(file()) <= JournalFile.WORTHWHILE_BYTES) {
                assertThat(journal.renew(lease, TTL)).isTrue();
            }
        }
        assertThat(Files.size(file())).isGreaterThan(JournalFile.WORTHWHILE_BYTES);
        Files.writeString(folder.resolve("journal-rebuilt.sql"), "a start that was broken off left this");
        try (JdbcJournal journal = opened()) {
            assertThat(Files.size(file())).isLessThan(JournalFile.WORTHWHILE_BYTES / 8);
            assertWhole(journal);
        }
        assertThat(alarms).isEmpty();
        assertThat(files()).containsExactlyInAnyOrder("journal.lock", "journal.mv.db");
    }

    @Test
    void rowsWithoutARunAreRefused() throws Exception {
        sql("set referential_integrity false", "delete from run where id = 'over'");
        assertRefused()
                .withMessageContaining("could not be rebuilt")
                .withMessageContaining("rows that no run leads to");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).toList();
        }
    }

    // An empty journal in its place would know nothing of a run that is going on.
    @ParameterizedTest
    @ValueSource(strings = {"tables", "header", "all"})
    void aFileThatCannotBeReadIsRefusedEachTimeUntilAPersonActs(String where) throws Exception {
        switch (where) {
            case "header" -> overwrite(8192);
            case "all" -> overwrite((int) Files.size(file()));
            default -> Damage.tables(file());
        }
        for (int start = 0; start < 2; start++) {
            alarms.clear();
            assertRefused().withMessageContaining("cannot be read").withMessageContaining("Nothing was changed");
            assertThat(alarms).hasSize(1);
        }
        assertThat(files())
                .doesNotContain("journal-rebuilt.sql", "journal-rebuilt.mv.db")
                .contains("journal.mv.db");

        Files.delete(file());
        try (JdbcJournal journal = opened()) {
            assertThat(journal.runs()).isEmpty();
        }
    }

    private void overwrite(int bytes) throws IOException {
        byte[] noise = new byte[bytes];
        new SplittableRandom(3).nextBytes(noise);
        try (RandomAccessFile content = new RandomAccessFile(file().toFile(), "rw")) {
            content.write(noise);
        }
    }

    @Test
    void anEmptyFileIsNotTakenForANewJournal() throws Exception {
        Files.write(file(), new byte[0]);
        assertRefused().withMessageContaining("is empty: restore it");
        assertThat(Files.size(file())).isZero();
    }

    @Test
    void aFolderThatCannotBeIsNamed() throws Exception {
        assertThatExceptionOfType(JournalBrokenException.class)
                .isThrownBy(() -> new JournalFile(folder.resolve("a;b"), clock, alarms::add).open())
                .withMessageContaining("';'")
                .withMessageContaining("a;b");
        Path notAFolder = Files.createFile(folder.resolve("file"));
        assertThatExceptionOfType(JournalBrokenException.class)
                .isThrownBy(() -> new JournalFile(notAFolder, clock, alarms::add).open())
                .withMessageContaining(notAFolder.toString());
    }

    @Test
    void aFolderMayHaveBlanksQuotesAndUmlauts() {
        Path odd = folder.resolve("line's daten ä");
        new JournalFile(odd, clock, alarms::add).open().close();
        assertThat(odd.resolve("journal.mv.db")).exists();
    }
}
