package io.dolake.sql.plan.rel;

import io.dolake.sql.expr.Expr;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlSpecialOperator;

/** An operator that knows how it runs. Its name tells all of its meaning: digests rely on it. */
public abstract class RexOperator extends SqlSpecialOperator {
  private final boolean pure;

  protected RexOperator(String name, SqlKind kind, boolean pure) {
    super(name, kind);
    this.pure = pure;
  }

  /** The call with these operands. */
  public abstract Expr compile(Expr[] operands);

  /** Whether equal operands always give equal results. */
  public final boolean isPure() {
    return pure;
  }

  /** Whether equal operands give equal results all through one execution of a statement. */
  public boolean isStable() {
    return pure;
  }

  /** Calcite asks before it moves a condition, which a stable one does not mind. */
  @Override
  public final boolean isDeterministic() {
    return isStable();
  }
}
