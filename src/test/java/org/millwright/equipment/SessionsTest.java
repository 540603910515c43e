package org.millwright.equipment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.millwright.equipment.EquipmentException.Kind;
import org.millwright.equipment.Sessions.Connecting;
import org.millwright.equipment.fake.FakePlant;
import org.millwright.equipment.fake.FakeSettings;
import org.millwright.equipment.fake.Fault;
import org.millwright.equipment.fake.VirtualClock;
import org.millwright.plant.Controller;
import org.millwright.plant.ControllerId;
import org.millwright.plant.Line;
import org.millwright.plant.LineId;

/** Connections to a fake controller on virtual time. */
class SessionsTest {
    private static final ControllerId ID = new ControllerId("st1");
    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final Connecting CONNECTING =
            new Connecting(LIMIT, LIMIT, Duration.ofMillis(100), Duration.ofMillis(500));

    private final VirtualClock clock = new VirtualClock();
    private final Controller controller = new Controller(
            ID,
            "station",
            Controller.Driver.OPCUA,
            "fake:1",
            new Controller.Expected("urn:m", "P-1"),
            new Controller.Access(Controller.Security.NONE, Optional.empty()),
            Map.of(),
            Map.of());
    private final Line line = new Line(new LineId("line"), "Line", "4711", List.of(controller));
    private final FakePlant plant = new FakePlant(clock, line, Map.of(ID, FakeSettings.of(controller)));
    private final List<Instant> tries = new ArrayList<>();
    private final Equipment counted = (asked, limit) -> {
        tries.add(clock.instant());
        return plant.equipment().open(asked, limit);
    };

    @Test
    void aControllerThatDoesNotAnswerIsTriedAtGrowingPausesUpToTheLongest() throws EquipmentException {
        plant.faultAt(clock.instant(), ID, new Fault.UnreachableFor(Duration.ofSeconds(3)));
        Instant from = clock.instant();
        try (Sessions sessions = new Sessions(counted, line, CONNECTING, clock)) {
            for (int look = 0; look < 40; look++) {
                EquipmentException failure =
                        catchThrowableOfType(EquipmentException.class, () -> sessions.with(ID, s -> s.observe(LIMIT)));
                if (failure != null) {
                    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
                }
                clock.advance(Duration.ofMillis(100));
            }

            assertThat(tries.stream().map(t -> Duration.between(from, t).toMillis()))
                    .containsExactly(0L, 100L, 300L, 700L, 1200L, 1700L, 2200L, 2700L, 3200L);
            assertThat(sessions.<UpdateState, RuntimeException>with(ID, s -> s.observe(LIMIT)))
                    .isNotNull();
        }
    }

    @Test
    void aRefusedLogInIsNotRepeatedAtEveryLook() {
        plant.faultAt(clock.instant(), ID, new Fault.WrongCredentials());
        try (Sessions sessions = new Sessions(counted, line, CONNECTING, clock)) {
            for (int look = 0; look < 10; look++) {
                assertThat(catchThrowableOfType(
                                        EquipmentException.class, () -> sessions.with(ID, s -> s.observe(LIMIT)))
                                .kind())
                        .isEqualTo(Kind.REFUSED);
            }
        }
        assertThat(tries).hasSize(1);
    }
}
