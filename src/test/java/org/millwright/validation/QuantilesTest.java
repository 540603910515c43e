package org.millwright.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the tables that every textbook prints. */
class QuantilesTest {
    @ParameterizedTest
    @CsvSource({
        "0.05, 1, 6.314",
        "0.05, 2, 2.920",
        "0.01, 3, 4.541",
        "0.025, 4, 2.776",
        "0.05, 10, 1.812",
        "0.01, 10, 2.764",
        "0.0005, 18, 3.922",
        "0.0005, 5, 6.869",
        "0.025, 30, 2.042",
        "0.05, 120, 1.658"
    })
    void studentsQuantilesAreThoseOfTheTable(double tail, int freedom, double expected) {
        assertThat(StudentT.quantile(tail, freedom)).isCloseTo(expected, within(0.0006));
    }

    @Test
    void manyDegreesOfFreedomComeCloseToTheNormalDistribution() {
        assertThat(StudentT.quantile(0.0003, Integer.MAX_VALUE))
                .isCloseTo(Levels.normalQuantile(0.0003), within(0.015));
    }

    @ParameterizedTest
    @CsvSource({"0.5, 0", "0.1, 1.28155", "0.05, 1.64485", "0.01, 2.32635", "0.001, 3.09023", "0.0001, 3.71902"})
    void normalQuantilesAreThoseOfTheTable(double tail, double expected) {
        assertThat(Levels.normalQuantile(tail)).isCloseTo(expected, within(0.00045));
    }

    @ParameterizedTest
    @CsvSource({"0.01, 1", "0.01, 6", "0.05, 30", "0.01, 1000"})
    void independentTestsTogetherErrAsOftenAsAsked(double together, int tests) {
        assertThat(1 - Math.pow(1 - Levels.perTest(together, tests), tests)).isCloseTo(together, within(1e-12));
    }
}
