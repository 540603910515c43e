package org.millwright.equipment.plc4x;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long MS = 1_000_000;

    private final AtomicLong nanos = new AtomicLong();

    private Pace pace(int requestsPerSecond) {
        return new Pace(OptionalInt.of(requestsPerSecond), nanos::get, nanos::addAndGet);
    }

    @Test
    void requestsGoAtEvenDistances() {
        Pace pace = pace(10);
        List<Long> gone = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            assertThat(pace.turn(1_000 * MS)).isTrue();
            gone.add(nanos.get() / MS);
        }

        assertThat(gone).containsExactly(0L, 100L, 200L, 300L, 400L);
    }

    @Test
    void aPauseIsNotMadeUpFor() {
        Pace pace = pace(10);
        pace.turn(0);
        nanos.addAndGet(5_000 * MS);
        pace.turn(0);

        assertThat(pace.turn(50 * MS)).as("before its time").isFalse();
        assertThat(pace.turn(100 * MS)).isTrue();
        assertThat(nanos.get()).isEqualTo(5_100 * MS);
    }

    @Test
    void withoutALimitNobodyWaits() {
        Pace pace = new Pace(OptionalInt.empty(), nanos::get, nanos::addAndGet);

        assertThat(pace.turn(0)).isTrue();
        assertThat(pace.turn(0)).isTrue();
        assertThat(nanos.get()).isZero();
    }
}
