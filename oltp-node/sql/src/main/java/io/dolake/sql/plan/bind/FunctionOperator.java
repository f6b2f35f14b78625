package io.dolake.sql.plan.bind;

import io.dolake.common.type.ColumnType;
import io.dolake.common.type.TypeKind;
import io.dolake.sql.expr.Expr;
import io.dolake.sql.function.FunctionDef;
import io.dolake.sql.function.Volatility;
import io.dolake.sql.plan.rel.RexOperator;
import java.util.List;
import org.apache.calcite.sql.SqlKind;

/** A call of a scalar function whose arguments have these static types. */
final class FunctionOperator extends RexOperator {
  private final boolean stable;
  private final FunctionDef.Body body;

  FunctionOperator(FunctionDef function, List<ColumnType> argumentTypes) {
    super(
        function.name()
            + (argumentTypes.stream().anyMatch(FunctionOperator::matters) ? argumentTypes : ""),
        SqlKind.OTHER_FUNCTION,
        function.volatility() == Volatility.IMMUTABLE);
    this.stable = function.volatility() != Volatility.VOLATILE;
    this.body = function.typedBody().bind(argumentTypes);
  }

  /** Whether a type makes the function another one: JSON is not the text that it looks like. */
  private static boolean matters(ColumnType type) {
    return type.kind() == TypeKind.JSON;
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
