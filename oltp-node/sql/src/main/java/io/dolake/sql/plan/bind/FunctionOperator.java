package io.dolake.sql.plan.bind;

import io.dolake.common.type.ColumnType;
import io.dolake.sql.expr.Expr;
import io.dolake.sql.function.FunctionDef;
import io.dolake.sql.plan.rel.RexOperator;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlKind;

/** A call of a scalar function whose arguments have these static types. */
final class FunctionOperator extends RexOperator {
  /** Functions of the statement's clock, which stands still while it runs. */
  private static final Set<String> CLOCK_FUNCTIONS =
      Set.of(
          "date",
          "time",
          "datetime",
          "julianday",
          "unixepoch",
          "strftime",
          "timediff",
          "now",
          "current_date",
          "current_time",
          "current_timestamp");

  private final boolean stable;
  private final FunctionDef.Body body;

  FunctionOperator(FunctionDef function, List<ColumnType> argumentTypes) {
    super(
        function.name() + (argumentTypes.contains(ColumnType.JSON) ? argumentTypes : ""),
        SqlKind.OTHER_FUNCTION,
        function.deterministic());
    this.stable = function.deterministic() || CLOCK_FUNCTIONS.contains(function.name());
    this.body = function.typedBody().bind(argumentTypes);
  }

  @Override
  public boolean isStable() {
    return stable;
  }

  @Override
  public Expr compile(Expr[] operands) {
    return (row, frame) -> body.call(Expr.evalAll(operands, row, frame), frame);
  }
}
