package io.dolake.sql.plan.rel;

import io.dolake.common.catalog.Collation;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.expr.Expr;
import io.dolake.sql.function.AggregateDef;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.calcite.sql.SqlKind;

/**
 * An aggregate call while its query is bound: a placeholder that becomes a column of the
 * aggregation. Its operands are the arguments, then the ORDER BY keys, then the FILTER condition.
 */
public final class AggregateCallOperator extends RexOperator {
  private static final AtomicLong NEXT_ID = new AtomicLong();

  private final AggregateSpec spec;

  public AggregateCallOperator(AggregateSpec spec) {
    super(spec.function().name() + "#" + NEXT_ID.incrementAndGet(), SqlKind.OTHER_FUNCTION, true);
    this.spec = spec;
  }

  /**
   * How an aggregate is computed.
   *
   * @param argumentTypes static types of the arguments
   * @param orderDescending for each ORDER BY key inside the call, whether it is descending
   * @param filtered whether the last operand is a FILTER condition
   */
  public record AggregateSpec(
      AggregateDef function,
      boolean distinct,
      Collation collation,
      List<ColumnType> argumentTypes,
      List<Boolean> orderDescending,
      boolean filtered) {
    public AggregateSpec {
      argumentTypes = List.copyOf(argumentTypes);
      orderDescending = List.copyOf(orderDescending);
    }

    public int argumentCount() {
      return argumentTypes.size();
    }
  }

  public AggregateSpec spec() {
    return spec;
  }

  @Override
  public Expr compile(Expr[] operands) {
    throw new IllegalStateException("aggregate outside of an aggregation: " + getName());
  }
}
