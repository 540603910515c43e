package org.millwright.equipment.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.millwright.equipment.Image;

class PaceTest {
    private static final long MESSAGE = 2 << 20;
    private static final Pace.Bounds WIDE = new Pace.Bounds(MESSAGE, MESSAGE - 1_024, 500);

    private static Pace.Wish wish(long prescribed, long bytesPerSecond, Duration idle, boolean provable) {
        return new Pace.Wish(
                prescribed == 0 ? OptionalLong.empty() : OptionalLong.of(prescribed),
                bytesPerSecond,
                idle.isZero() ? Optional.empty() : Optional.of(idle),
                Optional.empty(),
                provable);
    }

    @Test
    void aBlockFillsAMessageAndNoMore() {
        Pace pace = Pace.of(Pace.Wish.plain(true), WIDE);

        assertThat((long) pace.blockBytes()).isBetween(MESSAGE - 4_096, MESSAGE - 1_024);
        assertThat(pace.atOnce()).isEqualTo(1);
    }

    @Test
    void smallBlocksGoTogetherOnlyWhereAHashProvesThem() {
        Pace.Bounds small = new Pace.Bounds(MESSAGE, 64 * 1_024, 20);

        assertThat(Pace.of(Pace.Wish.plain(true), small)).isEqualTo(new Pace(64 * 1_024, 20, Optional.empty()));
        assertThat(Pace.of(Pace.Wish.plain(false), small).atOnce()).isEqualTo(1);
        Pace.Bounds tight = new Pace.Bounds(300_000, 64 * 1_024, 20);
        Pace fitting = Pace.of(Pace.Wish.plain(true), tight);
        assertThat((long) fitting.atOnce() * fitting.blockBytes()).isLessThan(300_000);
        assertThat(fitting.atOnce()).isEqualTo(4);
    }

    @Test
    void slowContentLeavesEvenly() {
        assertThat(Pace.of(wish(0, 1_000_000, Duration.ZERO, true), WIDE))
                .isEqualTo(new Pace(100_000, 1, Optional.empty()));
        assertThat(Pace.of(wish(0, 500, Duration.ZERO, true), WIDE).blockBytes())
                .isEqualTo(1_024);
        assertThat(Pace.of(wish(10_000, 1_000_000, Duration.ZERO, true), WIDE))
                .isEqualTo(new Pace(10_000, 10, Optional.empty()));
    }

    @Test
    void theServersPatienceIsNotUsedUp() {
        Pace pace = Pace.of(wish(0, 1_000_000, Duration.ofMillis(100), true), WIDE);

        assertThat(pace.blockBytes()).as("half of what comes in 100 ms").isEqualTo(50_000);
    }

    @Test
    void aPrescribedSizeIsKept() {
        assertThat(Pace.of(wish(1_000_000, Image.UNLIMITED, Duration.ZERO, false), WIDE)
                        .blockBytes())
                .isEqualTo(1_000_000);
    }

    @Test
    void aServerThatTellsNothingGetsSmallBlocks() {
        assertThat(Pace.of(Pace.Wish.plain(false), new Pace.Bounds(MESSAGE, 0, 500))
                        .blockBytes())
                .isLessThan(65_535);
    }
}
