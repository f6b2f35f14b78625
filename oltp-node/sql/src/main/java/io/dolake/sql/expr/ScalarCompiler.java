package io.dolake.sql.expr;

import io.dolake.common.type.ColumnType;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.exec.Frame;
import io.dolake.sql.plan.PlanContext;
import io.dolake.sql.plan.bind.Binder;
import io.dolake.sql.plan.physical.PhysicalPlanner;
import org.apache.calcite.sql.SqlNode;

/**
 * Compiles expressions outside queries: defaults, CHECK constraints, generated columns, index
 * expressions, SET and RETURNING items. Subqueries in them are planned against the context.
 * Thread-safe.
 */
public final class ScalarCompiler {
  /**
   * Errors are {@link io.dolake.sql.SqlException}: unknown names, aggregates where none may stand,
   * ...
   */
  public CompiledExpression compile(SqlNode expression, RowScope scope, PlanContext context) {
    Binder.Expression bound = Binder.bindExpression(expression, scope, context);
    PhysicalPlanner planner = new PhysicalPlanner(context.catalog());
    Expr compiled = planner.compile(bound.rex(), scope.columns().size());
    boolean deterministic = PhysicalPlanner.dependsOnRowOnly(bound.rex());
    return new Compiled(compiled, bound.type(), deterministic, bound.context().variableCount());
  }

  private record Compiled(
      Expr expression, ColumnType type, boolean deterministic, int variableCount)
      implements CompiledExpression {
    @Override
    public Object eval(Object[] row, ExecutionContext context) {
      return expression.eval(row, new Frame(context, variableCount));
    }

    @Override
    public boolean test(Object[] row, ExecutionContext context) {
      return expression.test(row, new Frame(context, variableCount));
    }
  }
}
