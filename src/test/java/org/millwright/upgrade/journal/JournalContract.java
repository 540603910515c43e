package org.millwright.upgrade.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.millwright.equipment.fake.VirtualClock;
import org.millwright.plant.LineId;
import org.millwright.upgrade.Entry;
import org.millwright.upgrade.Event;
import org.millwright.upgrade.RunId;
import org.millwright.upgrade.journal.Journal.FencedException;
import org.millwright.upgrade.journal.Journal.Lease;
import org.millwright.upgrade.journal.Journal.LineBusyException;

/** What every journal does, wherever it keeps its rows. */
abstract class JournalContract {
    static final LineId LINE = new LineId("line-1");
    static final LineId OTHER_LINE = new LineId("line-2");
    static final RunId RUN = new RunId("run-1");
    static final RunId OTHER_RUN = new RunId("run-2");
    static final Duration TTL = Duration.ofSeconds(10);
    static final Event APPROVED = new Event.Approved("anna", "good");
    static final Event FINISHED = new Event.Finished(Event.Ending.ABORTED, "changed our mind");

    final VirtualClock clock = new VirtualClock();
    final RandomEvents random = new RandomEvents(new SplittableRandom(7));
    final Event.Requested request = random.requested();

    private Journal journal;

    /** A new, empty journal on this clock. */
    abstract Journal create(VirtualClock clock);

    @BeforeEach
    void createJournal() {
        journal = create(clock);
    }

    Journal journal() {
        return journal;
    }

    Lease claimed(LineId line, String owner) {
        return journal.claim(line, owner, TTL).orElseThrow();
    }

    @Test
    void anEmptyJournalHasNothing() {
        assertThat(journal.runs()).isEmpty();
        assertThat(journal.openRuns()).isEmpty();
        assertThat(journal.read(RUN)).isEmpty();
        assertThat(journal.readAfter(0, 10)).isEmpty();
    }

    @Test
    void rowsAreReadAsTheyWereReturnedAndInTheirOrder() throws Exception {
        List<Entry> written = new ArrayList<>();
        written.add(journal.open(RUN, LINE, request));
        clock.advance(Duration.ofNanos(1_501_000));
        written.add(journal.submit(RUN, APPROVED));
        Lease lease = claimed(LINE, "me");
        for (Event event : random.oneOfEach()) {
            if (!(event instanceof Event.Finished || event instanceof Event.Cleared)) {
                clock.advance(Duration.ofSeconds(1));
                written.add(journal.append(lease, RUN, event));
                assertThat(journal.read(RUN)).isEqualTo(written);
            }
        }
        assertThat(written).extracting(Entry::seq).isEqualTo(numbers(1, written.size()));
        assertThat(written).extracting(Entry::position).isSorted().doesNotHaveDuplicates();
        assertThat(written).extracting(Entry::run).containsOnly(RUN);
        assertThat(written.getLast().at()).isEqualTo(clock.instant());
        assertThat(journal.readAfter(0, 100)).isEqualTo(written);
    }

    private static List<Long> numbers(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    @Test
    void rowsAfterAPositionAreThoseOfAllRunsInOrderAndNotMoreThanAsked() throws Exception {
        List<Entry> written = new ArrayList<>();
        written.add(journal.open(RUN, LINE, request));
        written.add(journal.open(OTHER_RUN, OTHER_LINE, request));
        for (int i = 0; i < 3; i++) {
            written.add(journal.submit(RUN, APPROVED));
            written.add(journal.submit(OTHER_RUN, APPROVED));
        }
        for (int from = 0; from < written.size(); from++) {
            long position = written.get(from).position();
            assertThat(journal.readAfter(position, 100)).isEqualTo(written.subList(from + 1, written.size()));
            assertThat(journal.readAfter(position - 1, 2))
                    .isEqualTo(written.subList(from, Math.min(from + 2, written.size())));
        }
    }

    @Test
    void runsAreNumberedEachForItself() throws Exception {
        journal.open(RUN, LINE, request);
        journal.open(OTHER_RUN, OTHER_LINE, request);
        assertThat(journal.submit(RUN, APPROVED).seq()).isEqualTo(2);
        assertThat(journal.submit(OTHER_RUN, APPROVED).seq()).isEqualTo(2);
        assertThat(journal.submit(RUN, APPROVED).seq()).isEqualTo(3);
        assertThat(journal.read(OTHER_RUN)).extracting(Entry::run).containsOnly(OTHER_RUN);
    }

    @Test
    void aLineHasOneOpenRun() throws Exception {
        journal.open(RUN, LINE, request);
        assertThatExceptionOfType(LineBusyException.class)
                .isThrownBy(() -> journal.open(OTHER_RUN, LINE, request))
                .satisfies(e -> assertThat(e.openRun()).isEqualTo(RUN));
        assertThat(journal.read(OTHER_RUN)).isEmpty();
        assertThat(journal.runs()).containsExactly(RUN);

        journal.submit(RUN, FINISHED);
        journal.open(OTHER_RUN, LINE, request);
        assertThat(journal.openRuns()).containsExactly(OTHER_RUN);
    }

    // Somebody who asks twice must not get a second run, nor add a second request to the first.
    @Test
    void aRunIsOpenedOnce() throws Exception {
        journal.open(RUN, LINE, request);
        assertThatExceptionOfType(LineBusyException.class)
                .isThrownBy(() -> journal.open(RUN, LINE, request))
                .satisfies(e -> assertThat(e.openRun()).isEqualTo(RUN));
        assertThatIllegalStateException().isThrownBy(() -> journal.open(RUN, OTHER_LINE, request));
        journal.submit(RUN, FINISHED);
        assertThatIllegalStateException().isThrownBy(() -> journal.open(RUN, LINE, request));

        assertThat(journal.read(RUN)).hasSize(2);
        journal.open(OTHER_RUN, OTHER_LINE, request);
    }

    @Test
    void runsAreListedOldestFirstWhateverTheClockSays() throws Exception {
        List<RunId> opened = new ArrayList<>();
        for (String id : List.of("m", "z", "a")) {
            opened.add(new RunId(id));
            journal.open(opened.getLast(), new LineId("line-" + id), request);
        }
        assertThat(journal.runs()).isEqualTo(opened);
        assertThat(journal.openRuns()).isEqualTo(opened);
        journal.submit(opened.get(1), FINISHED);
        assertThat(journal.runs()).isEqualTo(opened);
        assertThat(journal.openRuns()).containsExactly(opened.get(0), opened.get(2));
    }

    @Test
    void aFinishedRunTakesNoRowAndStaysReadable() throws Exception {
        journal.open(RUN, LINE, request);
        Lease lease = claimed(LINE, "me");
        journal.append(lease, RUN, FINISHED);
        List<Entry> rows = journal.read(RUN);

        assertThatIllegalStateException().isThrownBy(() -> journal.submit(RUN, APPROVED));
        assertThatIllegalStateException().isThrownBy(() -> journal.append(lease, RUN, APPROVED));
        assertThatIllegalStateException().isThrownBy(() -> journal.append(lease, RUN, FINISHED));
        assertThat(rows).hasSize(2);
        assertThat(journal.read(RUN)).isEqualTo(rows);
        assertThat(journal.readAfter(0, 10)).isEqualTo(rows);
    }

    @Test
    void aRunThatWasNeverOpenedTakesNoRow() {
        Lease lease = claimed(LINE, "me");
        assertThatIllegalStateException().isThrownBy(() -> journal.submit(RUN, APPROVED));
        assertThatIllegalStateException().isThrownBy(() -> journal.append(lease, RUN, APPROVED));
        assertThat(journal.runs()).isEmpty();
        assertThat(journal.readAfter(0, 10)).isEmpty();
    }

    @Test
    void anOldOwnerIsRefusedAndWritesNothing() throws Exception {
        journal.open(RUN, LINE, request);
        Lease old = claimed(LINE, "old");
        clock.advance(TTL);
        Lease next = claimed(LINE, "new");
        assertThat(next.epoch()).isGreaterThan(old.epoch());

        assertThatExceptionOfType(FencedException.class).isThrownBy(() -> journal.append(old, RUN, APPROVED));
        assertThat(journal.renew(old, TTL)).isFalse();
        journal.release(old);
        assertThat(journal.claim(LINE, "third", TTL)).isEmpty();
        assertThat(journal.read(RUN)).hasSize(1);
        assertThat(journal.append(next, RUN, APPROVED).seq()).isEqualTo(2);
    }

    @Test
    void aForgedLeaseIsRefused() throws Exception {
        journal.open(RUN, LINE, request);
        Lease lease = claimed(LINE, "me");
        for (Lease forged : List.of(
                new Lease(LINE, "you", lease.epoch()),
                new Lease(LINE, "me", lease.epoch() + 1),
                new Lease(OTHER_LINE, "me", lease.epoch()))) {
            assertThatExceptionOfType(FencedException.class).isThrownBy(() -> journal.append(forged, RUN, APPROVED));
        }
    }

    @Test
    void theLeaseOfOneLineWritesToNoRunOfAnother() throws Exception {
        journal.open(RUN, LINE, request);
        Lease other = claimed(OTHER_LINE, "me");
        assertThatIllegalArgumentException().isThrownBy(() -> journal.append(other, RUN, APPROVED));
        assertThat(journal.read(RUN)).hasSize(1);
    }

    @Test
    void aLeaseIsFreeWhenItHasRunOutAndNotBefore() {
        Lease first = claimed(LINE, "first");
        clock.advance(TTL.minusMillis(1));
        assertThat(journal.claim(LINE, "second", TTL)).isEmpty();
        assertThat(journal.claim(LINE, "first", TTL)).isEmpty();
        assertThat(journal.claim(OTHER_LINE, "second", TTL)).isPresent();
        clock.advance(Duration.ofMillis(1));
        assertThat(claimed(LINE, "second").epoch()).isGreaterThan(first.epoch());
    }

    @Test
    void aRenewedLeaseRunsOutLater() {
        Lease lease = claimed(LINE, "me");
        clock.advance(TTL.minusMillis(1));
        assertThat(journal.renew(lease, TTL)).isTrue();
        clock.advance(TTL.minusMillis(1));
        assertThat(journal.claim(LINE, "you", TTL)).isEmpty();
        clock.advance(Duration.ofMillis(1));
        assertThat(journal.claim(LINE, "you", TTL)).isPresent();
        assertThat(journal.renew(lease, TTL)).isFalse();
    }

    // A pause of the JVM past the TTL does no harm while nobody else has acted.
    @Test
    void aLeaseThatRanOutCountsUntilSomebodyClaimsTheLine() throws Exception {
        journal.open(RUN, LINE, request);
        Lease lease = claimed(LINE, "me");
        clock.advance(TTL.multipliedBy(2));
        journal.append(lease, RUN, APPROVED);
        assertThat(journal.renew(lease, TTL)).isTrue();
        assertThat(journal.claim(LINE, "you", TTL)).isEmpty();
    }

    @Test
    void aReleasedLeaseIsFreeAtOnceAndItsEpochIsNotUsedAgain() {
        Lease lease = claimed(LINE, "me");
        journal.release(lease);
        Lease next = claimed(LINE, "me");
        assertThat(next.epoch()).isGreaterThan(lease.epoch());
        assertThat(journal.renew(lease, TTL)).isFalse();
    }

    @Test
    void everyNewRowIsToldAndNothingElse() throws Exception {
        AtomicInteger told = new AtomicInteger();
        journal.onAppend(told::incrementAndGet);
        journal.open(RUN, LINE, request);
        assertThat(told).hasValue(1);
        journal.submit(RUN, APPROVED);
        assertThat(told).hasValue(2);
        Lease lease = claimed(LINE, "me");
        journal.renew(lease, TTL);
        journal.append(lease, RUN, APPROVED);
        assertThat(told).hasValue(3);

        assertThatExceptionOfType(LineBusyException.class).isThrownBy(() -> journal.open(OTHER_RUN, LINE, request));
        assertThatExceptionOfType(FencedException.class)
                .isThrownBy(() -> journal.append(new Lease(LINE, "you", 1), RUN, APPROVED));
        assertThatIllegalStateException().isThrownBy(() -> journal.submit(OTHER_RUN, APPROVED));
        journal.release(lease);
        assertThat(told).hasValue(3);
    }

    @Test
    void aListenerMayReadTheRowThatItIsToldOf() throws Exception {
        Queue<Integer> seen = new ConcurrentLinkedQueue<>();
        journal.onAppend(() -> seen.add(journal.read(RUN).size()));
        journal.open(RUN, LINE, request);
        journal.submit(RUN, APPROVED);
        assertThat(seen).containsExactly(1, 2);
    }

    // The row is there: whoever wrote it must not think otherwise because a view failed.
    @Test
    void aListenerThatThrowsHidesNeitherTheRowNorTheOtherListeners() throws Exception {
        AtomicInteger told = new AtomicInteger();
        Queue<Throwable> reported = new ConcurrentLinkedQueue<>();
        IllegalStateException failure = new IllegalStateException("the view failed");
        journal.onAppend(() -> {
            throw failure;
        });
        journal.onAppend(told::incrementAndGet);
        Thread.UncaughtExceptionHandler before = Thread.currentThread().getUncaughtExceptionHandler();
        Thread.currentThread().setUncaughtExceptionHandler((_, e) -> reported.add(e));
        try {
            assertThat(journal.open(RUN, LINE, request).seq()).isEqualTo(1);
        } finally {
            Thread.currentThread().setUncaughtExceptionHandler(before);
        }
        assertThat(told).hasValue(1);
        assertThat(reported).containsExactly(failure);
        assertThat(journal.read(RUN)).hasSize(1);
    }

    @Test
    void manyThreadsWriteDenseRuns() throws Exception {
        int threads = 8;
        int each = 25;
        journal.open(RUN, LINE, request);
        journal.open(OTHER_RUN, OTHER_LINE, request);
        Lease lease = claimed(LINE, "me");
        List<Entry> written = new ArrayList<>();
        for (List<Entry> mine : inParallel(threads, t -> {
            List<Entry> rows = new ArrayList<>();
            for (int i = 0; i < each; i++) {
                Event event = new Event.Approved("thread " + t, "row " + i);
                rows.add(t % 2 == 0 ? journal.append(lease, RUN, event) : journal.submit(OTHER_RUN, event));
                assertThat(journal.read(RUN)).extracting(Entry::seq).isSorted();
            }
            return rows;
        })) {
            assertThat(mine).extracting(Entry::seq).isSorted();
            written.addAll(mine);
        }
        for (RunId run : List.of(RUN, OTHER_RUN)) {
            List<Entry> rows = journal.read(run);
            assertThat(rows).extracting(Entry::seq).isEqualTo(numbers(1, 1 + threads / 2 * each));
            assertThat(rows.subList(1, rows.size()))
                    .containsExactlyInAnyOrderElementsOf(
                            written.stream().filter(e -> e.run().equals(run)).toList());
        }
        assertThat(journal.readAfter(0, 1_000)).hasSize(2 + threads * each);
    }

    @Test
    void ofManyThatOpenOrClaimALineOneGetsIt() throws Exception {
        List<Optional<RunId>> opened = inParallel(8, t -> {
            try {
                return Optional.of(
                        journal.open(new RunId("run-" + t), LINE, request).run());
            } catch (LineBusyException _) {
                return Optional.empty();
            }
        });
        assertThat(opened.stream().flatMap(Optional::stream)).hasSize(1);
        List<Optional<Lease>> claims = inParallel(8, t -> journal.claim(LINE, "owner " + t, TTL));
        assertThat(claims.stream().flatMap(Optional::stream)).hasSize(1);
    }

    /** Runs a task for each number from 0, all at once; gives the results in the order of the numbers. */
    static <T> List<T> inParallel(int threads, Task<T> task) throws Exception {
        CyclicBarrier start = new CyclicBarrier(threads);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Stream<Callable<T>> tasks = IntStream.range(0, threads).mapToObj(t -> () -> {
                start.await();
                return task.perform(t);
            });
            List<T> results = new ArrayList<>();
            for (Future<T> future : executor.invokeAll(tasks.toList())) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new AssertionError("a thread failed", e.getCause());
        }
    }

    interface Task<T> {
        T perform(int number) throws Exception;
    }
}
