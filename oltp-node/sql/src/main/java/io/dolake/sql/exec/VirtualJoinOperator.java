package io.dolake.sql.exec;

import io.dolake.sql.expr.Expr;
import java.util.Arrays;
import java.util.List;

/** For each left row, rows of a virtual relation looked up by values of it; left rows first. */
public final class VirtualJoinOperator extends Operator {
  private final Operator left;
  private final VirtualScanOperator lookup;
  private final int[] columns;
  private final Expr condition;
  private final boolean outer;

  /**
   * @param columns the relation's columns that follow the left row's
   * @param condition over the joined row, or null
   */
  public VirtualJoinOperator(
      Operator left,
      VirtualScanOperator lookup,
      int[] columns,
      Expr condition,
      boolean outer,
      double rows) {
    super(rows, left.estimatedCost() + left.estimatedRows() * 2);
    this.left = left;
    this.lookup = lookup;
    this.columns = columns;
    this.condition = condition;
    this.outer = outer;
  }

  @Override
  protected RowSource openSource(Frame frame) {
    RowSource leftSource = left.open(frame);
    return new RowSource() {
      private Object[] leftRow;
      private RowSource source;
      private boolean matched;

      @Override
      public Object[] next() {
        while (true) {
          if (source == null) {
            leftRow = leftSource.next();
            if (leftRow == null) {
              return null;
            }
            matched = false;
            source = lookup.open(leftRow, frame);
          }
          for (Object[] row = source.next(); row != null; row = source.next()) {
            frame.context().step();
            Object[] joined = Arrays.copyOf(leftRow, leftRow.length + columns.length);
            for (int i = 0; i < columns.length; i++) {
              joined[leftRow.length + i] = row[columns[i]];
            }
            if (condition == null || condition.test(joined, frame)) {
              matched = true;
              return joined;
            }
          }
          source.close();
          source = null;
          if (outer && !matched) {
            return Arrays.copyOf(leftRow, leftRow.length + columns.length);
          }
        }
      }

      @Override
      public void close() {
        if (source != null) {
          source.close();
        }
        leftSource.close();
      }
    };
  }

  @Override
  public List<Operator> inputs() {
    return List.of(left);
  }

  @Override
  public String describe() {
    return (outer ? "Left lookup join: " : "Lookup join: ") + lookup.describe();
  }
}
