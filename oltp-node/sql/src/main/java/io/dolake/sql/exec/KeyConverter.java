package io.dolake.sql.exec;

import io.dolake.common.type.ColumnType;
import io.dolake.sql.types.Values;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * Turns a value of any class into the key of a typed column that equals it, so that stored keys can
 * be looked up.
 */
final class KeyConverter {
  /** No key of the column equals the value. */
  static final Object NO_MATCH = new Object();

  private KeyConverter() {}

  /** The equal key, or {@link #NO_MATCH}. The value is not null. */
  static Object exact(ColumnType type, Object value) {
    Object converted =
        switch (type.kind()) {
          case INTEGER -> toInteger(value);
          case REAL -> toReal(value);
          case DECIMAL -> toDecimal(type, value);
          case BOOLEAN -> toBoolean(value);
          case TEXT, JSON -> value instanceof String ? value : null;
          case BLOB -> value instanceof byte[] ? value : null;
          case DATE -> toDate(value);
          case TIME -> value instanceof LocalTime ? value : null;
          case TIMESTAMP -> toTimestamp(value);
          case TIMESTAMPTZ -> toInstant(value);
          case UUID -> value instanceof UUID ? value : null;
          case ANY -> value;
        };
    return converted == null ? NO_MATCH : converted;
  }

  /**
   * A key at or next to the value, for the bound of a range that is checked again; null when the
   * column's keys are all on one side.
   */
  static Object near(ColumnType type, Object value, boolean below) {
    Object exact = exact(type, value);
    if (exact != NO_MATCH) {
      return exact;
    }
    boolean number =
        value instanceof Long || value instanceof Double || value instanceof BigDecimal;
    if (!number) {
      return null;
    }
    return switch (type.kind()) {
      case INTEGER -> nearInteger(value, below);
      case REAL -> below ? Math.nextDown(toDouble(value)) : Math.nextUp(toDouble(value));
      default -> null;
    };
  }

  private static Object nearInteger(Object value, boolean below) {
    double real = toDouble(value);
    if (Math.abs(real) >= 0x1p62) {
      return null;
    }
    return (long) (below ? Math.floor(real) : Math.ceil(real));
  }

  private static double toDouble(Object value) {
    return ((Number) value).doubleValue();
  }

  private static Object toInteger(Object value) {
    Object key =
        value instanceof Long
            ? value
            : Values.hashKey(value, io.dolake.common.catalog.Collation.BINARY);
    return key instanceof Long ? key : null;
  }

  private static Object toReal(Object value) {
    if (value instanceof Double) {
      return value;
    }
    if (value instanceof Long number) {
      double real = number;
      return (long) real == number && real < 0x1p63 ? (Object) real : null;
    }
    if (value instanceof BigDecimal decimal) {
      double real = decimal.doubleValue();
      return BigDecimal.valueOf(real).compareTo(decimal) == 0 ? (Object) real : null;
    }
    return value instanceof Boolean flag ? (Object) (flag ? 1.0 : 0.0) : null;
  }

  private static Object toDecimal(ColumnType type, Object value) {
    BigDecimal decimal;
    if (value instanceof BigDecimal exact) {
      decimal = exact;
    } else if (value instanceof Long number) {
      decimal = BigDecimal.valueOf(number);
    } else if (value instanceof Double real && !real.isInfinite()) {
      decimal = BigDecimal.valueOf(real);
    } else {
      return null;
    }
    BigDecimal scaled = decimal.setScale(type.scale(), RoundingMode.DOWN);
    boolean fits = scaled.compareTo(decimal) == 0 && scaled.precision() <= type.precision();
    return fits ? scaled : null;
  }

  private static Object toBoolean(Object value) {
    if (value instanceof Boolean) {
      return value;
    }
    Object number = toInteger(value);
    return number instanceof Long n && (n == 0 || n == 1) ? (Object) (n == 1) : null;
  }

  private static LocalDateTime local(Object value) {
    if (value instanceof LocalDateTime timestamp) {
      return timestamp;
    }
    if (value instanceof LocalDate date) {
      return date.atStartOfDay();
    }
    return value instanceof Instant instant
        ? LocalDateTime.ofInstant(instant, ZoneOffset.UTC)
        : null;
  }

  private static Object toDate(Object value) {
    LocalDateTime timestamp = local(value);
    boolean whole = timestamp != null && timestamp.toLocalTime().equals(LocalTime.MIDNIGHT);
    return whole ? timestamp.toLocalDate() : null;
  }

  private static Object toTimestamp(Object value) {
    return local(value);
  }

  private static Object toInstant(Object value) {
    LocalDateTime timestamp = local(value);
    return timestamp == null ? null : timestamp.toInstant(ZoneOffset.UTC);
  }
}
