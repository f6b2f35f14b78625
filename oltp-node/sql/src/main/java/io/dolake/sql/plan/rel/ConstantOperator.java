package io.dolake.sql.plan.rel;

import io.dolake.sql.expr.Expr;
import io.dolake.sql.types.TextForm;
import io.dolake.sql.types.Values;
import java.util.HexFormat;
import org.apache.calcite.sql.SqlKind;

/** A constant value of any class. */
public final class ConstantOperator extends RexOperator {
  private final Object value;

  public ConstantOperator(Object value) {
    super(nameOf(value), SqlKind.OTHER_FUNCTION, true);
    this.value = value;
  }

  public Object value() {
    return value;
  }

  @Override
  public Expr compile(Expr[] operands) {
    return Expr.constant(value);
  }

  private static String nameOf(Object value) {
    if (value == null) {
      return "NULL";
    }
    if (value instanceof String text) {
      return "'" + text + "'";
    }
    if (value instanceof byte[] bytes) {
      return "X'" + HexFormat.of().formatHex(bytes) + "'";
    }
    if (value instanceof Long number) {
      return number.toString();
    }
    if (value instanceof Double real) {
      return Double.toString(real);
    }
    return Values.typeName(value) + " '" + TextForm.of(value) + "'";
  }
}
