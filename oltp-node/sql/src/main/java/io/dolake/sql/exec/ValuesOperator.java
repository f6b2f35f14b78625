package io.dolake.sql.exec;

import io.dolake.sql.expr.Expr;
import java.util.List;

/** Rows computed from expressions. */
public final class ValuesOperator extends Operator {
  private final Expr[][] rows;

  public ValuesOperator(Expr[][] rows) {
    super(rows.length, rows.length);
    this.rows = rows;
  }

  @Override
  protected RowSource openSource(Frame frame) {
    return new RowSource() {
      private int at;

      @Override
      public Object[] next() {
        return at < rows.length ? Expr.evalAll(rows[at++], null, frame) : null;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public List<Operator> inputs() {
    return List.of();
  }

  @Override
  public String describe() {
    return rows.length == 1 ? "Row" : "Values " + rows.length;
  }
}
