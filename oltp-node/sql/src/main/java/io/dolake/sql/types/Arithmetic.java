package io.dolake.sql.types;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * Arithmetic as SQLite has it: NULL in, NULL out; text counts as the number it begins with; integer
 * results that do not fit become reals; division by zero is NULL. DECIMAL stays exact with integers
 * and decimals. A date plus or minus days is a date, and the difference of dates is days.
 */
public final class Arithmetic {
  private static final MathContext DECIMAL_DIVISION = new MathContext(38, RoundingMode.HALF_UP);

  private Arithmetic() {}

  public static Object add(Object a, Object b) {
    if (a instanceof Long x && b instanceof Long y) {
      long sum = x + y;
      return ((x ^ sum) & (y ^ sum)) < 0 ? (Object) ((double) x + (double) y) : (Object) sum;
    }
    if (a == null || b == null) {
      return null;
    }
    if (a instanceof LocalDate date && b instanceof Long days) {
      return date.plusDays(days);
    }
    if (b instanceof LocalDate date && a instanceof Long days) {
      return date.plusDays(days);
    }
    Object x = operand(a);
    Object y = operand(b);
    if (x instanceof Long && y instanceof Long) {
      return add(x, y);
    }
    if (isExact(x, y)) {
      return decimal(x).add(decimal(y));
    }
    return real(toDouble(x) + toDouble(y));
  }

  public static Object subtract(Object a, Object b) {
    if (a instanceof Long x && b instanceof Long y) {
      long difference = x - y;
      return ((x ^ y) & (x ^ difference)) < 0
          ? (Object) ((double) x - (double) y)
          : (Object) difference;
    }
    if (a == null || b == null) {
      return null;
    }
    if (a instanceof LocalDate date) {
      if (b instanceof Long days) {
        return date.minusDays(days);
      }
      if (b instanceof LocalDate other) {
        return ChronoUnit.DAYS.between(other, date);
      }
    }
    Object x = operand(a);
    Object y = operand(b);
    if (x instanceof Long && y instanceof Long) {
      return subtract(x, y);
    }
    if (isExact(x, y)) {
      return decimal(x).subtract(decimal(y));
    }
    return real(toDouble(x) - toDouble(y));
  }

  public static Object multiply(Object a, Object b) {
    if (a == null || b == null) {
      return null;
    }
    Object x = operand(a);
    Object y = operand(b);
    if (x instanceof Long m && y instanceof Long n) {
      long high = Math.multiplyHigh(m, n);
      long low = m * n;
      boolean fits = (high == 0 && low >= 0) || (high == -1 && low < 0);
      return fits ? (Object) low : (Object) ((double) m * (double) n);
    }
    if (isExact(x, y)) {
      return decimal(x).multiply(decimal(y));
    }
    return real(toDouble(x) * toDouble(y));
  }

  public static Object divide(Object a, Object b) {
    if (a == null || b == null) {
      return null;
    }
    Object x = operand(a);
    Object y = operand(b);
    if (x instanceof Long m && y instanceof Long n) {
      if (n == 0) {
        return null;
      }
      return n == -1 && m == Long.MIN_VALUE ? (Object) 0x1p63 : (Object) (m / n);
    }
    if (isExact(x, y)) {
      BigDecimal divisor = decimal(y);
      return divisor.signum() == 0 ? null : decimal(x).divide(divisor, DECIMAL_DIVISION);
    }
    double divisor = toDouble(y);
    return divisor == 0 ? null : real(toDouble(x) / divisor);
  }

  /** Remainder of the operands as integers; real if either is real. */
  public static Object remainder(Object a, Object b) {
    if (a == null || b == null) {
      return null;
    }
    Object x = operand(a);
    Object y = operand(b);
    if (isExact(x, y) && !(x instanceof Long && y instanceof Long)) {
      BigDecimal divisor = decimal(y);
      return divisor.signum() == 0 ? null : decimal(x).remainder(divisor);
    }
    // The digits a text begins with: '3E2' counts as 3 here, though it is a real otherwise.
    long n = toLong(b);
    if (n == 0) {
      return null;
    }
    long rest = n == -1 ? 0 : toLong(a) % n;
    return x instanceof Long && y instanceof Long ? (Object) rest : (Object) (double) rest;
  }

  public static Object negate(Object a) {
    if (a == null) {
      return null;
    }
    Object x = operand(a);
    if (x instanceof Long value) {
      return value == Long.MIN_VALUE ? (Object) 0x1p63 : (Object) (-value);
    }
    return x instanceof BigDecimal value ? (Object) value.negate() : (Object) (0.0 - toDouble(x));
  }

  public static Object bitNot(Object a) {
    return a == null ? null : (Object) ~toLong(a);
  }

  public static Object bitAnd(Object a, Object b) {
    return a == null || b == null ? null : (Object) (toLong(a) & toLong(b));
  }

  public static Object bitOr(Object a, Object b) {
    return a == null || b == null ? null : (Object) (toLong(a) | toLong(b));
  }

  public static Object shiftLeft(Object a, Object b) {
    return a == null || b == null ? null : (Object) shift(toLong(a), toLong(b));
  }

  public static Object shiftRight(Object a, Object b) {
    if (a == null || b == null) {
      return null;
    }
    long count = toLong(b);
    return shift(toLong(a), count == Long.MIN_VALUE ? Long.MAX_VALUE : -count);
  }

  public static Object concat(Object a, Object b) {
    return a == null || b == null ? null : TextForm.of(a) + TextForm.of(b);
  }

  /** The value as a number: itself, or what its text begins with. */
  public static Object operand(Object value) {
    if (value instanceof Long || value instanceof Double || value instanceof BigDecimal) {
      return value;
    }
    if (value instanceof Boolean flag) {
      return flag ? 1L : 0L;
    }
    return NumericText.parsePrefix(TextForm.of(value));
  }

  /** The value as an integer, clamped; text counts as the integer it begins with. */
  public static long toLong(Object value) {
    if (value instanceof Long number) {
      return number;
    }
    if (value instanceof Double real) {
      return (long) (double) real;
    }
    if (value instanceof BigDecimal decimal) {
      return clampedLong(decimal);
    }
    if (value instanceof Boolean flag) {
      return flag ? 1 : 0;
    }
    return NumericText.parseIntegerPrefix(TextForm.of(value));
  }

  public static double toDouble(Object value) {
    return ((Number) operand(value)).doubleValue();
  }

  private static long clampedLong(BigDecimal decimal) {
    if (decimal.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) >= 0) {
      return Long.MAX_VALUE;
    }
    return decimal.compareTo(BigDecimal.valueOf(Long.MIN_VALUE)) <= 0
        ? Long.MIN_VALUE
        : decimal.longValue();
  }

  private static long shift(long value, long count) {
    if (count >= 0) {
      return count >= 64 ? 0 : value << count;
    }
    return count <= -64 ? (value < 0 ? -1 : 0) : value >> -count;
  }

  private static boolean isExact(Object x, Object y) {
    return !(x instanceof Double) && !(y instanceof Double);
  }

  private static BigDecimal decimal(Object number) {
    return number instanceof Long value ? BigDecimal.valueOf(value) : (BigDecimal) number;
  }

  private static Object real(double value) {
    return Double.isNaN(value) ? null : (Object) value;
  }
}
