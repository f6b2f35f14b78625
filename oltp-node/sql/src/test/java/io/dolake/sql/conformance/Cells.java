package io.dolake.sql.conformance;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HexFormat;

/**
 * Values as conformance scripts write them: {@code 1}, {@code 1.5}, {@code 'text'}, {@code x'00'},
 * {@code true}, {@code NULL}; values of other types as Java prints them.
 */
final class Cells {
  /** Digits of a real that count: mathematical functions of C and Java differ in the last ones. */
  private static final MathContext REAL_DIGITS = new MathContext(14);

  private Cells() {}

  static String of(Object value) {
    if (value instanceof String text) {
      return "'" + text + "'";
    }
    if (value instanceof Double real) {
      return ofReal(real);
    }
    if (value instanceof byte[] bytes) {
      return "x'" + HexFormat.of().formatHex(bytes) + "'";
    }
    return value == null ? "NULL" : value.toString();
  }

  /** As SQLite has it, which knows no truth values: 1 or 0 instead. */
  static String ofSqlite(Object value) {
    return value instanceof Boolean flag ? (flag ? "1" : "0") : of(value);
  }

  private static String ofReal(double real) {
    if (Double.isNaN(real) || Double.isInfinite(real)) {
      return Double.toString(real);
    }
    return Double.toString(new BigDecimal(real).round(REAL_DIGITS).doubleValue() + 0.0);
  }
}
