package io.dolake.sql.dml;

import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.expr.CompiledExpression;
import io.dolake.sql.expr.RowScope;
import io.dolake.sql.statement.Planning;
import java.math.BigDecimal;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.NlsString;

/**
 * A value that depends on no row. Parameters and literals are taken directly, without the
 * expression machinery, because they are what short statements consist of.
 */
@FunctionalInterface
interface InputValue {
  Object get(ExecutionContext context);

  /** A parameter or literal, or null for any other expression. */
  static InputValue direct(SqlNode node) {
    if (node instanceof SqlDynamicParam parameter) {
      int index = parameter.getIndex();
      return context -> context.parameter(index);
    }
    if (node instanceof SqlNumericLiteral number) {
      Object value = number(number);
      return value == null ? null : context -> value;
    }
    if (node instanceof SqlLiteral literal) {
      if (literal.getTypeName() == SqlTypeName.NULL) {
        return context -> null;
      }
      if (literal.getTypeName() == SqlTypeName.CHAR) {
        String text = literal.getValueAs(NlsString.class).getValue();
        return context -> text;
      }
      if (literal.getTypeName() == SqlTypeName.BOOLEAN) {
        Boolean bool = literal.getValueAs(Boolean.class);
        return context -> bool;
      }
    }
    return null;
  }

  private static Object number(SqlNumericLiteral literal) {
    BigDecimal value = literal.bigDecimalValue();
    if (literal.isInteger()) {
      return value.unscaledValue().bitLength() < Long.SIZE
          ? (Object) value.longValueExact()
          : (Object) value.doubleValue();
    }
    return literal.getTypeName() == SqlTypeName.DECIMAL ? value : (Object) value.doubleValue();
  }

  /** Any expression without columns. */
  static InputValue of(Planning planning, SqlNode node) {
    InputValue direct = direct(node);
    if (direct != null) {
      return direct;
    }
    CompiledExpression expression = planning.compile(node, RowScope.EMPTY);
    Object[] noRow = {};
    return context -> expression.eval(noRow, context);
  }
}
