package io.dolake.sql.dml;

import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.exec.LockedRead;
import io.dolake.sql.exec.RowSource;
import io.dolake.sql.exec.StaleRowException;
import io.dolake.sql.plan.QueryPlan;
import io.dolake.sql.statement.ListRowSource;
import io.dolake.storage.IsolationLevel;
import io.dolake.storage.Row;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a query to its end before the first row is written, so that a statement never sees its own
 * changes (the Halloween problem). Bounded by the statement's memory.
 */
final class BufferedRows {
  private BufferedRows() {}

  static RowSource of(QueryPlan query, ExecutionContext context) {
    return new ListRowSource(read(query, context));
  }

  static List<Object[]> read(QueryPlan query, ExecutionContext context) {
    return LockedRead.rows(context, () -> query.open(context));
  }

  /**
   * Reads rows that begin with those of a table, and locks these. At READ COMMITTED they are as
   * they are now, not only when the statement began; else a row that is newer than the snapshot
   * fails when it is written.
   */
  static List<Object[]> readToChange(
      QueryPlan query, TableWriter writer, ExecutionContext context) {
    if (context.transaction().options().isolation() != IsolationLevel.READ_COMMITTED) {
      return read(query, context);
    }
    return LockedRead.run(
        context,
        () -> {
          List<Object[]> rows = LockedRead.readAll(context, query.open(context));
          rows.forEach(row -> lock(row, writer, context));
          return rows;
        });
  }

  private static void lock(Object[] found, TableWriter writer, ExecutionContext context) {
    context.step();
    Row locked = context.transaction().getForUpdate(writer.table().id(), writer.keyOf(found));
    if (locked == null || !isSame(locked.copyOfValues(), found)) {
      throw StaleRowException.INSTANCE;
    }
  }

  private static boolean isSame(Object[] row, Object[] found) {
    return Arrays.deepEquals(
        row, found.length == row.length ? found : Arrays.copyOf(found, row.length));
  }
}
