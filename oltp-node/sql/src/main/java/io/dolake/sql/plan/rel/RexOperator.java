package io.dolake.sql.plan.rel;

import io.dolake.sql.expr.Expr;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlSpecialOperator;

/** An operator that knows how it runs. Its name tells all of its meaning: digests rely on it. */
public abstract class RexOperator extends SqlSpecialOperator {
  private final boolean deterministic;

  protected RexOperator(String name, SqlKind kind, boolean deterministic) {
    super(name, kind);
    this.deterministic = deterministic;
  }

  /** The call with these operands. */
  public abstract Expr compile(Expr[] operands);

  /** Whether equal operands give equal results all through one execution of a statement. */
  public boolean isStable() {
    return deterministic;
  }

  @Override
  public boolean isDeterministic() {
    return deterministic;
  }
}
