package io.dolake.storage.txn;

import static org.assertj.core.api.Assertions.assertThat;

import io.dolake.common.catalog.Collation;
import io.dolake.common.key.KeyCodec;
import io.dolake.common.key.KeyPart;
import io.dolake.common.type.ColumnType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LockKeyTest {
  private static final int ROWS = 200_000;

  @Test
  void hashesOfNeighbouringRowsHardlyEverCollide() {
    KeyCodec codec =
        KeyCodec.of(List.of(new KeyPart(ColumnType.INTEGER, Collation.BINARY, false, 0)));
    Set<Integer> hashes = new HashSet<>();
    for (long id = 0; id < ROWS; id++) {
      hashes.add(LockKey.row(1, codec.encodeToBytes(id)).hashCode());
    }
    // By chance 200,000 of four billion values meet about five times.
    assertThat(hashes.size()).isGreaterThan(ROWS - 50);
  }

  @Test
  void kindObjectAndKeyTellLocksApart() {
    byte[] key = {1, 2, 3};
    assertThat(LockKey.row(1, key)).isEqualTo(LockKey.row(1, key.clone()));
    assertThat(LockKey.row(1, key)).hasSameHashCodeAs(LockKey.row(1, key.clone()));
    assertThat(LockKey.row(1, key)).isNotEqualTo(LockKey.row(2, key));
    assertThat(LockKey.row(1, key)).isNotEqualTo(LockKey.unique(1, key));
    assertThat(LockKey.row(1, key)).isNotEqualTo(LockKey.row(1, new byte[] {1, 2}));
  }
}
