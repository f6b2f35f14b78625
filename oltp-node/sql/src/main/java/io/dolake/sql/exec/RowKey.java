package io.dolake.sql.exec;

import io.dolake.common.catalog.Collation;
import io.dolake.sql.types.Values;
import java.util.Arrays;

/** Several values as one key of a hash table; equal when all compare as equal, NULLs included. */
public final class RowKey {
  private final Object[] keys;
  private final int hash;

  private RowKey(Object[] keys) {
    this.keys = keys;
    this.hash = Arrays.hashCode(keys);
  }

  /** A key of the row's values; a single value is its own key. */
  public static Object of(Object[] values, int count) {
    if (count == 1) {
      return single(values[0]);
    }
    Object[] keys = new Object[count];
    for (int i = 0; i < count; i++) {
      keys[i] = Values.hashKey(values[i], Collation.BINARY);
    }
    return new RowKey(keys);
  }

  private static Object single(Object value) {
    return value == null ? NullKey.NULL : Values.hashKey(value, Collation.BINARY);
  }

  private enum NullKey {
    NULL
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RowKey key && hash == key.hash && Arrays.equals(keys, key.keys);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
