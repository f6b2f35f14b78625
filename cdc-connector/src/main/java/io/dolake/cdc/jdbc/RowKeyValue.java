package io.dolake.cdc.jdbc;

import java.util.Arrays;

/** Values of a row's key as a map key. */
record RowKeyValue(Object[] values) {
  @Override
  public boolean equals(Object other) {
    return other instanceof RowKeyValue that && Arrays.deepEquals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(values);
  }
}
