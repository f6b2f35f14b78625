package io.dolake.sql.plan;

import io.dolake.sql.exec.Operator;
import io.dolake.sql.plan.bind.Binder;
import io.dolake.sql.plan.bind.NameUses;
import io.dolake.sql.plan.physical.PhysicalPlanner;
import org.apache.calcite.sql.SqlNode;

/**
 * Turns a parsed query (SELECT, set operation, VALUES, WITH, ORDER BY) into a plan. Thread-safe.
 *
 * <p>Calls of functions and operators are resolved by the upper-case name of their operator,
 * whatever operator object the parser made, so the parser needs no knowledge of functions.
 */
public final class QueryPlanner {
  /**
   * Errors are {@link io.dolake.sql.SqlException}: unknown or ambiguous names, misplaced
   * aggregates, ...
   */
  public QueryPlan plan(SqlNode query, PlanContext context) {
    Binder.Query bound = Binder.bindQuery(query, context);
    Operator root = new PhysicalPlanner(context.catalog()).planQuery(bound.rel());
    return new OperatorPlan(
        root,
        bound.columns(),
        bound.context().parameterTypes(),
        bound.context().tables(),
        bound.context().variableCount(),
        bound.context().isLockingRows());
  }

  /** Where a query names tables and columns. */
  public NameUses namesIn(SqlNode query, PlanContext context) {
    return Binder.namesIn(query, context);
  }
}
