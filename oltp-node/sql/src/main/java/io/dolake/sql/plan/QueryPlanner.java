package io.dolake.sql.plan;

import io.dolake.common.error.ErrorCode;
import io.dolake.sql.SqlException;
import org.apache.calcite.sql.SqlNode;

/**
 * Turns a parsed query (SELECT, set operation, VALUES, WITH, ORDER BY) into a plan. Thread-safe.
 *
 * <p>Calls of functions and operators are resolved by the upper-case name of their operator,
 * whatever operator object the parser made, so the parser needs no knowledge of functions.
 */
public final class QueryPlanner {
  /** Errors are {@link SqlException}: unknown or ambiguous names, misplaced aggregates, ... */
  public QueryPlan plan(SqlNode query, PlanContext context) {
    throw new SqlException(ErrorCode.FEATURE_NOT_SUPPORTED, "query: " + query, null, 0);
  }
}
