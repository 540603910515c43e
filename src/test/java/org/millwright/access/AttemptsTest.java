package org.millwright.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.millwright.equipment.fake.VirtualClock;

class AttemptsTest {
    private static final String HERE = "10.0.0.1";
    private static final String THERE = "10.0.0.2";

    private final VirtualClock clock = new VirtualClock();
    private final Attempts attempts = new Attempts(clock);

    private void fail(int times, String name, String address) {
        for (int i = 0; i < times; i++) {
            attempts.failed(name, address);
        }
    }

    @Test
    void theWaitDoublesWithEachFailureUpToItsLimit() {
        fail(2, "mes", HERE);
        assertThat(attempts.early("mes", HERE)).isZero();
        fail(1, "mes", HERE);
        assertThat(attempts.early("mes", HERE)).isEqualTo(Duration.ofSeconds(1));
        fail(2, "mes", HERE);
        assertThat(attempts.early("mes", HERE)).isEqualTo(Duration.ofSeconds(4));
        fail(100, "mes", HERE);
        assertThat(attempts.early("other", HERE)).isEqualTo(Duration.ofMinutes(15));
        assertThat(attempts.early("mes", THERE)).isEqualTo(Duration.ofSeconds(30));
        clock.advance(Duration.ofSeconds(30));
        assertThat(attempts.early("mes", THERE)).isZero();
    }

    /** Otherwise whoever knows a name could keep its owner out. */
    @Test
    void whoHasLoggedInBeforeIsNotHeldUpByStrangers() {
        attempts.succeeded("mes", HERE);
        fail(50, "mes", THERE);
        assertThat(attempts.early("mes", HERE)).isZero();
        assertThat(attempts.early("mes", THERE)).isPositive();
    }

    @Test
    void guessingFromAKnownPlaceIsSlowedDownToo() {
        attempts.succeeded("mes", HERE);
        fail(10, "mes", HERE);
        assertThat(attempts.early("mes", HERE)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void afterAnHourWithoutFailuresCountingBeginsAnew() {
        fail(20, "mes", HERE);
        clock.advance(Duration.ofHours(2));
        fail(1, "mes", HERE);
        assertThat(attempts.early("mes", HERE)).isZero();
    }

    @Test
    void whatIsRememberedIsBounded() {
        for (int i = 0; i < 3 * Attempts.MOST; i++) {
            attempts.failed("name-" + i, "address-" + i);
        }
        assertThat(attempts.remembered()).isLessThanOrEqualTo(2 * Attempts.MOST);
    }
}
