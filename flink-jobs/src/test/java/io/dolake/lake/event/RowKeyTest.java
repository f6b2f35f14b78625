package io.dolake.lake.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RowKeyTest {
  private static final int KEYS = 100_000;

  @Test
  void consecutiveKeysHaveDifferentHashes() {
    Set<Integer> hashes = new HashSet<>();
    for (int i = 0; i < KEYS; i++) {
      hashes.add(new RowKey(7, ByteBuffer.allocate(9).put((byte) 1).putLong(i).array()).hashCode());
    }
    assertThat(hashes).hasSizeGreaterThan(KEYS * 99 / 100);
  }

  @Test
  void keyAndTableAndLengthDecideTheHash() {
    RowKey key = new RowKey(1, new byte[] {0, 5});
    assertThat(key).isEqualTo(new RowKey(1, new byte[] {0, 5}));
    assertThat(key).hasSameHashCodeAs(new RowKey(1, new byte[] {0, 5}));
    assertThat(key.hashCode()).isNotEqualTo(new RowKey(2, new byte[] {0, 5}).hashCode());
    assertThat(key.hashCode()).isNotEqualTo(new RowKey(1, new byte[] {5}).hashCode());
  }

  @Test
  void prefixesThatDifferAreInTheOrderOfTheirKeys() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < KEYS; i++) {
      RowKey left = new RowKey(1, bytes(random));
      RowKey right = new RowKey(1, bytes(random));
      int byPrefix = Long.compareUnsigned(left.prefix(), right.prefix());
      if (byPrefix != 0) {
        assertThat(Integer.signum(byPrefix))
            .as("seed %d: %s and %s", seed, left, right)
            .isEqualTo(Integer.signum(Arrays.compareUnsigned(left.key(), right.key())));
      }
    }
  }

  /** Short, and of few different bytes, so that beginnings often agree. */
  private static byte[] bytes(Random random) {
    byte[] bytes = new byte[random.nextInt(12)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (random.nextInt(3) - 1);
    }
    return bytes;
  }
}
