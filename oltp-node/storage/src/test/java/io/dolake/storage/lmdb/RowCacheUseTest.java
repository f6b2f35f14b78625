package io.dolake.storage.lmdb;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RowCacheUseTest {
  private static final int READS = 1_000_000;

  private final RowCacheUse use = new RowCacheUse();

  /** How many of so many reads looked into the cache, if one in so many of them finds its row. */
  private int looksOf(int reads, int foundOneIn) {
    int looks = 0;
    for (int i = 0; i < reads; i++) {
      if (use.isDue()) {
        use.looked(foundOneIn > 0 && looks % foundOneIn == 0, false);
        looks++;
      }
    }
    return looks;
  }

  @Test
  void everyReadLooksWhereRowsAreFound() {
    assertThat(looksOf(READS, 2)).isEqualTo(READS);
  }

  @Test
  void fewReadsLookWhereRowsAreNot() {
    assertThat(looksOf(READS, 0)).isBetween(READS / 50, READS / 10);
    assertThat(looksOf(READS, 3)).isLessThan(READS / 10);
  }

  @Test
  void everyReadLooksWhileTheCacheFills() {
    int looks = 0;
    while (use.isDue() && looks < READS) {
      use.looked(false, true);
      looks++;
    }
    assertThat(looks).isEqualTo(READS);
  }

  @Test
  void looksAgainSoonWhenRowsAreFoundAgain() {
    looksOf(READS, 0);
    assertThat(looksOf(READS, 2)).isGreaterThan(READS * 9 / 10);
  }
}
