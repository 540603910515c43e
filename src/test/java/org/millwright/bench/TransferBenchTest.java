package org.millwright.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The benchmark proves what it moves and tells all that it promises; how fast it was here means nothing. */
@Timeout(300)
class TransferBenchTest {
    private static final String CELL = " +\\d+ \\(\\d+-\\d+\\)";

    /** Wrong content, or a way that does not work, would have ended it. */
    @Test
    void movesEverythingEveryWayAndReportsOnAll() throws Exception {
        String report = TransferBench.report(new TransferOptions(1, 1, 2));

        assertThat(report).contains("Every content was proved by SHA-256");
        assertThat(report.lines().filter(line -> line.startsWith(OneController.RAW)))
                .singleElement()
                .asString()
                .matches(Pattern.quote(OneController.RAW) + CELL.repeat(4));
        assertThat(report)
                .containsPattern("(?m)^" + Pattern.quote(OneController.OURS) + CELL.repeat(4) + "$")
                .containsPattern("(?m)^" + Pattern.quote(Method.SMALL.name()) + CELL.repeat(4) + "$")
                .containsPattern("(?m)^" + Pattern.quote(Method.LARGEST.name()) + CELL.repeat(4) + "$")
                .containsPattern("(?m)^" + Pattern.quote(Method.BATCH_64.name()) + CELL.repeat(4) + "$")
                .containsPattern("(?m)^" + Pattern.quote(ManyControllers.OURS) + CELL.repeat(4) + "$")
                .containsPattern("(?m)^" + Pattern.quote(ManyControllers.BARE) + CELL.repeat(4) + "$");
        assertThat(report.lines().filter(line -> line.contains(" goal "))).hasSize(12);
        assertThat(report).containsPattern("heap flat: (yes|NO)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--rounds", "--rounds 0", "--rounds x", "--mib 65", "--mib 100", "--fast 1", "7"})
    void refusesOptionsThatItDoesNotKnow(String words) {
        assertThat(TransferOptions.parse(words.split(" "))).isEmpty();
    }

    @Test
    void takesSmallerRuns() {
        assertThat(TransferOptions.parse("--mib", "8", "--rounds", "3")).contains(new TransferOptions(3, 8, 16));
        assertThat(TransferOptions.parse()).contains(new TransferOptions(5, 64, 16));
    }
}
