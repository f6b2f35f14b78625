package io.dolake.storage;

/**
 * A row as it lies in the store, decoded on demand to the current schema of its table. It belongs
 * to the cursor or transaction that gave it and is valid until the cursor's next step or the
 * transaction's next operation; {@link #copyOfValues} outlives both. Not thread-safe.
 */
public interface Row {
  /** Value of the column at this position of the table's current columns; null is SQL NULL. */
  Object value(int ordinal);

  /** All values in column order. */
  Object[] copyOfValues();
}
