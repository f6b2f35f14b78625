package io.dolake.sql.plan.bind;

import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.BitString;
import org.apache.calcite.util.NlsString;

/** Constants as written. */
final class Literals {
  private static final BigInteger TWO_TO_63 = BigInteger.ONE.shiftLeft(63);

  private Literals() {}

  static Bound bind(SqlLiteral literal, BindContext context) {
    SqlTypeName type = literal.getTypeName();
    switch (type) {
      case NULL:
        return Bound.constant(null, ColumnType.ANY);
      case BOOLEAN:
        return Bound.constant(literal.booleanValue() ? 1L : 0L, ColumnType.TRUTH);
      case CHAR:
        return Bound.constant(literal.getValueAs(NlsString.class).getValue(), ColumnType.TEXT);
      case BINARY:
        return Bound.constant(
            literal.getValueAs(BitString.class).getAsByteArray(), ColumnType.BLOB);
      case DECIMAL:
      case DOUBLE:
      case REAL:
      case BIGINT:
      case INTEGER:
        return number((SqlNumericLiteral) literal);
      default:
        throw context.error(
            literal, ErrorCode.FEATURE_NOT_SUPPORTED, "literal not supported: " + literal, null);
    }
  }

  private static Bound number(SqlNumericLiteral literal) {
    BigDecimal value = (BigDecimal) literal.getValue();
    if (literal.isInteger() && value.toBigInteger().bitLength() < 64) {
      return Bound.constant(value.longValueExact(), ColumnType.INTEGER);
    }
    return Bound.constant(value.doubleValue(), ColumnType.REAL);
  }

  /** -9223372036854775808, whose digits alone do not fit an integer; null for other literals. */
  static Bound smallestInteger(SqlLiteral literal) {
    boolean isIt =
        literal instanceof SqlNumericLiteral number
            && number.isInteger()
            && ((BigDecimal) number.getValue()).toBigInteger().equals(TWO_TO_63);
    return isIt ? Bound.constant(Long.MIN_VALUE, ColumnType.INTEGER) : null;
  }
}
