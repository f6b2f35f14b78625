package io.dolake.sql.function;

import io.dolake.common.type.ColumnType;
import io.dolake.sql.types.Arithmetic;
import io.dolake.sql.types.NumericText;
import io.dolake.sql.types.ResultTypes;
import io.dolake.sql.types.TextForm;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** SQLite's math functions: NULL for arguments that are no numbers or outside the domain. */
final class MathFunctions {
  private static final ColumnType REAL = ColumnType.REAL;

  /** SQLite rounds the decimal form of a real, of which it makes so many digits first. */
  private static final int ROUND_DIGITS = 18;

  private MathFunctions() {}

  static void register(FunctionRegistry registry) {
    unary(registry, "acos", Math::acos);
    unary(registry, "acosh", x -> Math.log(x + Math.sqrt(x * x - 1)));
    unary(registry, "asin", Math::asin);
    unary(registry, "asinh", MathFunctions::asinh);
    unary(registry, "atan", Math::atan);
    unary(registry, "atanh", x -> 0.5 * Math.log1p(2 * x / (1 - x)));
    unary(registry, "cos", Math::cos);
    unary(registry, "cosh", Math::cosh);
    unary(registry, "degrees", Math::toDegrees);
    unary(registry, "exp", Math::exp);
    unary(registry, "ln", MathFunctions::log);
    unary(registry, "log10", x -> x <= 0 ? Double.NaN : Math.log10(x));
    unary(registry, "log2", x -> x <= 0 ? Double.NaN : log(x) / Math.log(2));
    unary(registry, "radians", Math::toRadians);
    unary(registry, "sin", Math::sin);
    unary(registry, "sinh", Math::sinh);
    unary(registry, "sqrt", Math::sqrt);
    unary(registry, "cbrt", Math::cbrt);
    unary(registry, "tan", Math::tan);
    unary(registry, "tanh", Math::tanh);
    binary(registry, "atan2", Math::atan2);
    binary(registry, "pow", Math::pow);
    binary(registry, "power", Math::pow);
    binary(registry, "mod", (x, y) -> y == 0 ? Double.NaN : x % y);
    registry.pure(
        "log", 1, 1, REAL, (args, f) -> real(args[0], x -> x <= 0 ? Double.NaN : Math.log10(x)));
    binary(registry, "log", (base, x) -> base <= 0 || base == 1 ? Double.NaN : log(x) / log(base));
    registry.pure("pi", 0, 0, REAL, (args, frame) -> Math.PI);
    registry.pure("sign", 1, 1, ColumnType.INTEGER, (args, frame) -> sign(args[0]));
    rounding(registry, "ceil", Math::ceil, RoundingMode.CEILING);
    rounding(registry, "ceiling", Math::ceil, RoundingMode.CEILING);
    rounding(registry, "floor", Math::floor, RoundingMode.FLOOR);
    rounding(registry, "trunc", x -> x < 0 ? Math.ceil(x) : Math.floor(x), RoundingMode.DOWN);
    registry.pure(
        "round",
        1,
        2,
        types -> types.get(0).isExact() ? ColumnType.NUMBER : REAL,
        (args, frame) -> round(args));
  }

  private static void unary(FunctionRegistry registry, String name, DoubleUnaryOperator body) {
    registry.pure(name, 1, 1, REAL, (args, frame) -> real(args[0], body));
  }

  private static void binary(FunctionRegistry registry, String name, DoubleBinaryOperator body) {
    registry.pure(
        name,
        2,
        2,
        REAL,
        (args, frame) -> {
          Double x = number(args[0]);
          Double y = number(args[1]);
          return x == null || y == null ? null : known(body.applyAsDouble(x, y));
        });
  }

  private static void rounding(
      FunctionRegistry registry, String name, DoubleUnaryOperator body, RoundingMode mode) {
    registry.pure(
        name,
        1,
        1,
        types -> roundedType(types.get(0)),
        (args, frame) -> {
          Object value = args[0] instanceof String text ? NumericText.parseWhole(text) : args[0];
          if (value instanceof Long) {
            return value;
          }
          if (value instanceof BigDecimal decimal) {
            return decimal.setScale(0, mode);
          }
          return real(value, body);
        });
  }

  private static ColumnType roundedType(ColumnType type) {
    return type.isExact() ? ColumnType.NUMBER : ResultTypes.ofNumber(type);
  }

  private static double asinh(double x) {
    double magnitude = Math.abs(x);
    double square = x * x;
    return Math.signum(x) * Math.log1p(magnitude + square / (1 + Math.sqrt(square + 1)));
  }

  private static double log(double x) {
    return x <= 0 ? Double.NaN : Math.log(x);
  }

  private static Object real(Object value, DoubleUnaryOperator body) {
    Double x = number(value);
    return x == null ? null : known(body.applyAsDouble(x));
  }

  private static Double known(double value) {
    return Double.isNaN(value) ? null : (Double) value;
  }

  private static Double number(Object value) {
    if (value instanceof String text) {
      Number number = NumericText.parseWhole(text);
      return number == null ? null : (Double) number.doubleValue();
    }
    return value == null || value instanceof byte[] ? null : (Double) Arithmetic.toDouble(value);
  }

  private static Object sign(Object value) {
    Double x = number(value);
    return x == null ? null : (Object) (long) Math.signum(x);
  }

  private static Object round(Object[] args) {
    if (args[0] == null || (args.length > 1 && args[1] == null)) {
      return null;
    }
    int digits =
        args.length > 1 ? (int) Math.max(-30, Math.min(30, Arithmetic.toLong(args[1]))) : 0;
    if (args[0] instanceof BigDecimal decimal) {
      return decimal.setScale(digits, RoundingMode.HALF_UP);
    }
    double value = Arithmetic.toDouble(args[0]);
    digits = Math.max(0, digits);
    if (Math.abs(value) >= 4503599627370496.0 || Double.isInfinite(value)) {
      return value;
    }
    if (digits == 0) {
      return (double) (long) (value + (value < 0 ? -0.5 : 0.5));
    }
    BigDecimal rounded =
        new BigDecimal(value)
            .round(new MathContext(ROUND_DIGITS, RoundingMode.HALF_UP))
            .setScale(digits, RoundingMode.HALF_UP);
    return Double.parseDouble(TextForm.of(rounded));
  }
}
