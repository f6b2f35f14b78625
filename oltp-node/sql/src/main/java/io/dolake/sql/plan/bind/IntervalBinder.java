package io.dolake.sql.plan.bind;

import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import io.dolake.common.type.TypeKind;
import io.dolake.sql.plan.rel.SimpleOperator;
import io.dolake.sql.types.Interval;
import io.dolake.sql.types.TextForm;
import java.util.Locale;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

/**
 * {@code time + INTERVAL '...'} and {@code time - INTERVAL '...'}. There is no type for intervals,
 * so they have no other place.
 */
final class IntervalBinder {
  private static final String TYPE = "INTERVAL";

  private IntervalBinder() {}

  /** Whether the node is a literal of, or a cast to, an interval. */
  static boolean isInterval(SqlNode node) {
    return node.getKind() == SqlKind.CAST
        && ((SqlCall) node).operand(1) instanceof SqlDataTypeSpec type
        && type.getTypeName().toString().toUpperCase(Locale.ROOT).equals(TYPE);
  }

  /** The sum or difference, or null if neither operand is an interval. */
  static Bound bind(String operator, SqlCall call, ExpressionBinder binder) {
    boolean subtracts = operator.equals("-");
    boolean last = isInterval(call.operand(1));
    if (!last && (subtracts || !isInterval(call.operand(0)))) {
      return null;
    }
    Bound time = binder.bind(call.operand(last ? 0 : 1));
    SqlCall interval = call.operand(last ? 1 : 0);
    Bound text = binder.bind(interval.operand(0));
    binder.infer(call.operand(last ? 0 : 1), ColumnType.TIMESTAMP);
    binder.infer(interval.operand(0), ColumnType.TEXT);
    SimpleOperator sum =
        new SimpleOperator(
            operator + " " + TYPE,
            true,
            operands ->
                (row, frame) -> {
                  Object from = operands[0].eval(row, frame);
                  Object length = operands[1].eval(row, frame);
                  if (from == null || length == null) {
                    return null;
                  }
                  Interval parsed = Interval.parse(TextForm.of(length));
                  return (subtracts ? parsed.negated() : parsed).after(from);
                });
    return Bound.of(Folding.call(sum, time.rex(), text.rex()), typeOf(time.type().kind()));
  }

  private static ColumnType typeOf(TypeKind moved) {
    return switch (moved) {
      case TIMESTAMPTZ -> ColumnType.TIMESTAMPTZ;
      case TIME -> ColumnType.TIME;
      case ANY -> ColumnType.ANY;
      default -> ColumnType.TIMESTAMP;
    };
  }

  static RuntimeException misplaced(SqlNode node, BindContext context) {
    return context.error(
        node,
        ErrorCode.FEATURE_NOT_SUPPORTED,
        "an INTERVAL can only be added to or subtracted from a date or time",
        "Write time + INTERVAL '1 day', or use datetime(time, '+1 day').");
  }
}
