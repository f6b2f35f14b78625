package io.dolake.cdc.split;

import java.util.Arrays;

/**
 * A key range of a table whose rows were read at an LSN: changes to its keys up to that LSN are
 * part of the rows.
 *
 * @param fromKey first key, or null for the beginning of the table
 * @param toKey key after the last, or null for the end of the table
 */
public record LoadedRange(int tableId, byte[] fromKey, byte[] toKey, long lsn) {
  boolean beginsAtOrBefore(byte[] key) {
    return fromKey == null || Arrays.compareUnsigned(fromKey, key) <= 0;
  }

  boolean endsAfter(byte[] key) {
    return toKey == null || Arrays.compareUnsigned(key, toKey) < 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LoadedRange that
        && tableId == that.tableId
        && Arrays.equals(fromKey, that.fromKey)
        && Arrays.equals(toKey, that.toKey)
        && lsn == that.lsn;
  }

  @Override
  public int hashCode() {
    return tableId * 31 + Arrays.hashCode(fromKey);
  }
}
