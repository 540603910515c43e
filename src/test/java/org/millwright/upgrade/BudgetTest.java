package org.millwright.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.millwright.equipment.Image;
import org.millwright.equipment.fake.VirtualClock;
import org.millwright.plant.Revision;
import org.millwright.plant.Software;
import org.millwright.plant.StagingLimits;
import org.millwright.release.Sha256;

/** Time is a counter that moves only when the budget waits. */
class BudgetTest {
    private final VirtualClock clock = new VirtualClock();
    private final Instant start = clock.instant();

    private Budget budget(OptionalLong line, OptionalLong controller) {
        return new Budget(new StagingLimits(line, controller), clock, nanos -> clock.advance(Duration.ofNanos(nanos)));
    }

    private Duration waited() {
        return Duration.between(start, clock.instant());
    }

    private static Image image(int bytes) {
        byte[] content = new byte[bytes];
        Software software = new Software("urn:m", "P-1", new Revision("2"));
        return new Image(software, Sha256.of(content), bytes, () -> new ByteArrayInputStream(content));
    }

    private static void send(InputStream in, int block) throws IOException {
        byte[] sent = in.readNBytes(block);
        while (sent.length > 0) {
            sent = in.readNBytes(block);
        }
    }

    @Test
    void aControllerGetsNoMoreThanItsRate() throws IOException {
        Image paced = budget(OptionalLong.empty(), OptionalLong.of(1_000)).paced(image(5_000));
        try (InputStream in = paced.content().open()) {
            send(in, 100);
        }

        assertThat(paced.bytesPerSecond()).isEqualTo(1_000);
        assertThat(waited()).as("all but the last block has to wait").isEqualTo(Duration.ofMillis(4_900));
    }

    @Test
    void allControllersOfALineShareItsRate() throws IOException {
        Budget budget = budget(OptionalLong.of(1_000), OptionalLong.of(800));
        try (InputStream first = budget.paced(image(2_000)).content().open();
                InputStream second = budget.paced(image(2_000)).content().open()) {
            for (int block = 0; block < 20; block++) {
                assertThat(first.readNBytes(100)).hasSize(100);
                assertThat(second.readNBytes(100)).hasSize(100);
            }
        }

        assertThat(waited())
                .as("4,000 bytes at 1,000 a second")
                .isBetween(Duration.ofSeconds(3), Duration.ofSeconds(4));
    }

    @Test
    void withoutALimitNothingWaits() throws IOException {
        Image paced = budget(OptionalLong.empty(), OptionalLong.empty()).paced(image(5_000));
        try (InputStream in = paced.content().open()) {
            send(in, 100);
        }

        assertThat(waited()).isZero();
        assertThat(paced.bytesPerSecond()).isEqualTo(Image.UNLIMITED);
    }

    @Test
    void aRunThatEndsEndsItsTransfersAtTheNextBlock() throws IOException {
        Budget budget = budget(OptionalLong.empty(), OptionalLong.of(1));
        try (InputStream in = budget.paced(image(5_000)).content().open()) {
            assertThat(in.readNBytes(1)).hasSize(1);
            budget.stop();

            assertThatIOException().isThrownBy(() -> in.readNBytes(1)).withMessageContaining("given up");
        }
        assertThat(waited()).as("nothing was waited for").isZero();
    }
}
