package org.millwright.upgrade.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.millwright.upgrade.Entry;
import org.millwright.upgrade.Event;
import org.millwright.upgrade.RunId;
import org.millwright.upgrade.journal.Journal.FencedException;
import org.millwright.upgrade.journal.Journal.Lease;
import org.millwright.upgrade.journal.Journal.LineBusyException;
import org.millwright.upgrade.journal.Journal.OvertakenException;

/** What every journal does with job orders, and with rows that were decided by older ones. */
abstract class JobOrderContract extends JournalContract {
    private static final Event RELEASED = new Event.Released("mes", "");
    private static final Event REVOKED = new Event.Revoked("mes", "");
    private static final Event CANCELLED = new Event.Cancelled("mes", "");
    private static final Event CLEARED = new Event.Cleared("mes", "");

    final Event.Stored order = random.stored();

    @Test
    void anOrderLeavesItsLineFreeUntilItsRunIsOpened() throws Exception {
        journal().store(RUN, LINE, order);
        assertThat(journal().submit(RUN, RELEASED).seq()).isEqualTo(2);
        assertThat(journal().openRuns()).isEmpty();
        assertThat(journal().jobs(LINE)).containsExactly(RUN);
        assertThat(journal().jobs(OTHER_LINE)).isEmpty();

        journal().open(OTHER_RUN, LINE, request);
        assertThatExceptionOfType(LineBusyException.class)
                .isThrownBy(() -> journal().open(RUN, LINE, request, 2));
        journal().submit(OTHER_RUN, FINISHED);
        assertThat(journal().open(RUN, LINE, request, 2).seq()).isEqualTo(3);
        assertThat(journal().openRuns()).containsExactly(RUN);
        assertThat(journal().runs()).containsExactly(RUN, OTHER_RUN);
    }

    @Test
    void anOrderHasOneRunAndItsIdIsUsed() throws Exception {
        journal().store(RUN, LINE, order);
        assertThatIllegalStateException().isThrownBy(() -> journal().store(RUN, LINE, order));
        assertThatIllegalStateException().isThrownBy(() -> journal().open(RUN, LINE, request));
        assertThatIllegalStateException().isThrownBy(() -> journal().open(RUN, OTHER_LINE, request, 1));
        assertThatIllegalStateException().isThrownBy(() -> journal().open(OTHER_RUN, LINE, request, 0));
        journal().open(RUN, LINE, request, 1);
        journal().submit(RUN, FINISHED);
        assertThatIllegalStateException().isThrownBy(() -> journal().open(RUN, LINE, request, 3));
        assertThat(journal().read(RUN)).hasSize(3);
    }

    @Test
    void anOrderWithoutARunTakesNoRowsOfOne() throws Exception {
        journal().store(RUN, LINE, order);
        Lease lease = claimed(LINE, "me");
        for (Event event : random.oneOfEach()) {
            boolean ofOrder = List.of("Stored", "Released", "Revoked", "Cancelled", "Cleared", "AbortAsked")
                    .contains(EventJson.kind(event));
            if (!ofOrder) {
                assertThatIllegalStateException().isThrownBy(() -> journal().submit(RUN, event));
                assertThatIllegalStateException().isThrownBy(() -> journal().append(lease, RUN, event));
            }
        }
        assertThat(journal().read(RUN)).hasSize(1);
    }

    @Test
    void behindTheEndOfARunItIsClearedOnceAndNothingElse() throws Exception {
        journal().store(RUN, LINE, order);
        journal().open(RUN, LINE, request, 1);
        assertThatIllegalStateException().isThrownBy(() -> journal().submit(RUN, CLEARED));
        journal().submit(RUN, FINISHED);
        assertThatIllegalStateException().isThrownBy(() -> journal().submit(RUN, RELEASED));
        assertThat(journal().jobs(LINE)).containsExactly(RUN);
        journal().submit(RUN, CLEARED, 3);
        assertThat(journal().jobs(LINE)).isEmpty();
        assertThatIllegalStateException().isThrownBy(() -> journal().submit(RUN, CLEARED));
        assertThatIllegalStateException().isThrownBy(() -> journal().submit(RUN, order));
        assertThat(journal().read(RUN)).hasSize(4);
    }

    @Test
    void aCancelledOrderIsOutOfTheListUntilItIsStoredAnew() {
        journal().store(RUN, LINE, order);
        journal().submit(RUN, CANCELLED);
        assertThat(journal().jobs(LINE)).isEmpty();
        journal().submit(RUN, order);
        assertThat(journal().jobs(LINE)).containsExactly(RUN);
        assertThat(journal().read(RUN)).extracting(Entry::seq).containsExactly(1L, 2L, 3L);
    }

    @Test
    void whatWasDecidedByOlderRowsIsNotWritten() throws Exception {
        AtomicInteger told = new AtomicInteger();
        journal().store(RUN, LINE, order);
        journal().submit(RUN, RELEASED, 1);
        journal().onAppend(told::incrementAndGet);
        Lease lease = claimed(LINE, "me");

        assertThatExceptionOfType(OvertakenException.class)
                .isThrownBy(() -> journal().submit(RUN, REVOKED, 1));
        assertThatExceptionOfType(OvertakenException.class)
                .isThrownBy(() -> journal().submit(RUN, REVOKED, 3));
        assertThatExceptionOfType(OvertakenException.class)
                .isThrownBy(() -> journal().open(RUN, LINE, request, 1));
        assertThat(journal().openRuns()).isEmpty();
        assertThat(told).hasValue(0);

        journal().open(RUN, LINE, request, 2);
        assertThatExceptionOfType(OvertakenException.class)
                .isThrownBy(() -> journal().append(lease, RUN, APPROVED, 2));
        assertThatExceptionOfType(FencedException.class)
                .isThrownBy(() -> journal().append(new Lease(LINE, "you", 1), RUN, APPROVED, 2));
        assertThat(journal().append(lease, RUN, APPROVED, 3).seq()).isEqualTo(4);
    }

    @Test
    void anOrderThatIsGoneSinceItWasReadIsOvertakenAndNoFault() {
        journal().store(RUN, LINE, order);
        journal().submit(RUN, new Event.AbortAsked(Event.AbortPolicy.ROLL_BACK, "mes", ""));
        journal().submit(RUN, CLEARED);

        assertThatExceptionOfType(OvertakenException.class)
                .isThrownBy(() -> journal().open(RUN, LINE, request, 1));
        assertThatIllegalStateException().isThrownBy(() -> journal().open(RUN, LINE, request, 3));
    }

    // The one race that must have a loser: the drain begins, or it was revoked before.
    @Test
    void ofManyThatJudgedByTheSameRowOneWrites() throws Exception {
        journal().store(RUN, LINE, order);
        journal().submit(RUN, RELEASED);
        journal().open(RUN, LINE, request, 2);
        Lease lease = claimed(LINE, "me");
        for (int round = 0; round < 20; round++) {
            long after = journal().read(RUN).size();
            List<Optional<Entry>> written = inParallel(4, t -> {
                try {
                    return Optional.of(
                            t % 2 == 0
                                    ? journal().append(lease, RUN, random.intended(), after)
                                    : journal().submit(RUN, REVOKED, after));
                } catch (OvertakenException _) {
                    return Optional.empty();
                }
            });
            assertThat(written.stream().flatMap(Optional::stream)).hasSize(1);
        }
    }

    @Test
    void ordersAreListedOldestFirst() {
        for (String id : List.of("m", "z", "a")) {
            journal().store(new RunId(id), LINE, order);
        }
        assertThat(journal().jobs(LINE)).extracting(RunId::value).containsExactly("m", "z", "a");
    }
}
