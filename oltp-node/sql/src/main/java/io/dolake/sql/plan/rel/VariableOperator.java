package io.dolake.sql.plan.rel;

import io.dolake.sql.expr.Expr;
import org.apache.calcite.sql.SqlKind;

/** A value of the outer row, inside a correlated subquery or lateral join. */
public final class VariableOperator extends RexOperator {
  private final int id;

  public VariableOperator(int id) {
    super("$outer" + id, SqlKind.OTHER_FUNCTION, true);
    this.id = id;
  }

  public int id() {
    return id;
  }

  @Override
  public Expr compile(Expr[] operands) {
    return (row, frame) -> frame.variable(id);
  }
}
