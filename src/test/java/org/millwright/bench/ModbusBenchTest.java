package org.millwright.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The benchmark tells all that it promises; how fast it was here means nothing. */
@Timeout(300)
class ModbusBenchTest {
    private static final String CELL = " +\\d+ \\(\\d+-\\d+\\)";

    /** Wrong content, a refused request or a missing tag would have ended it. */
    @Test
    void movesAndReadsEveryWayAndReportsOnAll() throws Exception {
        String report = ModbusBench.report(new ModbusOptions(1, 1));

        assertThat(report)
                .containsPattern("(?m)^" + Pattern.quote(ModbusTransfers.OURS) + CELL + "$")
                .containsPattern("(?m)^" + Pattern.quote(ModbusTransfers.PLC4X) + CELL + "$")
                .containsPattern("(?m)^" + Pattern.quote(ModbusTransfers.DIGITALPETRI) + CELL + "$")
                .containsPattern("(?m)^ours / bare PLC4X .* goal 0\\.8 ");
        for (ModbusTags.Layout layout : ModbusTags.Layout.values()) {
            assertThat(report)
                    .containsPattern("(?m)^" + Pattern.quote(layout.row(ModbusTags.OURS)) + CELL + "$")
                    .containsPattern("(?m)^" + Pattern.quote(layout.row(ModbusTags.ONE_BY_ONE)) + CELL + "$")
                    .containsPattern("(?m)^" + Pattern.quote(layout.row(ModbusTags.TOGETHER)) + CELL + "$");
        }
    }

    @Test
    void takesSmallerRunsAndNoOtherOptions() {
        assertThat(ModbusOptions.parse("--mib", "2", "--rounds", "3")).contains(new ModbusOptions(3, 2));
        assertThat(ModbusOptions.parse()).contains(new ModbusOptions(5, 4));
        assertThat(ModbusOptions.parse("--fast", "1")).isEmpty();
    }
}
