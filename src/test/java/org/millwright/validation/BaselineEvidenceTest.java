package org.millwright.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.millwright.plant.ControllerId;

class BaselineEvidenceTest {
    private static final Baseline BASELINE = new Baseline(Map.of(
            new ControllerId("st10-loader"), new Sample(12, 1, 11, 6850.1, 13.25, List.of("door open", "lube = low"))));

    @Test
    void theTextFormIsFlatAndSpeaksForItself() {
        assertThat(BASELINE.toEvidence())
                .isEqualTo(Map.of(
                        "st10-loader.cycles", "12",
                        "st10-loader.rejects", "1",
                        "st10-loader.timed", "11",
                        "st10-loader.meanMs", "6850.1",
                        "st10-loader.deviationMs", "13.25",
                        "st10-loader.alarm.0", "door open",
                        "st10-loader.alarm.1", "lube = low"));
    }

    @Test
    void whatWasWrittenIsReadBackExactly() {
        for (long seed = 0; seed < 2000; seed++) {
            RandomGenerator random = new SplittableRandom(seed);
            Map<ControllerId, Sample> stations = new HashMap<>();
            for (int i = random.nextInt(8); i > 0; i--) {
                stations.put(new ControllerId("s" + Long.toString(random.nextLong(1L << 40), 36)), sample(random));
            }
            Baseline baseline = new Baseline(stations);
            assertThat(Baseline.fromEvidence(baseline.toEvidence()))
                    .as("seed %d", seed)
                    .isEqualTo(baseline);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cycles", "rejects", "timed", "meanMs", "deviationMs", "alarm.0"})
    void aMissingFigureIsNamed(String figure) {
        Map<String, String> evidence = new HashMap<>(BASELINE.toEvidence());
        evidence.remove("st10-loader." + figure);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Baseline.fromEvidence(evidence))
                .withMessageContaining("st10-loader.");
    }

    @ParameterizedTest
    @CsvSource({
        "st10-loader.cycles, 12.5, st10-loader.cycles",
        "st10-loader.cycles, 3, st10-loader.*",
        "st10-loader.rejects, -1, st10-loader.*",
        "st10-loader.timed, 99999999999999999999, st10-loader.timed",
        "st10-loader.meanMs, fast, st10-loader.meanMs",
        "st10-loader.meanMs, NaN, st10-loader.*",
        "st10-loader.deviationMs, Infinity, st10-loader.*",
        "st10-loader.meanMs, 0, st10-loader.*",
        "st10-loader.alarm.3, gap before, st10-loader.alarm.3",
        "st10-loader.colour, red, st10-loader.colour",
        "colour, red, colour",
        "ST 10.cycles, 1, ST 10.cycles",
        ".cycles, 1, .cycles"
    })
    void whatCannotBeReadIsNamed(String key, String value, String named) {
        Map<String, String> evidence = new HashMap<>(BASELINE.toEvidence());
        evidence.put(key, value);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Baseline.fromEvidence(evidence))
                .withMessageStartingWith(named + ": ");
    }

    private static Sample sample(RandomGenerator random) {
        long cycles = random.nextLong(1L << random.nextInt(1, 62));
        List<String> alarms = IntStream.range(0, random.nextInt(4))
                .mapToObj(_ -> text(random))
                .toList();
        long timed = random.nextLong(cycles + 1);
        return new Sample(
                cycles,
                random.nextLong(cycles + 1),
                timed,
                timed == 0 ? 0 : Math.exp(random.nextDouble(-700, 700)),
                timed < 2 ? 0 : Math.exp(random.nextDouble(-700, 700)),
                alarms);
    }

    private static String text(RandomGenerator random) {
        return random.ints(random.nextInt(12), 0, Character.MAX_CODE_POINT + 1)
                .map(point -> random.nextBoolean() ? point : point % 128)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
