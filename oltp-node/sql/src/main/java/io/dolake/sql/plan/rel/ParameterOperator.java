package io.dolake.sql.plan.rel;

import io.dolake.sql.expr.Expr;
import org.apache.calcite.sql.SqlKind;

/** A statement parameter by zero-based position. */
public final class ParameterOperator extends RexOperator {
  private final int index;

  public ParameterOperator(int index) {
    super("?" + (index + 1), SqlKind.OTHER_FUNCTION, true);
    this.index = index;
  }

  @Override
  public Expr compile(Expr[] operands) {
    return (row, frame) -> frame.context().parameter(index);
  }
}
