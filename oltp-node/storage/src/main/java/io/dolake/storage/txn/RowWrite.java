package io.dolake.storage.txn;

import io.dolake.common.change.RowChange.Op;

/**
 * Net change of a row in a transaction. Immutable.
 *
 * @param before committed image, null if the row did not exist
 * @param after image after the transaction, null if the row is gone
 */
record RowWrite(byte[] before, byte[] after) {
  /** The operation that others see, or null when the row was made and removed again. */
  Op op() {
    if (before == null) {
      return after == null ? null : Op.INSERT;
    }
    return after == null ? Op.DELETE : Op.UPDATE;
  }
}
