package io.dolake.sql.exec;

/**
 * Rows pulled one by one. A returned array is never changed afterwards by either side, so both may
 * keep it. Used by one thread; close is idempotent.
 */
public interface RowSource extends AutoCloseable {
  /** A source without rows. */
  RowSource EMPTY =
      new RowSource() {
        @Override
        public Object[] next() {
          return null;
        }

        @Override
        public void close() {}
      };

  /** The next row, or null at the end. */
  Object[] next();

  @Override
  void close();
}
