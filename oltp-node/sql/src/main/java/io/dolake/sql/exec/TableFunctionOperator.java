package io.dolake.sql.exec;

import io.dolake.sql.expr.Expr;
import io.dolake.sql.plan.TableFunction;
import java.util.List;

/** Rows of a table function. */
public final class TableFunctionOperator extends Operator {
  private final TableFunction function;
  private final Expr[] arguments;

  public TableFunctionOperator(TableFunction function, Expr[] arguments) {
    super(function.estimatedRowCount(), function.estimatedRowCount());
    this.function = function;
    this.arguments = arguments;
  }

  @Override
  protected RowSource openSource(Frame frame) {
    return function.open(frame.context(), Expr.evalAll(arguments, null, frame));
  }

  @Override
  public List<Operator> inputs() {
    return List.of();
  }

  @Override
  public String describe() {
    return "Function " + function.name();
  }
}
