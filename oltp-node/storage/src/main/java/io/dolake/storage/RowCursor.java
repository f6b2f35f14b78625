package io.dolake.storage;

/** Rows of a scan in key order, the transaction's own writes included. Belongs to one thread. */
public interface RowCursor extends AutoCloseable {
  /** Moves to the next row; false at the end. */
  boolean next();

  /** The row the cursor stands on. */
  Row row();

  @Override
  void close();
}
