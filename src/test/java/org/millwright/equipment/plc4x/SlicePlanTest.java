package org.millwright.equipment.plc4x;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.millwright.plant.Protocol;

class SlicePlanTest {
    private static List<String> toRead(Protocol protocol, String... addresses) {
        return SlicePlan.toRead(Stream.of(addresses)
                        .map(protocol::address)
                        .map(Slice::of)
                        .toList())
                .stream()
                .map(Slice::text)
                .map(t -> t.replace("{byte-order: BIG_ENDIAN}", ""))
                .toList();
    }

    @Test
    void neighboursAndOverlapsAreReadTogetherAndGapsAreLeftOut() {
        assertThat(toRead(
                        Protocol.MODBUS_TCP,
                        "holding-register:3:UDINT",
                        "holding-register:1:UINT",
                        "holding-register:2:UINT",
                        "holding-register:2:CHAR[10]",
                        "holding-register:9:UINT",
                        "coil:1",
                        "coil:2"))
                .containsExactly("coil:1", "coil:2", "holding-register:1:UINT[6]", "holding-register:9:UINT[1]");
    }

    @Test
    void noValueIsReadInTwo() {
        String[] counters = IntStream.range(0, 63)
                .mapToObj(i -> "holding-register:%d:UDINT".formatted(1 + 2 * i))
                .toArray(String[]::new);

        assertThat(toRead(Protocol.MODBUS_TCP, counters))
                .containsExactly("holding-register:1:UINT[124]", "holding-register:125:UINT[2]");
    }

    @Test
    void whatIsLongerThanOneRequestIsCut() {
        assertThat(toRead(Protocol.MODBUS_TCP, "holding-register:1:BYTE[501]"))
                .containsExactly(
                        "holding-register:1:UINT[125]",
                        "holding-register:126:UINT[125]",
                        "holding-register:251:UINT[1]");
        assertThat(toRead(Protocol.S7_LIGHT, "%DB7.DBB10:BYTE[250]", "%DB7.DBX9.1:BOOL"))
                .containsExactlyInAnyOrder("%DB7:10:BYTE[200]", "%DB7:210:BYTE[50]", "%DB7.DBX9.1:BOOL");
        assertThat(SlicePlan.toWrite(Slice.of(Protocol.MODBUS_TCP.address("holding-register:1:BYTE[500]"))))
                .extracting(Slice::length)
                .containsExactly(123, 123, 4);
    }
}
