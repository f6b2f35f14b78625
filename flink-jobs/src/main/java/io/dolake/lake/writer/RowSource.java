package io.dolake.lake.writer;

import java.io.Closeable;
import java.io.IOException;

/** Rows that may be moved, dead ones among them. To be closed. */
interface RowSource extends Closeable {
  /**
   * A row of a data file.
   *
   * @param file that it lies in
   * @param position in the file
   * @param values one per column
   * @param beginsRun whether it does not come after the row before it in the table's order
   */
  record Row(LiveFile file, int position, Object[] values, boolean beginsRun) {}

  /** The next row, or null if there is none. */
  Row next() throws IOException;
}
