package io.dolake.sql.types;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.UUID;

/**
 * CAST. To SQLite's own types it never fails and follows SQLite; to ours it fails with a clear
 * error when the value has no such form.
 */
public final class Cast {
  private Cast() {}

  public static Object to(ColumnType type, Object value) {
    if (value == null) {
      return null;
    }
    return switch (type.kind()) {
      case INTEGER -> Arithmetic.toLong(value);
      case REAL -> Arithmetic.toDouble(value);
      case TEXT -> shorten(TextForm.of(value), type.precision());
      case JSON -> TextForm.of(value);
      case BLOB -> toBlob(value);
      case ANY -> value;
      case BOOLEAN -> toBoolean(value);
      case DECIMAL -> toDecimal(type, value);
      case DATE -> toDate(value);
      case TIME -> toTime(value);
      case TIMESTAMP -> toTimestamp(value);
      case TIMESTAMPTZ -> toInstant(value);
      case UUID -> toUuid(value);
    };
  }

  /** CAST AS NUMERIC: an integer where the value is one, else a real. */
  public static Object toNumeric(Object value) {
    if (value == null || value instanceof BigDecimal || value instanceof Long) {
      return value;
    }
    Object number = Arithmetic.operand(value);
    if (number instanceof Double real && !(value instanceof Double)) {
      long whole = (long) (double) real;
      return whole == real && Math.abs(real) < 0x1p51 ? (Object) whole : (Object) real;
    }
    return number;
  }

  private static String shorten(String text, int maxLength) {
    return maxLength > 0 && text.length() > maxLength ? text.substring(0, maxLength) : text;
  }

  private static byte[] toBlob(Object value) {
    return value instanceof byte[] bytes
        ? bytes
        : TextForm.of(value).getBytes(StandardCharsets.UTF_8);
  }

  private static Boolean toBoolean(Object value) {
    if (value instanceof String text) {
      switch (text.strip().toLowerCase(Locale.ROOT)) {
        case "t", "true", "y", "yes", "on", "1":
          return true;
        case "f", "false", "n", "no", "off", "0":
          return false;
        default:
          throw invalid("boolean", value);
      }
    }
    return Values.isTrue(value);
  }

  private static BigDecimal toDecimal(ColumnType type, Object value) {
    BigDecimal decimal;
    try {
      decimal =
          value instanceof BigDecimal exact
              ? exact
              : value instanceof Double real
                  ? BigDecimal.valueOf(real)
                  : new BigDecimal(TextForm.of(value).strip());
    } catch (NumberFormatException notOne) {
      throw invalid("decimal", value);
    }
    decimal = decimal.setScale(type.scale(), RoundingMode.HALF_UP);
    if (decimal.precision() > type.precision()) {
      throw new DoLakeException(
          ErrorCode.NUMERIC_OUT_OF_RANGE,
          "value " + decimal.toPlainString() + " does not fit " + type);
    }
    return decimal;
  }

  private static LocalDate toDate(Object value) {
    LocalDateTime timestamp = toTimestampOrNull(value);
    if (timestamp == null) {
      throw invalid("date", value);
    }
    return timestamp.toLocalDate();
  }

  private static LocalTime toTime(Object value) {
    if (value instanceof LocalTime time) {
      return time;
    }
    if (value instanceof String text) {
      LocalTime time = DateTimeText.parseTime(text);
      if (time != null) {
        return time;
      }
    }
    LocalDateTime timestamp = toTimestampOrNull(value);
    if (timestamp == null) {
      throw invalid("time", value);
    }
    return timestamp.toLocalTime();
  }

  private static LocalDateTime toTimestamp(Object value) {
    LocalDateTime timestamp = toTimestampOrNull(value);
    if (timestamp == null) {
      throw invalid("timestamp", value);
    }
    return timestamp;
  }

  private static LocalDateTime toTimestampOrNull(Object value) {
    if (value instanceof LocalDateTime timestamp) {
      return timestamp;
    }
    if (value instanceof LocalDate date) {
      return date.atStartOfDay();
    }
    if (value instanceof Instant instant) {
      return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
    return value instanceof String text ? DateTimeText.parseTimestamp(text) : null;
  }

  private static Instant toInstant(Object value) {
    Instant instant =
        value instanceof Instant exact
            ? exact
            : value instanceof String text ? DateTimeText.parseInstant(text) : null;
    if (instant == null) {
      LocalDateTime timestamp = toTimestampOrNull(value);
      instant = timestamp == null ? null : timestamp.toInstant(ZoneOffset.UTC);
    }
    if (instant == null) {
      throw invalid("timestamp with time zone", value);
    }
    return instant;
  }

  private static UUID toUuid(Object value) {
    if (value instanceof UUID uuid) {
      return uuid;
    }
    try {
      return UUID.fromString(TextForm.of(value).strip());
    } catch (IllegalArgumentException notOne) {
      throw invalid("uuid", value);
    }
  }

  private static DoLakeException invalid(String type, Object value) {
    ErrorCode code =
        type.startsWith("date") || type.startsWith("time")
            ? ErrorCode.INVALID_DATETIME
            : ErrorCode.INVALID_TEXT_REPRESENTATION;
    return new DoLakeException(
        code, "invalid input syntax for type " + type + ": \"" + TextForm.of(value) + "\"");
  }
}
