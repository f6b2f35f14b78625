package io.dolake.sql.plan.rel;

import io.dolake.common.catalog.Collation;
import io.dolake.sql.expr.Conditions;
import io.dolake.sql.expr.Expr;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;

/**
 * =, &lt;&gt;, &lt;, &lt;=, &gt;, &gt;=, IS and IS NOT under a collation; affinities are applied.
 */
public final class ComparisonOperator extends RexOperator {
  private final Collation collation;

  public ComparisonOperator(SqlKind kind, Collation collation) {
    super(nameOf(kind, collation), kind, true);
    this.collation = collation;
  }

  public Collation collation() {
    return collation;
  }

  @Override
  public Expr compile(Expr[] operands) {
    return switch (getKind()) {
      case IS_NOT_DISTINCT_FROM -> Conditions.is(false, collation, operands[0], operands[1]);
      case IS_DISTINCT_FROM -> Conditions.is(true, collation, operands[0], operands[1]);
      default -> Conditions.compare(getKind(), collation, operands[0], operands[1]);
    };
  }

  /** The planner compares calls up to the order of their operands. */
  @Override
  public SqlOperator reverse() {
    return new ComparisonOperator(getKind().reverse(), collation);
  }

  private static String nameOf(SqlKind kind, Collation collation) {
    String name =
        switch (kind) {
          case IS_NOT_DISTINCT_FROM -> "IS";
          case IS_DISTINCT_FROM -> "IS NOT";
          default -> kind.sql;
        };
    return collation == Collation.BINARY ? name : name + " " + collation;
  }
}
