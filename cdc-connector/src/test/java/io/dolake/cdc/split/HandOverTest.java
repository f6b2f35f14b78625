package io.dolake.cdc.split;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class HandOverTest {
  private static final int TABLE = 7;

  private static SnapshotSplit split(byte[] from, byte[] to, PageRead... pages) {
    return new SnapshotSplit(0, TABLE, from, to, List.of(pages), true, List.of());
  }

  private static byte[] key(int... bytes) {
    byte[] key = new byte[bytes.length];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) bytes[i];
    }
    return key;
  }

  @Test
  void changesUpToThePagesLsnAreHeldByIt() {
    HandOver handOver =
        HandOver.of(
            0,
            List.of(
                split(
                    null,
                    key(0x80),
                    new PageRead(key(0x40), 10, 1),
                    new PageRead(key(0x80), 12, 2)),
                split(key(0x80), null, new PageRead(null, 11, 3))));

    assertThat(handOver.holds(TABLE, key(0x3f, 0xff), 10)).isTrue();
    assertThat(handOver.holds(TABLE, key(0x3f, 0xff), 11)).isFalse();
    assertThat(handOver.holds(TABLE, key(0x40), 12)).isTrue();
    assertThat(handOver.holds(TABLE, key(0x80), 12)).isFalse();
    assertThat(handOver.holds(TABLE, key(0xff), 11)).isTrue();
    assertThat(handOver.holds(TABLE + 1, key(0x40), 1)).isFalse();
    assertThat(handOver.endLsn()).isEqualTo(12);
    assertThat(handOver.endTimestamp()).isEqualTo(3);
  }

  @Test
  void truncateBetweenTwoPagesConcernsOnlyTheEarlierRead() {
    HandOver handOver =
        HandOver.of(
            0,
            List.of(split(null, null, new PageRead(key(0x40), 10, 1), new PageRead(null, 12, 2))));

    assertThat(handOver.rangesReadBefore(TABLE, 11))
        .containsExactly(new LoadedRange(TABLE, null, key(0x40), 10));
    assertThat(handOver.rangesReadBefore(TABLE, 13)).hasSize(handOver.rangeCount(TABLE));
  }

  @Test
  void nothingOfATableThatWentAwayIsEmittedFromTheLog() {
    HandOver handOver =
        HandOver.of(0, List.of(split(null, null, new PageRead(null, PageRead.TABLE_GONE, 0))));

    assertThat(handOver.holds(TABLE, key(1), 1_000_000)).isTrue();
    assertThat(handOver.endLsn()).isZero();
    assertThat(handOver.concerns(1_000_000)).isTrue();
  }

  @Test
  void endOfTheLoadIsThatOfAllShards() {
    SnapshotSplit other =
        new SnapshotSplit(
            1, TABLE, null, null, List.of(new PageRead(null, 5, 99)), true, List.of());

    HandOver handOver =
        HandOver.of(0, List.of(split(null, null, new PageRead(null, 10, 1)), other));

    assertThat(handOver.endLsn()).isEqualTo(10);
    assertThat(handOver.endTimestamp()).isEqualTo(99);
  }

  @Test
  void lookupAgreesWithASearchThroughAllRanges() {
    for (long seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      TreeSet<byte[]> bounds = new TreeSet<>(Arrays::compareUnsigned);
      for (int i = 0; i < 20; i++) {
        bounds.add(key(random.nextInt(256), random.nextInt(256)));
      }
      List<SnapshotSplit> splits = new ArrayList<>();
      byte[] from = null;
      for (byte[] to : bounds) {
        splits.add(split(from, to, new PageRead(to, 1 + random.nextInt(100), 0)));
        from = to;
      }
      splits.add(split(from, null, new PageRead(null, 1 + random.nextInt(100), 0)));
      HandOver handOver = HandOver.of(0, splits);
      for (int i = 0; i < 200; i++) {
        byte[] key = key(random.nextInt(256), random.nextInt(256), random.nextInt(256));
        long lsn = random.nextInt(100);
        boolean expected =
            handOver.ranges().stream()
                .anyMatch(
                    range ->
                        range.beginsAtOrBefore(key) && range.endsAfter(key) && lsn <= range.lsn());
        assertThat(handOver.holds(TABLE, key, lsn))
            .as("seed %s key %s", seed, i)
            .isEqualTo(expected);
      }
    }
  }
}
