package io.dolake.cdc.split;

import java.util.Arrays;

/**
 * How far a page of a snapshot split reached and when it was read. Pages follow each other without
 * gaps, so each begins where the one before it ends.
 *
 * @param toKey key after the page, or null for the end of the table
 * @param lsn the page holds the transactions up to this one; {@link #TABLE_GONE} when the table was
 *     dropped before the page could be read, so that no change to its keys matters any more
 * @param timestamp at or above that transaction's commit, below every later one's
 */
public record PageRead(byte[] toKey, long lsn, long timestamp) {
  public static final long TABLE_GONE = Long.MAX_VALUE;

  @Override
  public boolean equals(Object other) {
    return other instanceof PageRead that
        && Arrays.equals(toKey, that.toKey)
        && lsn == that.lsn
        && timestamp == that.timestamp;
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(toKey) * 31 + Long.hashCode(lsn);
  }
}
