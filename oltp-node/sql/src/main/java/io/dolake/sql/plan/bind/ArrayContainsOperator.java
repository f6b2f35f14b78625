package io.dolake.sql.plan.bind;

import io.dolake.common.catalog.Collation;
import io.dolake.sql.expr.Conditions;
import io.dolake.sql.expr.Expr;
import io.dolake.sql.function.Arrays;
import io.dolake.sql.plan.rel.RexOperator;
import io.dolake.sql.types.Affinity;
import io.dolake.sql.types.TextForm;
import io.dolake.sql.types.Values;
import org.apache.calcite.sql.SqlKind;

/** Whether a value is an element of an array, which is JSON or PostgreSQL's {@code {a,b}}. */
final class ArrayContainsOperator extends RexOperator {
  private final boolean negated;

  ArrayContainsOperator(boolean negated) {
    super(negated ? "NOT IN ARRAY" : "IN ARRAY", SqlKind.OTHER_FUNCTION, true);
    this.negated = negated;
  }

  @Override
  public Expr compile(Expr[] operands) {
    return (row, frame) -> {
      Object value = operands[0].eval(row, frame);
      Object array = operands[1].eval(row, frame);
      if (value == null || array == null) {
        return null;
      }
      boolean unknown = false;
      for (Object element : Arrays.elements(TextForm.of(array))) {
        if (element == null) {
          unknown = true;
        } else if (equal(value, element)) {
          return Conditions.of(!negated);
        }
      }
      return unknown ? null : Conditions.of(negated);
    };
  }

  private static boolean equal(Object value, Object element) {
    Object bent = value instanceof Number ? Affinity.NUMERIC.apply(element) : element;
    Object own = value instanceof Number || element instanceof String ? value : element;
    return own.equals(bent) || Values.compare(value, bent, Collation.BINARY) == 0;
  }
}
