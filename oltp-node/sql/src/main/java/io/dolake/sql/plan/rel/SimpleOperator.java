package io.dolake.sql.plan.rel;

import io.dolake.sql.expr.Expr;
import java.util.function.Function;
import org.apache.calcite.sql.SqlKind;

/** An operator given by how its calls are built from their operands. */
public final class SimpleOperator extends RexOperator {
  private final Function<Expr[], Expr> template;

  /**
   * @param name tells all of the operator's meaning
   */
  public SimpleOperator(String name, boolean pure, Function<Expr[], Expr> template) {
    super(name, SqlKind.OTHER_FUNCTION, pure);
    this.template = template;
  }

  @Override
  public Expr compile(Expr[] operands) {
    return template.apply(operands);
  }
}
