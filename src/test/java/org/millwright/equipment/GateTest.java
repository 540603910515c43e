package org.millwright.equipment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.millwright.plant.ControllerId;

/** Two commands at one controller at a time are what a fence must never let happen. */
class GateTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Gate gate = new Gate(new ControllerId("press"));
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger carriedOut = new AtomicInteger();

    @Test
    void manyCallersComeOneAfterAnother() throws Exception {
        List<Future<Boolean>> results = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                Callable<Boolean> caller = () -> {
                    gate.pass(new Fence(1, 1), LIMIT, _ -> enterAlone());
                    return true;
                };
                results.add(callers.submit(caller));
            }
            for (Future<Boolean> result : results) {
                assertThat(result.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            }
        }
        assertThat(carriedOut).hasValue(50);
    }

    private void enterAlone() {
        assertThat(inside.incrementAndGet()).isEqualTo(1);
        inside.decrementAndGet();
        carriedOut.incrementAndGet();
    }

    @Test
    void aCommandWhoseTurnDoesNotComeIsNotSent() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Boolean> slow = () -> {
                gate.<InterruptedException>pass(new Fence(1, 1), LIMIT, _ -> {
                    entered.countDown();
                    leave.await();
                });
                return true;
            };
            Future<Boolean> first = callers.submit(slow);
            entered.await();

            assertThatExceptionOfType(EquipmentException.class)
                    .isThrownBy(() -> gate.pass(new Fence(2, 1), Duration.ofMillis(5), _ -> enterAlone()))
                    .withMessageContaining("busy")
                    .matches(e -> e.kind() == EquipmentException.Kind.REFUSED);
            leave.countDown();
            assertThat(first.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
        assertThat(carriedOut).hasValue(0);
        assertThatExceptionOfType(EquipmentException.class)
                .as("a newer owner has been seen, even though its command was not sent")
                .isThrownBy(() -> gate.pass(new Fence(1, 2), LIMIT, _ -> enterAlone()));
    }

    @Test
    void theCommandGetsWhatTheWaitingLeftOfTheLimit() throws EquipmentException {
        gate.pass(new Fence(1, 1), LIMIT, left -> assertThat(left).isPositive().isLessThanOrEqualTo(LIMIT));
    }
}
