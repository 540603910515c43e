package org.millwright.simulators.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FaultTest {
    private static final List<String> IDS = List.of("st10", "st20");

    @ParameterizedTest
    @EnumSource(FaultKind.class)
    void everyKindIsReadByItsWireName(FaultKind kind) throws Fault.BadFault {
        String text = "st20:" + kind.wireName() + (kind.takesPercent() ? "=35" : "");
        assertThat(Fault.parse(text, IDS)).isEqualTo(new Fault("st20", kind, kind.takesPercent() ? 35 : 0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            st10               | <controller>:<name>
            st10:              | <controller>:<name>
            :boot-loop         | <controller>:<name>
            st30:boot-loop     | there are: st10, st20
            st10:explode       | boot-loop, never-returns, old-revision
            st10:boot-loop=3   | boot-loop takes no value
            st10:power-loss    | needs a percentage
            st10:power-loss=   | <controller>:<name>
            st10:power-loss=101| from 0 to 100
            st10:power-loss=-1 | <controller>:<name>
            """)
    void whatCannotBeUsedIsRefusedWithWhatCould(String text, String reason) {
        assertThatExceptionOfType(Fault.BadFault.class)
                .isThrownBy(() -> Fault.parse(text, IDS))
                .withMessageContaining(reason);
    }

    @Test
    void anArmedFaultFiresOnceWhenItsPercentageIsReached() {
        FaultPlan plan = new FaultPlan(List.of(new Fault("st10", FaultKind.POWER_LOSS, 40)));
        assertThat(plan.firesAt(FaultKind.POWER_LOSS, 39.9)).isEmpty();
        assertThat(plan.firesAt(FaultKind.CUT_TRANSFER, 100)).isEmpty();
        assertThat(plan.firesAt(FaultKind.POWER_LOSS, 40)).isPresent();
        assertThat(plan.firesAt(FaultKind.POWER_LOSS, 100)).isEmpty();
    }
}
