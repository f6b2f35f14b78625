package io.dolake.lake.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.dolake.common.HlcTimestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SnapshotTiersTest {
  private static final long NOW = Duration.ofDays(20_000).toMillis();

  private static SnapshotTiers.Dated at(long id, Duration age) {
    return new SnapshotTiers.Dated(id, id, HlcTimestamp.of(NOW - age.toMillis(), 0).value());
  }

  @Test
  void allSnapshotsOfTheLastMinutesStay() {
    List<SnapshotTiers.Dated> snapshots = new ArrayList<>();
    for (int second = 100; second >= 0; second--) {
      snapshots.add(at(1000 - second, Duration.ofSeconds(second)));
    }
    assertThat(SnapshotTiers.DEFAULT.expired(snapshots, NOW)).isEmpty();
  }

  @Test
  void lastSnapshotOfEachMinuteStaysForAnHour() {
    Set<Long> expired =
        SnapshotTiers.DEFAULT.expired(
            List.of(
                at(1, Duration.ofMinutes(10).plusSeconds(0)),
                at(2, Duration.ofMinutes(10).minusSeconds(20)),
                at(3, Duration.ofMinutes(10).minusSeconds(59)),
                at(4, Duration.ofMinutes(9)),
                at(5, Duration.ZERO)),
            NOW);
    assertThat(expired).containsExactlyInAnyOrder(1L, 2L);
  }

  @Test
  void newestSnapshotStaysHoweverOldItIs() {
    assertThat(
            SnapshotTiers.DEFAULT.expired(
                List.of(at(1, Duration.ofDays(400)), at(2, Duration.ofDays(399))), NOW))
        .containsExactly(1L);
  }

  @Test
  void twoDaysOfCommitsEverySecondLeaveFewSnapshots() {
    List<SnapshotTiers.Dated> snapshots = new ArrayList<>();
    for (long second = 2 * 86_400; second >= 0; second--) {
      snapshots.add(at(1_000_000 - second, Duration.ofSeconds(second)));
    }
    int left = snapshots.size() - SnapshotTiers.DEFAULT.expired(snapshots, NOW).size();
    assertThat(left).isBetween(120 + 58 + 23, 120 + 62 + 26);
  }
}
