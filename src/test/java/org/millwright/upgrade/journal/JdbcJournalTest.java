package org.millwright.upgrade.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millwright.equipment.fake.VirtualClock;
import org.millwright.release.Sha256;
import org.millwright.upgrade.Entry;
import org.millwright.upgrade.Event;

/** The journal in an H2 file, in use. How it is opened is {@link JournalFileTest}'s business. */
class JdbcJournalTest extends JobOrderContract {
    @TempDir
    private Path folder;

    @Override
    JdbcJournal create(VirtualClock clock) {
        return new JournalFile(folder, clock, alarm -> {
                    throw new AssertionError(alarm);
                })
                .open();
    }

    @AfterEach
    void closeJournal() {
        file().close();
    }

    private JdbcJournal file() {
        return (JdbcJournal) journal();
    }

    // The rows of a chain that is done are not kept in memory.
    @Test
    void anOrderIsDoneWhenItIsClearedOrCancelledAndItsRunIsOver() {
        Event stored = random.stored();
        Event cancelled = new Event.Cancelled("mes", "");
        Event cleared = new Event.Cleared("mes", "");
        Event back = new Event.TurnedBack("cancelled");
        assertThat(JdbcJournal.isDone(rows(stored))).isFalse();
        assertThat(JdbcJournal.isDone(rows(stored, cancelled))).isTrue();
        assertThat(JdbcJournal.isDone(rows(stored, cancelled, stored))).isFalse();
        assertThat(JdbcJournal.isDone(rows(stored, request, cancelled, back))).isFalse();
        assertThat(JdbcJournal.isDone(rows(stored, request, cancelled, back, FINISHED)))
                .isTrue();
        assertThat(JdbcJournal.isDone(rows(stored, request, FINISHED))).isFalse();
        assertThat(JdbcJournal.isDone(rows(stored, request, FINISHED, cleared))).isTrue();
        assertThat(JdbcJournal.isDone(rows(request, back))).isFalse();
        assertThat(JdbcJournal.isDone(rows(request, FINISHED))).isTrue();
    }

    private static List<Entry> rows(Event... events) {
        return IntStream.rangeClosed(1, events.length)
                .mapToObj(i -> new Entry(RUN, i, i, Instant.EPOCH, events[i - 1]))
                .toList();
    }

    @Test
    void aRowTooLongIsRefusedBeforeAnythingHappens() throws Exception {
        Event.Requested long1 = new Event.Requested(request.plan(), request.mode(), "anna", "x".repeat(1_000_001));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> journal().open(RUN, LINE, long1))
                .withMessageContaining("Requested of run run-1 takes 10")
                .withMessageContaining("1000000 at most");
        assertThat(journal().runs()).isEmpty();

        journal().open(RUN, LINE, request);
        // As text each of these takes six characters.
        Event umlauts = new Event.Approved("anna", "ä".repeat(170_000));
        assertThatIllegalArgumentException().isThrownBy(() -> journal().submit(RUN, umlauts));
        Event fits = new Event.Approved("anna", "ä".repeat(160_000));
        assertThat(journal().submit(RUN, fits).seq()).isEqualTo(2);
        assertThat(journal().read(RUN).getLast().event()).isEqualTo(fits);
    }

    // H2 closes the whole database when a thread is interrupted while it writes; a service that stops interrupts.
    @Test
    void anInterruptedThreadWritesItsRowAndStaysInterrupted() throws Exception {
        journal().open(RUN, LINE, request);
        CountDownLatch writing = new CountDownLatch(1);
        List<Entry> rows = new ArrayList<>();
        Thread writer = Thread.ofVirtual().start(() -> {
            while (!Thread.currentThread().isInterrupted() || rows.size() < 50) {
                rows.add(journal().submit(RUN, APPROVED));
                writing.countDown();
            }
        });
        writing.await();
        writer.interrupt();
        writer.join();
        assertThat(rows).hasSizeGreaterThanOrEqualTo(50);
        assertThat(journal().read(RUN)).hasSize(1 + rows.size()).containsAll(rows);
        assertThat(journal().submit(RUN, APPROVED).seq()).isEqualTo(rows.size() + 2L);
    }

    @Test
    void readingWritesNothing() throws Exception {
        journal().open(RUN, LINE, request);
        journal().submit(RUN, APPROVED);
        Sha256 before = content();
        for (int i = 0; i < 20; i++) {
            journal().read(RUN);
            journal().readAfter(0, 10);
            journal().runs();
            journal().openRuns();
        }
        assertThat(content()).isEqualTo(before);
        journal().submit(RUN, APPROVED);
        assertThat(content()).isNotEqualTo(before);
    }

    private Sha256 content() throws IOException {
        return Sha256.of(Files.readAllBytes(JournalFile.file(folder, JournalFile.NAME)));
    }

    // After a full disk or an I/O error H2 gives the database up. The journal must not need a new process to go on.
    @Test
    void itGoesOnWhenTheDatabaseDiedUnderIt() throws Exception {
        List<Entry> written = new ArrayList<>();
        written.add(journal().open(RUN, LINE, request));
        Journal.Lease lease = claimed(LINE, "me");
        for (int i = 0; i < 5; i++) {
            written.add(journal().append(lease, RUN, APPROVED));
            assertThat(journal().read(RUN)).isEqualTo(written);
            killDatabase();
            assertThatExceptionOfType(JournalBrokenException.class)
                    .isThrownBy(() -> journal().append(lease, RUN, APPROVED));
        }
        assertThat(journal().read(RUN)).isEqualTo(written);
        assertThat(journal().append(lease, RUN, APPROVED).seq()).isEqualTo(written.size() + 1L);
    }

    private void killDatabase() throws SQLException {
        try (Connection backDoor = JournalFile.connect(folder, JournalFile.NAME);
                Statement statement = backDoor.createStatement()) {
            statement.execute("shutdown immediately");
        }
    }

    @Test
    void aChangedRowIsFoundWhenTheDatabaseIsOpenedAgain() throws Exception {
        journal().open(RUN, LINE, request);
        journal().submit(RUN, APPROVED);
        try (Connection backDoor = JournalFile.connect(folder, JournalFile.NAME);
                Statement statement = backDoor.createStatement()) {
            statement.execute("update journal set payload = replace(payload, 'anna', 'otto') where seq = 2");
        }
        killDatabase();
        assertThatExceptionOfType(JournalBrokenException.class)
                .isThrownBy(() -> journal().read(RUN));
        assertThatExceptionOfType(JournalBrokenException.class)
                .isThrownBy(() -> journal().read(RUN))
                .withMessageContaining("run run-1, row 2");
    }

    @Test
    void closingWaitsForRowsInFlightAndRefusesLaterOnes() throws Exception {
        journal().open(RUN, LINE, request);
        CountDownLatch going = new CountDownLatch(4);
        Thread closer = Thread.ofVirtual().unstarted(() -> {
            awaitUninterruptibly(going);
            file().close();
            file().close();
        });
        closer.start();
        List<Integer> acknowledged = inParallel(4, _ -> {
            int rows = 0;
            try {
                while (true) {
                    journal().submit(RUN, APPROVED);
                    rows++;
                    going.countDown();
                }
            } catch (JournalBrokenException e) {
                assertThat(e).hasMessage("the journal is closed");
                return rows;
            }
        });
        closer.join();
        assertThatExceptionOfType(JournalBrokenException.class)
                .isThrownBy(() -> journal().read(RUN))
                .withMessage("the journal is closed");
        try (JdbcJournal again = create(clock)) {
            assertThat(again.read(RUN))
                    .hasSize(1 + acknowledged.stream().mapToInt(n -> n).sum());
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everyKindOfEventIsKept() throws Exception {
        journal().open(RUN, LINE, request);
        List<Event> events = IntStream.range(0, 20)
                .mapToObj(seed -> new RandomEvents(new SplittableRandom(seed)))
                .flatMap(r -> r.oneOfEach().stream())
                .filter(e -> !(e instanceof Event.Finished || e instanceof Event.Cleared))
                .toList();
        for (Event event : events) {
            journal().submit(RUN, event);
        }
        journal().submit(RUN, FINISHED);
        file().close();
        try (JdbcJournal again = create(clock)) {
            assertThat(again.read(RUN).subList(1, events.size() + 1))
                    .extracting(Entry::event)
                    .isEqualTo(events);
        }
    }
}
