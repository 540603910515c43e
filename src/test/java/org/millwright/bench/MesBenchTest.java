package org.millwright.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The benchmark proves that everybody is told everything; how long it took here means nothing. */
@Timeout(300)
class MesBenchTest {
    @Test
    void everyClientIsToldEveryChangeInTheJournalsOrder() throws Exception {
        MesReport report = MesBench.report(new MesOptions(5, 6, 20));

        assertThat(report.complete()).as(report.text()).isTrue();
        assertThat(report.text())
                .containsPattern("events: [1-9]\\d+ to each of 6 clients; lost 0, too many 0, .* order 0, gaps 0")
                .contains("answers other than they had to be: 0\n")
                .containsPattern("(?m)^ours +100 ")
                .containsPattern("(?m)^bare method, one synced row +100 ");
    }

    @Test
    void findsWhatWasLostSentTwiceOrInAnotherOrder() {
        List<String> sent = List.of("a 1", "a 2", "b 1");
        Deliveries good = new Deliveries(sent, List.of(sent, sent));
        Deliveries lost = new Deliveries(sent, List.of(sent, List.of("a 1", "b 1")));
        Deliveries twice = new Deliveries(sent, List.of(List.of("a 1", "a 2", "a 2", "b 1"), sent));
        Deliveries other = new Deliveries(sent, List.of(List.of("a 1", "b 1", "a 2"), sent));

        assertThat(good.complete()).isTrue();
        assertThat(List.of(lost.complete(), twice.complete(), other.complete())).containsOnly(false);
        assertThat(lost.lost()).isEqualTo(1);
        assertThat(twice.tooMany()).isEqualTo(1);
        assertThat(other.disordered()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--seconds", "--seconds 0", "--clients 81", "--rate 81", "--rate x", "--fast 1", "7"})
    void refusesOptionsThatItDoesNotKnow(String words) {
        assertThat(MesOptions.parse(words.split(" "))).isEmpty();
    }

    @Test
    void takesSmallerRuns() {
        assertThat(MesOptions.parse("--seconds", "9", "--clients", "3")).contains(new MesOptions(9, 3, 20));
        assertThat(MesOptions.parse()).contains(new MesOptions(60, 50, 20));
    }
}
