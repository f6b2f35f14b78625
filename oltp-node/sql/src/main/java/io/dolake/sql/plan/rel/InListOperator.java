package io.dolake.sql.plan.rel;

import io.dolake.common.catalog.Collation;
import io.dolake.sql.expr.Conditions;
import io.dolake.sql.expr.Expr;
import java.util.Arrays;
import org.apache.calcite.sql.SqlKind;

/** {@code x IN (a, b, ...)} where some element is not constant. */
public final class InListOperator extends RexOperator {
  private final boolean negated;
  private final Collation collation;

  public InListOperator(boolean negated, Collation collation) {
    super((negated ? "NOT IN LIST " : "IN LIST ") + collation, SqlKind.OTHER_FUNCTION, true);
    this.negated = negated;
    this.collation = collation;
  }

  public boolean negated() {
    return negated;
  }

  public Collation collation() {
    return collation;
  }

  @Override
  public Expr compile(Expr[] operands) {
    Expr[] elements = Arrays.copyOfRange(operands, 1, operands.length);
    return Conditions.inExpressions(negated, collation, operands[0], elements);
  }
}
