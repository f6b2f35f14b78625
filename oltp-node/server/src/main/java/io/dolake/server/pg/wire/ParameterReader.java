package io.dolake.server.pg.wire;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Reads parameter values and COPY fields from their text and binary formats. Thread-safe. */
public final class ParameterReader {
  private ParameterReader() {}

  /**
   * Reads a value in text format; its class is that of {@code type}, or String for types that tell
   * nothing.
   */
  public static Object text(String text, PgType type, ZoneId zone) {
    return switch (type) {
      case BOOL -> bool(text);
      case INT2 -> integer(text, type, Short.MIN_VALUE, Short.MAX_VALUE);
      case INT4 -> integer(text, type, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case INT8 -> integer(text, type, Long.MIN_VALUE, Long.MAX_VALUE);
      case OID -> integer(text, type, 0, 0xFFFF_FFFFL);
      case FLOAT4, FLOAT8 -> real(text, type);
      case NUMERIC -> decimal(text);
      case BYTEA -> bytes(text);
      case DATE -> DateTimeText.date(text);
      case TIME -> DateTimeText.time(text);
      case TIMESTAMP -> DateTimeText.timestamp(text);
      case TIMESTAMPTZ -> DateTimeText.instant(text, zone);
      case UUID -> uuid(text);
      case TEXT, VARCHAR, BPCHAR, NAME, CHAR, JSON, JSONB, UNKNOWN -> text;
      default -> ArrayValues.read(text, type);
    };
  }

  /** Reads a value in text format for a column. */
  public static Object text(String text, ColumnType type, ZoneId zone) {
    return text(text, PgType.of(type), zone);
  }

  /** Reads {@code length} bytes as a value in binary format. */
  public static Object binary(ByteBuf in, int length, PgType type) {
    return switch (type) {
      case BOOL -> {
        requireLength(length, 1, type);
        yield in.readByte() != 0;
      }
      case INT2 -> {
        requireLength(length, 2, type);
        yield (long) in.readShort();
      }
      case INT4 -> {
        requireLength(length, 4, type);
        yield (long) in.readInt();
      }
      case OID -> {
        requireLength(length, 4, type);
        yield in.readUnsignedInt();
      }
      case INT8 -> {
        requireLength(length, 8, type);
        yield in.readLong();
      }
      case FLOAT4 -> {
        requireLength(length, 4, type);
        yield (double) in.readFloat();
      }
      case FLOAT8 -> {
        requireLength(length, 8, type);
        yield in.readDouble();
      }
      case NUMERIC -> NumericFormat.read(in, length);
      case BYTEA -> {
        byte[] bytes = new byte[length];
        in.readBytes(bytes);
        yield bytes;
      }
      case DATE -> {
        requireLength(length, 4, type);
        yield BinaryValues.EPOCH_DATE.plusDays(in.readInt());
      }
      case TIME -> {
        requireLength(length, 8, type);
        yield timeOfDay(in.readLong());
      }
      case TIMESTAMP -> {
        requireLength(length, 8, type);
        yield BinaryValues.EPOCH.plus(in.readLong(), ChronoUnit.MICROS);
      }
      case TIMESTAMPTZ -> {
        requireLength(length, 8, type);
        yield BinaryValues.EPOCH
            .plus(in.readLong(), ChronoUnit.MICROS)
            .toInstant(java.time.ZoneOffset.UTC);
      }
      case UUID -> {
        requireLength(length, 16, type);
        yield new java.util.UUID(in.readLong(), in.readLong());
      }
      case JSONB -> {
        if (length < 1 || in.readByte() != 1) {
          throw malformed(type);
        }
        yield utf8(in, length - 1);
      }
      case TEXT, VARCHAR, BPCHAR, NAME, CHAR, JSON, UNKNOWN -> utf8(in, length);
      default -> ArrayValues.read(in, length, type);
    };
  }

  /** Reads UTF-8; refuses what is not, and zero bytes, which no text may hold. */
  public static String utf8(ByteBuf in, int length) {
    int start = in.readerIndex();
    if (isPlainAscii(in, start, length)) {
      in.skipBytes(length);
      return in.toString(start, length, StandardCharsets.ISO_8859_1);
    }
    ByteBuffer bytes = in.nioBuffer(start, length);
    in.skipBytes(length);
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      if (text.indexOf('\0') < 0) {
        return text;
      }
    } catch (CharacterCodingException e) {
      // Told below, like a zero byte.
    }
    throw new DoLakeException(
        ErrorCode.INVALID_TEXT_REPRESENTATION, "text is not valid UTF-8 or holds a zero byte");
  }

  private static boolean isPlainAscii(ByteBuf in, int start, int length) {
    for (int i = start; i < start + length; i++) {
      if (in.getByte(i) <= 0) {
        return false;
      }
    }
    return true;
  }

  private static Boolean bool(String text) {
    return switch (text.trim().toLowerCase(Locale.ROOT)) {
      case "t", "tr", "tru", "true", "y", "ye", "yes", "on", "1" -> true;
      case "f", "fa", "fal", "fals", "false", "n", "no", "of", "off", "0" -> false;
      default -> throw invalid(text, PgType.BOOL);
    };
  }

  private static Long integer(String text, PgType type, long minimum, long maximum) {
    BigDecimal exact;
    try {
      long value = Long.parseLong(text.trim());
      if (value >= minimum && value <= maximum) {
        return value;
      }
      throw outOfRange(text, type);
    } catch (NumberFormatException e) {
      try {
        exact = new BigDecimal(text.trim());
      } catch (NumberFormatException notANumber) {
        throw invalid(text, type);
      }
    }
    if (exact.signum() != 0 && exact.precision() - exact.scale() > 19) {
      throw outOfRange(text, type);
    }
    throw invalid(text, type);
  }

  private static Double real(String text, PgType type) {
    String trimmed = text.trim();
    switch (trimmed.toLowerCase(Locale.ROOT)) {
      case "infinity", "inf", "+infinity":
        return Double.POSITIVE_INFINITY;
      case "-infinity", "-inf":
        return Double.NEGATIVE_INFINITY;
      case "nan":
        return Double.NaN;
      default:
        break;
    }
    if (trimmed.isEmpty() || !isNumberEnd(trimmed.charAt(trimmed.length() - 1))) {
      throw invalid(text, type); // Java would accept a suffix as in 1.5f
    }
    try {
      return Double.valueOf(trimmed);
    } catch (NumberFormatException e) {
      throw invalid(text, type);
    }
  }

  private static boolean isNumberEnd(char c) {
    return (c >= '0' && c <= '9') || c == '.';
  }

  private static BigDecimal decimal(String text) {
    try {
      BigDecimal value = new BigDecimal(text.trim());
      if (Math.abs((long) value.scale()) > 16_383 || value.precision() > 131_072) {
        throw outOfRange(text, PgType.NUMERIC);
      }
      return value;
    } catch (NumberFormatException e) {
      throw invalid(text, PgType.NUMERIC);
    }
  }

  /** Hex format {@code \x..}, or the older escape format. */
  private static byte[] bytes(String text) {
    if (text.startsWith("\\x")) {
      try {
        return ByteBufUtil.decodeHexDump(text, 2, text.length() - 2);
      } catch (IllegalArgumentException e) {
        throw invalid(text, PgType.BYTEA);
      }
    }
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    byte[] result = new byte[raw.length];
    int count = 0;
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] != '\\') {
        result[count++] = raw[i];
      } else if (i + 1 < raw.length && raw[i + 1] == '\\') {
        result[count++] = raw[++i];
      } else if (i + 3 < raw.length && isOctal(raw, i + 1)) {
        result[count++] =
            (byte) ((raw[i + 1] - '0') << 6 | (raw[i + 2] - '0') << 3 | (raw[i + 3] - '0'));
        i += 3;
      } else {
        throw invalid(text, PgType.BYTEA);
      }
    }
    return java.util.Arrays.copyOf(result, count);
  }

  private static boolean isOctal(byte[] raw, int from) {
    return raw[from] >= '0'
        && raw[from] <= '3'
        && raw[from + 1] >= '0'
        && raw[from + 1] <= '7'
        && raw[from + 2] >= '0'
        && raw[from + 2] <= '7';
  }

  private static java.util.UUID uuid(String text) {
    String digits = text.trim().replace("-", "");
    if (digits.startsWith("{") && digits.endsWith("}")) {
      digits = digits.substring(1, digits.length() - 1);
    }
    if (digits.length() != 32) {
      throw invalid(text, PgType.UUID);
    }
    try {
      return new java.util.UUID(
          Long.parseUnsignedLong(digits, 0, 16, 16), Long.parseUnsignedLong(digits, 16, 32, 16));
    } catch (NumberFormatException e) {
      throw invalid(text, PgType.UUID);
    }
  }

  private static LocalTime timeOfDay(long micros) {
    if (micros < 0 || micros >= 86_400_000_000L) {
      throw malformed(PgType.TIME);
    }
    return LocalTime.ofNanoOfDay(micros * 1000);
  }

  private static void requireLength(int length, int expected, PgType type) {
    if (length != expected) {
      throw malformed(type);
    }
  }

  static DoLakeException malformed(PgType type) {
    return new DoLakeException(
        ErrorCode.INVALID_BINARY_REPRESENTATION,
        "binary value of type " + type.sqlName() + " is malformed");
  }

  private static DoLakeException invalid(String text, PgType type) {
    return new DoLakeException(
        ErrorCode.INVALID_TEXT_REPRESENTATION,
        "invalid input syntax for type " + type.sqlName() + ": \"" + text + "\"");
  }

  private static DoLakeException outOfRange(String text, PgType type) {
    return new DoLakeException(
        ErrorCode.NUMERIC_OUT_OF_RANGE,
        "value \"" + text + "\" is out of range for type " + type.sqlName());
  }
}
