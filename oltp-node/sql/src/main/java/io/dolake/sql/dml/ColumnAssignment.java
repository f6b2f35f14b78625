package io.dolake.sql.dml;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import io.dolake.common.type.TypeKind;
import io.dolake.sql.function.Arrays;
import io.dolake.sql.types.DateTimeText;
import io.dolake.sql.types.NumericText;
import io.dolake.sql.types.TextForm;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;

/**
 * Turns a value into one that a column of some type holds. Conversions that lose nothing are made,
 * as SQLite's affinities do; everything else is DATATYPE_MISMATCH, as in its STRICT tables.
 */
public final class ColumnAssignment {
  private static final int UUID_BYTES = 16;

  private ColumnAssignment() {}

  /** The value as the type's Java class; null stays null. */
  public static Object convert(ColumnType type, Object value, String column) {
    if (value == null) {
      return null;
    }
    Object converted =
        switch (type.kind()) {
          case INTEGER -> value instanceof Long ? value : toLong(value);
          case TEXT -> toText(value);
          case REAL -> value instanceof Double ? value : toDouble(value);
          case BOOLEAN -> value instanceof Boolean ? value : toBoolean(value);
          case DECIMAL -> toDecimal(type, value);
          case BLOB -> toBlob(value);
          case DATE -> toDate(value);
          case TIME -> toTime(value);
          case TIMESTAMP -> toTimestamp(value);
          case TIMESTAMPTZ -> toInstant(value);
          case UUID -> toUuid(value);
          case JSON -> type.isArray() ? Arrays.cast(type, value) : toJson(value);
          case ANY -> toAny(value);
        };
    if (converted == null) {
      throw mismatch(type, value, column);
    }
    return converted;
  }

  private static DoLakeException mismatch(ColumnType type, Object value, String column) {
    String text =
        value instanceof byte[] bytes ? "a blob of " + bytes.length + " bytes" : quote(value);
    boolean time =
        value instanceof String
            && (type.kind() == TypeKind.DATE
                || type.kind() == TypeKind.TIME
                || type.kind() == TypeKind.TIMESTAMP
                || type.kind() == TypeKind.TIMESTAMPTZ);
    return new DoLakeException(
        time ? ErrorCode.INVALID_DATETIME : ErrorCode.DATATYPE_MISMATCH,
        "column \"" + column + "\" is of type " + type + " and cannot hold " + text,
        "Give a value that converts without loss, or CAST it.");
  }

  private static String quote(Object value) {
    String text = TextForm.of(value);
    String shown = text.length() > 60 ? text.substring(0, 60) + "..." : text;
    return value instanceof String ? "'" + shown + "'" : shown;
  }

  private static Long toLong(Object value) {
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    if (value instanceof Double || value instanceof Float) {
      double real = ((Number) value).doubleValue();
      long whole = (long) real;
      return whole == real && whole != Long.MAX_VALUE ? whole : null;
    }
    if (value instanceof Boolean bool) {
      return bool ? 1L : 0L;
    }
    if (value instanceof BigDecimal decimal) {
      BigDecimal stripped = decimal.stripTrailingZeros();
      return stripped.scale() <= 0 && stripped.precision() - stripped.scale() <= 19
          ? exactLong(stripped)
          : null;
    }
    Number number = value instanceof String text ? NumericText.parseWhole(text) : null;
    return number == null ? null : number instanceof Long exact ? exact : toLong(number);
  }

  private static Long exactLong(BigDecimal whole) {
    try {
      return whole.longValueExact();
    } catch (ArithmeticException outOfRange) {
      return null;
    }
  }

  private static Double toDouble(Object value) {
    if (value instanceof Boolean bool) {
      return bool ? 1.0 : 0.0;
    }
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    Number number = value instanceof String text ? NumericText.parseWhole(text) : null;
    if (number == null && value instanceof String text) {
      return specialDouble(text);
    }
    return number == null ? null : number.doubleValue();
  }

  private static Double specialDouble(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "infinity", "inf", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-infinity", "-inf" -> Double.NEGATIVE_INFINITY;
      default -> null;
    };
  }

  /** A declared length is not enforced, as in SQLite. */
  private static String toText(Object value) {
    if (value instanceof byte[]) {
      return null;
    }
    return value instanceof String text ? text : TextForm.of(value);
  }

  private static byte[] toBlob(Object value) {
    if (value instanceof byte[] bytes) {
      return bytes;
    }
    if (value instanceof String text && text.startsWith("\\x") && text.length() % 2 == 0) {
      try {
        return HexFormat.of().parseHex(text, 2, text.length());
      } catch (IllegalArgumentException notHex) {
        return null;
      }
    }
    return null;
  }

  private static Boolean toBoolean(Object value) {
    if (value instanceof Number number) {
      double real = number.doubleValue();
      return real == 0 ? Boolean.FALSE : real == 1 ? Boolean.TRUE : null;
    }
    if (!(value instanceof String text)) {
      return null;
    }
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "t", "true", "y", "yes", "on", "1" -> Boolean.TRUE;
      case "f", "false", "n", "no", "off", "0" -> Boolean.FALSE;
      default -> null;
    };
  }

  private static BigDecimal toDecimal(ColumnType type, Object value) {
    BigDecimal decimal = decimalOf(value);
    if (decimal == null) {
      return null;
    }
    try {
      BigDecimal scaled = decimal.setScale(type.scale(), RoundingMode.UNNECESSARY);
      return scaled.precision() <= type.precision() ? scaled : null;
    } catch (ArithmeticException losesDigits) {
      return null;
    }
  }

  private static BigDecimal decimalOf(Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal;
    }
    if (value instanceof Double || value instanceof Float) {
      double real = ((Number) value).doubleValue();
      return Double.isFinite(real) ? new BigDecimal(value.toString()) : null;
    }
    if (value instanceof Number number) {
      return BigDecimal.valueOf(number.longValue());
    }
    if (value instanceof Boolean bool) {
      return bool ? BigDecimal.ONE : BigDecimal.ZERO;
    }
    if (!(value instanceof String text) || text.length() > 200) {
      return null;
    }
    try {
      return new BigDecimal(text.strip());
    } catch (NumberFormatException notOne) {
      return null;
    }
  }

  private static LocalDate toDate(Object value) {
    if (value instanceof LocalDate date) {
      return date;
    }
    LocalDateTime timestamp = toTimestamp(value);
    return timestamp != null && timestamp.toLocalTime().equals(LocalTime.MIDNIGHT)
        ? timestamp.toLocalDate()
        : null;
  }

  private static LocalTime toTime(Object value) {
    LocalTime time =
        value instanceof LocalTime exact
            ? exact
            : value instanceof String text ? DateTimeText.parseTime(text) : null;
    return time == null ? null : time.truncatedTo(ChronoUnit.MICROS);
  }

  private static LocalDateTime toTimestamp(Object value) {
    LocalDateTime timestamp = null;
    if (value instanceof LocalDateTime exact) {
      timestamp = exact;
    } else if (value instanceof Instant instant) {
      timestamp = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    } else if (value instanceof LocalDate date) {
      timestamp = date.atStartOfDay();
    } else if (value instanceof OffsetDateTime offset) {
      timestamp = offset.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
    } else if (value instanceof String text) {
      timestamp = DateTimeText.parseTimestamp(text);
    }
    return timestamp == null ? null : timestamp.truncatedTo(ChronoUnit.MICROS);
  }

  private static Instant toInstant(Object value) {
    Instant instant = null;
    if (value instanceof Instant exact) {
      instant = exact;
    } else if (value instanceof OffsetDateTime offset) {
      instant = offset.toInstant();
    } else if (value instanceof String text) {
      instant = DateTimeText.parseInstant(text);
    }
    if (instant == null) {
      LocalDateTime timestamp = toTimestamp(value);
      instant = timestamp == null ? null : timestamp.toInstant(ZoneOffset.UTC);
    }
    return instant == null ? null : instant.truncatedTo(ChronoUnit.MICROS);
  }

  private static UUID toUuid(Object value) {
    if (value instanceof UUID uuid) {
      return uuid;
    }
    if (value instanceof byte[] bytes && bytes.length == UUID_BYTES) {
      java.nio.ByteBuffer buffer = java.nio.ByteBuffer.wrap(bytes);
      return new UUID(buffer.getLong(), buffer.getLong());
    }
    try {
      return value instanceof String text ? UUID.fromString(text.strip()) : null;
    } catch (IllegalArgumentException notOne) {
      return null;
    }
  }

  private static String toJson(Object value) {
    if (value instanceof byte[]) {
      return null;
    }
    String text = value instanceof String string ? string : TextForm.of(value);
    return JsonText.isValid(text) ? text : null;
  }

  private static Object toAny(Object value) {
    if (value instanceof Long
        || value instanceof String
        || value instanceof Double
        || value instanceof byte[]
        || value instanceof Boolean) {
      return value;
    }
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    if (value instanceof BigDecimal decimal) {
      // A literal such as 1.0 is a real, whatever its value.
      Long whole = decimal.scale() > 0 ? null : toLong(decimal);
      return whole != null ? (Object) whole : (Object) decimal.doubleValue();
    }
    return value instanceof Float real ? (Object) real.doubleValue() : TextForm.of(value);
  }
}
