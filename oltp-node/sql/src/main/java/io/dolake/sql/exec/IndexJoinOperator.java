package io.dolake.sql.exec;

import io.dolake.sql.expr.Expr;
import io.dolake.storage.RowCursor;
import java.util.ArrayList;
import java.util.List;

/** For each left row, the rows of a table found by keys made of it; left rows first. */
public final class IndexJoinOperator extends Operator {
  private final Operator left;
  private final AccessPath path;
  private final int[] columns;
  private final Expr condition;
  private final String conditionText;
  private final boolean outer;
  private final List<Operator> subplans;

  /**
   * @param columns the table's columns that follow the left row's
   * @param condition over the joined row, or null
   * @param outer whether left rows without match are kept
   */
  public IndexJoinOperator(
      Operator left,
      AccessPath path,
      int[] columns,
      Expr condition,
      String conditionText,
      boolean outer,
      List<Operator> subplans,
      double rows,
      double cost) {
    super(rows, cost);
    this.left = left;
    this.path = path;
    this.columns = columns;
    this.condition = condition;
    this.conditionText = conditionText;
    this.outer = outer;
    this.subplans = List.copyOf(subplans);
  }

  @Override
  protected RowSource openSource(Frame frame) {
    RowSource leftSource = left.open(frame);
    return new RowSource() {
      private Object[] leftRow;
      private RowCursor cursor;
      private boolean matched;

      @Override
      public Object[] next() {
        while (true) {
          if (cursor == null) {
            leftRow = leftSource.next();
            if (leftRow == null) {
              return null;
            }
            matched = false;
            cursor = path.open(leftRow, frame);
          }
          while (cursor.next()) {
            frame.context().step();
            Object[] joined = joined(cursor);
            if (condition == null || condition.test(joined, frame)) {
              matched = true;
              return joined;
            }
          }
          cursor.close();
          cursor = null;
          frame.context().step();
          if (outer && !matched) {
            return java.util.Arrays.copyOf(leftRow, leftRow.length + columns.length);
          }
        }
      }

      private Object[] joined(RowCursor at) {
        Object[] row = java.util.Arrays.copyOf(leftRow, leftRow.length + columns.length);
        for (int i = 0; i < columns.length; i++) {
          row[leftRow.length + i] = at.row().value(columns[i]);
        }
        return row;
      }

      @Override
      public void close() {
        if (cursor != null) {
          cursor.close();
        }
        leftSource.close();
      }
    };
  }

  @Override
  public List<Operator> inputs() {
    List<Operator> inputs = new ArrayList<>(List.of(left));
    inputs.addAll(subplans);
    return inputs;
  }

  @Override
  public String describe() {
    return (outer ? "Left index join: " : "Index join: ")
        + path.describe()
        + (condition == null ? "" : " where " + conditionText);
  }
}
