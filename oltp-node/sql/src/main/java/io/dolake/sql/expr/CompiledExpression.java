package io.dolake.sql.expr;

import io.dolake.common.type.ColumnType;
import io.dolake.sql.exec.ExecutionContext;

/** An expression ready to run. Immutable and thread-safe. */
public interface CompiledExpression {
  /** Static type of the result; ANY where it depends on the values. */
  ColumnType type();

  /**
   * Value for one row.
   *
   * @param row values by the positions of the {@link RowScope} it was compiled against
   */
  Object eval(Object[] row, ExecutionContext context);

  /** Whether the result, as a condition, is true: neither NULL nor zero. */
  boolean test(Object[] row, ExecutionContext context);

  /** Whether it only depends on the row: no parameter, clock, randomness or subquery. */
  boolean deterministic();
}
