package io.dolake.sql.exec;

import io.dolake.sql.expr.Expr;
import java.util.Arrays;
import java.util.List;

/** Opens the right side anew for every left row, whose values it reads through variables. */
public final class LateralJoinOperator extends Operator {
  private final Operator left;
  private final Operator right;
  private final int[] variables;
  private final Expr[] values;
  private final Expr condition;
  private final boolean outer;
  private final int rightWidth;

  /**
   * @param condition over the joined row, or null
   */
  public LateralJoinOperator(
      Operator left,
      Operator right,
      int[] variables,
      Expr[] values,
      Expr condition,
      boolean outer,
      int rightWidth) {
    super(
        left.estimatedRows() * Math.max(1, right.estimatedRows()),
        left.estimatedCost() + left.estimatedRows() * right.estimatedCost());
    this.left = left;
    this.right = right;
    this.variables = variables;
    this.values = values;
    this.condition = condition;
    this.outer = outer;
    this.rightWidth = rightWidth;
  }

  @Override
  protected RowSource openSource(Frame frame) {
    RowSource leftSource = left.open(frame);
    return new RowSource() {
      private Object[] leftRow;
      private RowSource rightSource;
      private boolean matched;

      @Override
      public Object[] next() {
        while (true) {
          if (rightSource == null) {
            leftRow = leftSource.next();
            if (leftRow == null) {
              return null;
            }
            matched = false;
            for (int i = 0; i < variables.length; i++) {
              frame.setVariable(variables[i], values[i].eval(leftRow, frame));
            }
            rightSource = right.open(frame);
          }
          for (Object[] row = rightSource.next(); row != null; row = rightSource.next()) {
            frame.context().step();
            Object[] joined = Arrays.copyOf(leftRow, leftRow.length + rightWidth);
            System.arraycopy(row, 0, joined, leftRow.length, rightWidth);
            if (condition == null || condition.test(joined, frame)) {
              matched = true;
              return joined;
            }
          }
          rightSource.close();
          rightSource = null;
          if (outer && !matched) {
            return Arrays.copyOf(leftRow, leftRow.length + rightWidth);
          }
        }
      }

      @Override
      public void close() {
        if (rightSource != null) {
          rightSource.close();
        }
        leftSource.close();
      }
    };
  }

  @Override
  public List<Operator> inputs() {
    return List.of(left, right);
  }

  @Override
  public String describe() {
    return outer ? "Left lateral join" : "Lateral join";
  }
}
