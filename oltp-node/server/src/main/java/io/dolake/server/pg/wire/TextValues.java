package io.dolake.server.pg.wire;

import io.dolake.sql.types.Values;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/** Writes values in PostgreSQL's text format (ISO dates, hex for bytes). Thread-safe. */
public final class TextValues {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] MIN_LONG =
      Long.toString(Long.MIN_VALUE).getBytes(StandardCharsets.US_ASCII);

  /** Exponents of ten from which PostgreSQL prints doubles with an exponent. */
  private static final int SMALLEST_PLAIN_EXPONENT = -4;

  private static final int FIRST_SCIENTIFIC_EXPONENT = 15;
  private static final double FIRST_SCIENTIFIC = 1e15;

  private TextValues() {}

  /**
   * Appends a value of a type, which is not null; instants are shown in the zone, and the integers
   * 1 and 0 as booleans where these are asked for.
   */
  public static void write(ByteBuf out, Object value, PgType type, ZoneId zone) {
    if (type == PgType.BOOL) {
      out.writeByte(Values.isTrue(value) ? 't' : 'f');
    } else if (type.element() != null) {
      ByteBufUtil.writeUtf8(out, ArrayValues.toText(value, type));
    } else {
      write(out, value, zone);
    }
  }

  /** Appends a value, which is not null; instants are shown in the zone. */
  public static void write(ByteBuf out, Object value, ZoneId zone) {
    if (value instanceof String text) {
      ByteBufUtil.writeUtf8(out, text);
    } else if (value instanceof Long number) {
      writeLong(out, number);
    } else if (value instanceof Boolean bool) {
      out.writeByte(bool ? 't' : 'f');
    } else if (value instanceof byte[] bytes) {
      writeHex(out, bytes);
    } else {
      ByteBufUtil.writeAscii(out, format(value, zone));
    }
  }

  /** The text of a value of a type, as {@link #write(ByteBuf, Object, PgType, ZoneId)} has it. */
  public static String format(Object value, PgType type, ZoneId zone) {
    if (type == PgType.BOOL) {
      return format(Values.isTrue(value), zone);
    }
    return type.element() != null ? ArrayValues.toText(value, type) : format(value, zone);
  }

  /** The text of a value, which is not null. */
  public static String format(Object value, ZoneId zone) {
    if (value instanceof Boolean bool) {
      return bool ? "t" : "f";
    }
    if (value instanceof Double number) {
      return formatDouble(number);
    }
    if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    if (value instanceof Instant instant) {
      return formatInstant(instant, zone);
    }
    if (value instanceof LocalDateTime dateTime) {
      String text = formatDate(dateTime.toLocalDate()) + ' ' + formatTime(dateTime.toLocalTime());
      return dateTime.getYear() <= 0 ? text + " BC" : text;
    }
    if (value instanceof LocalDate date) {
      return date.getYear() <= 0 ? formatDate(date) + " BC" : formatDate(date);
    }
    if (value instanceof LocalTime time) {
      return formatTime(time);
    }
    if (value instanceof byte[] bytes) {
      return "\\x" + ByteBufUtil.hexDump(bytes);
    }
    return value.toString();
  }

  private static void writeLong(ByteBuf out, long value) {
    if (value == Long.MIN_VALUE) {
      out.writeBytes(MIN_LONG);
      return;
    }
    long rest = value;
    if (rest < 0) {
      out.writeByte('-');
      rest = -rest;
    }
    int digits = 1;
    for (long bound = 10; digits < 19 && rest >= bound; bound *= 10) {
      digits++;
    }
    int end = out.writerIndex() + digits;
    out.ensureWritable(digits);
    for (int i = end - 1; i >= end - digits; i--) {
      out.setByte(i, (byte) ('0' + rest % 10));
      rest /= 10;
    }
    out.writerIndex(end);
  }

  private static void writeHex(ByteBuf out, byte[] bytes) {
    out.ensureWritable(2 + 2 * bytes.length);
    out.writeByte('\\').writeByte('x');
    for (byte b : bytes) {
      out.writeByte(HEX[b >> 4 & 15]).writeByte(HEX[b & 15]);
    }
  }

  private static String formatDouble(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "Infinity" : "-Infinity";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    if (value == Math.rint(value) && Math.abs(value) < FIRST_SCIENTIFIC) {
      return Long.toString((long) value);
    }
    BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    int exponent = decimal.precision() - decimal.scale() - 1;
    if (exponent >= SMALLEST_PLAIN_EXPONENT && exponent < FIRST_SCIENTIFIC_EXPONENT) {
      return decimal.toPlainString();
    }
    String digits = decimal.unscaledValue().abs().toString();
    StringBuilder text = new StringBuilder(24);
    if (value < 0) {
      text.append('-');
    }
    text.append(digits.charAt(0));
    if (digits.length() > 1) {
      text.append('.').append(digits, 1, digits.length());
    }
    text.append('e').append(exponent < 0 ? '-' : '+');
    int magnitude = Math.abs(exponent);
    return text.append(magnitude < 10 ? "0" : "").append(magnitude).toString();
  }

  private static String formatInstant(Instant instant, ZoneId zone) {
    ZonedDateTime local = instant.atZone(zone);
    StringBuilder text = new StringBuilder(32);
    text.append(formatDate(local.toLocalDate())).append(' ');
    text.append(formatTime(local.toLocalTime()));
    appendOffset(text, local.getOffset());
    return local.getYear() <= 0 ? text.append(" BC").toString() : text.toString();
  }

  private static void appendOffset(StringBuilder text, ZoneOffset offset) {
    int seconds = Math.abs(offset.getTotalSeconds());
    text.append(offset.getTotalSeconds() < 0 ? '-' : '+');
    appendTwoDigits(text, seconds / 3600);
    if (seconds % 3600 != 0) {
      appendTwoDigits(text.append(':'), seconds / 60 % 60);
    }
    if (seconds % 60 != 0) {
      appendTwoDigits(text.append(':'), seconds % 60);
    }
  }

  /** Year, month, day; year 0 is 1 BC, whose sign the caller appends. */
  private static String formatDate(LocalDate date) {
    int year = date.getYear() <= 0 ? 1 - date.getYear() : date.getYear();
    StringBuilder text = new StringBuilder(10);
    String digits = Integer.toString(year);
    text.append("0000", 0, Math.max(0, 4 - digits.length())).append(digits).append('-');
    appendTwoDigits(text, date.getMonthValue());
    appendTwoDigits(text.append('-'), date.getDayOfMonth());
    return text.toString();
  }

  private static String formatTime(LocalTime time) {
    StringBuilder text = new StringBuilder(15);
    appendTwoDigits(text, time.getHour());
    appendTwoDigits(text.append(':'), time.getMinute());
    appendTwoDigits(text.append(':'), time.getSecond());
    int micros = time.getNano() / 1000;
    if (micros != 0) {
      String digits = Integer.toString(1_000_000 + micros);
      int end = digits.length();
      while (digits.charAt(end - 1) == '0') {
        end--;
      }
      text.append('.').append(digits, 1, end);
    }
    return text.toString();
  }

  private static void appendTwoDigits(StringBuilder text, int number) {
    text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }
}
