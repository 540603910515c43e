package org.millwright.mes.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written is what is read, whatever of it is there. A failure names its seed. */
class EverySubsetTest {
    private static final int SEEDS_A_SUBSET = 3;
    private static final int SEEDS = 1_500;

    private final Wire wire = new Wire();

    static Stream<String> structures() {
        return Structures.all().stream().map(Structure::name);
    }

    @ParameterizedTest
    @MethodSource("structures")
    void everySubsetOfTheOptionalFieldsComesBackWithItsBits(String name) {
        Structure structure = Structures.named(name);
        for (long mask = 0; mask < 1L << structure.optionalFields(); mask++) {
            for (int seed = 0; seed < SEEDS_A_SUBSET; seed++) {
                JobDataType record = new Samples(mask * SEEDS_A_SUBSET + seed).with(structure, mask);
                byte[] bytes = wire.bytes(record);
                assertThat(wire.record(structure.carrier(), bytes))
                        .as("mask %d, seed %d", mask, seed)
                        .isEqualTo(record);
                if (structure.optionalFields() > 0) {
                    assertThat(ByteBuffer.wrap(bytes)
                                    .order(ByteOrder.LITTLE_ENDIAN)
                                    .getInt())
                            .as("mask on the wire")
                            .isEqualTo((int) mask);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("structures")
    void whateverIsInsideComesBackByteForByte(String name) {
        Structure structure = Structures.named(name);
        for (int seed = 0; seed < SEEDS; seed++) {
            JobDataType record = new Samples(seed).any(structure);
            byte[] bytes = wire.bytes(record);
            Object back = wire.record(structure.carrier(), bytes);
            assertThat(back).as("seed %d", seed).isEqualTo(record);
            assertThat(wire.bytes((JobDataType) back)).as("seed %d", seed).isEqualTo(bytes);
        }
    }
}
