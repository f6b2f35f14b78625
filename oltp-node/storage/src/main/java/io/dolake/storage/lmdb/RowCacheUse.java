package io.dolake.storage.lmdb;

/**
 * Whether to look into the row cache: where most looks are in vain, because the rows that are read
 * are many more than it holds, LMDB alone is faster. Belongs to the thread inside its snapshot.
 */
final class RowCacheUse {
  private static final int LOOKS = 1024;

  /** A row that is found saves less than twice what a look in vain, and a row to be kept, cost. */
  private static final int WORTHWHILE = LOOKS * 3 / 8;

  /** However often looking was not worthwhile, one read in two to the power of this still does. */
  private static final int MAX_FUTILE_IN_A_ROW = 4;

  private int looks;
  private int found;
  private int futileInARow;
  private int readsToSkip;

  /** To be asked for each read; {@link #looked} follows if it says yes. */
  boolean isDue() {
    if (readsToSkip > 0) {
      readsToSkip--;
      return false;
    }
    return true;
  }

  /**
   * @param mayImprove whether the cache is not full yet
   */
  void looked(boolean rowWasFound, boolean mayImprove) {
    if (rowWasFound) {
      found++;
    }
    if (++looks == LOOKS) {
      futileInARow =
          mayImprove || found >= WORTHWHILE ? 0 : Math.min(futileInARow + 1, MAX_FUTILE_IN_A_ROW);
      readsToSkip = futileInARow == 0 ? 0 : LOOKS << futileInARow;
      looks = 0;
      found = 0;
    }
  }
}
