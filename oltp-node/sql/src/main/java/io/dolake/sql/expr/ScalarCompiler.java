package io.dolake.sql.expr;

import io.dolake.common.error.ErrorCode;
import io.dolake.sql.SqlException;
import io.dolake.sql.plan.PlanContext;
import org.apache.calcite.sql.SqlNode;

/**
 * Compiles expressions outside queries: defaults, CHECK constraints, generated columns, index
 * expressions, SET and RETURNING items. Subqueries in them are planned against the context.
 * Thread-safe.
 */
public final class ScalarCompiler {
  /** Errors are {@link SqlException}: unknown names, aggregates where none may stand, ... */
  public CompiledExpression compile(SqlNode expression, RowScope scope, PlanContext context) {
    throw new SqlException(ErrorCode.FEATURE_NOT_SUPPORTED, "expression: " + expression, null, 0);
  }
}
