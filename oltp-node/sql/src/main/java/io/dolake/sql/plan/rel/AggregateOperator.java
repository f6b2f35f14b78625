package io.dolake.sql.plan.rel;

import io.dolake.sql.plan.rel.AggregateCallOperator.AggregateSpec;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.util.Optionality;

/** An aggregate in Calcite's Aggregate; a null spec stands for a bare column of the group. */
public final class AggregateOperator extends SqlAggFunction {
  private static final AtomicLong NEXT_ID = new AtomicLong();

  private final AggregateSpec spec;

  public AggregateOperator(AggregateSpec spec) {
    super(
        (spec == null ? "bare" : spec.function().name()) + "#" + NEXT_ID.incrementAndGet(),
        null,
        SqlKind.OTHER_FUNCTION,
        ReturnTypes.explicit(Rex.ANY),
        null,
        OperandTypes.VARIADIC,
        SqlFunctionCategory.USER_DEFINED_FUNCTION,
        false,
        false,
        Optionality.FORBIDDEN);
    this.spec = spec;
  }

  /** Null for a bare column. */
  public AggregateSpec spec() {
    return spec;
  }
}
