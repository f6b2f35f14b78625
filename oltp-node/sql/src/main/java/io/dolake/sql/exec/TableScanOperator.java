package io.dolake.sql.exec;

import io.dolake.sql.expr.Expr;
import io.dolake.storage.Row;
import io.dolake.storage.RowCursor;
import java.util.List;

/** Rows of a table by one access path, cut to the columns needed and filtered. */
public final class TableScanOperator extends Operator {
  private final AccessPath path;
  private final int[] columns;
  private final Expr filter;
  private final String filterText;
  private final List<Operator> subplans;

  /**
   * @param columns the table's columns that rows consist of
   * @param filter over those columns, or null
   */
  public TableScanOperator(
      AccessPath path,
      int[] columns,
      Expr filter,
      String filterText,
      List<Operator> subplans,
      double rows,
      double cost) {
    super(rows, cost);
    this.path = path;
    this.columns = columns;
    this.filter = filter;
    this.filterText = filterText;
    this.subplans = List.copyOf(subplans);
  }

  @Override
  protected RowSource openSource(Frame frame) {
    RowCursor cursor = path.open(null, frame);
    return new RowSource() {
      @Override
      public Object[] next() {
        while (cursor.next()) {
          frame.context().step();
          Object[] values = read(cursor.row(), columns);
          if (filter == null || filter.test(values, frame)) {
            return values;
          }
        }
        return null;
      }

      @Override
      public void close() {
        cursor.close();
      }
    };
  }

  static Object[] read(Row row, int[] columns) {
    Object[] values = new Object[columns.length];
    for (int i = 0; i < columns.length; i++) {
      values[i] = row.value(columns[i]);
    }
    return values;
  }

  @Override
  public List<Operator> inputs() {
    return subplans;
  }

  @Override
  public String describe() {
    return path.describe() + (filter == null ? "" : " where " + filterText);
  }
}
