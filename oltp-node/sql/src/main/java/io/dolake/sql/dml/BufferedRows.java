package io.dolake.sql.dml;

import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.exec.RowSource;
import io.dolake.sql.statement.ListRowSource;
import io.dolake.sql.types.Values;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a query to its end before the first row is written, so that a statement never sees its own
 * changes (the Halloween problem). Bounded by the statement's memory.
 */
final class BufferedRows {
  private BufferedRows() {}

  static RowSource of(RowSource source, ExecutionContext context) {
    return new ListRowSource(read(source, context));
  }

  static List<Object[]> read(RowSource source, ExecutionContext context) {
    List<Object[]> rows = new ArrayList<>();
    try (source) {
      for (Object[] row = source.next(); row != null; row = source.next()) {
        context.step();
        context.memory().reserve(Values.heapBytes(row));
        rows.add(row);
      }
    }
    return rows;
  }
}
