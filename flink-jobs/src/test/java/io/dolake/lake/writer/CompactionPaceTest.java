package io.dolake.lake.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CompactionPaceTest {
  private static final long SECOND = 1_000_000_000;
  private static final CompactionShare SHARE = new CompactionShare(0.1, 0.6, 0.2);

  private long now;
  private final CompactionPace pace = new CompactionPace(() -> now);

  @Test
  void shareGrowsWithTheDebtUpToTheTarget() {
    assertThat(SHARE.at(0)).isEqualTo(0.1);
    assertThat(SHARE.at(0.1)).isCloseTo(0.35, within(1e-9));
    assertThat(SHARE.at(0.2)).isEqualTo(0.6);
    assertThat(SHARE.at(7)).isEqualTo(0.6);
    assertThat(SHARE.isPressing(0.4)).isFalse();
    assertThat(SHARE.isPressing(0.41)).isTrue();
  }

  @Test
  void sharesThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> new CompactionShare(0, 0.5, 1))
        .hasMessage(
            "compaction share is not 0 < min <= max <= 1 with a target above 0: 0.0, 0.5, 1.0");
    assertThatThrownBy(() -> new CompactionShare(0.6, 0.5, 1)).hasMessageContaining("0.6, 0.5");
    assertThatThrownBy(() -> new CompactionShare(0.1, 0.5, 0)).hasMessageContaining("0.5, 0.0");
  }

  @Test
  void writerThatAlwaysHasRowsToMoveKeepsToItsShare() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    double share = 0.05 + 0.9 * random.nextDouble();
    long worked = 0;
    while (now < 100 * SECOND) {
      long allowed = pace.allowance(share);
      if (allowed > 0) {
        // A step ends some rows late.
        long used = allowed + random.nextInt(1_000_000);
        now += used;
        worked += used;
        pace.used(used);
      }
      now += pace.waitNanos(share) + random.nextInt(10_000);
    }
    assertThat((double) worked / now).as("seed %d", seed).isCloseTo(share, within(0.01));
  }

  @Test
  void timeInWhichNothingMayBeMovedIsMadeUpForUpToALimit() {
    now += 3600 * SECOND;
    long worked = 0;
    for (long allowed = pace.allowance(0.5); allowed > 0; allowed = pace.allowance(0.5)) {
      worked += allowed;
      pace.used(allowed);
    }
    assertThat(worked).isEqualTo(CompactionPace.MAX_BUDGET_NANOS);
    assertThat(pace.waitNanos(0.5)).isEqualTo(2 * CompactionPace.STEP_NANOS);
  }
}
