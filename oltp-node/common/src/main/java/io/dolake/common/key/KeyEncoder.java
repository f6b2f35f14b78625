package io.dolake.common.key;

import io.dolake.common.buffer.ByteWriter;
import io.dolake.common.buffer.Utf8;
import io.dolake.common.catalog.Collation;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.TemporalValues;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.UUID;

/** Writes single values in key form. */
final class KeyEncoder {
  private KeyEncoder() {}

  static void encode(ByteWriter out, KeyPart part, Object value) {
    int start = out.length();
    if (value == null) {
      out.putByte(KeyTags.NULL);
    } else {
      try {
        encodeAscending(out, part, value);
      } catch (ClassCastException e) {
        throw new DoLakeException(
            ErrorCode.DATATYPE_MISMATCH,
            "a key of type " + part.type() + " cannot hold a " + value.getClass().getSimpleName(),
            null,
            e);
      }
    }
    if (part.descending()) {
      out.invertFrom(start);
    }
  }

  private static void encodeAscending(ByteWriter out, KeyPart part, Object value) {
    switch (part.type().kind()) {
      case BOOLEAN -> encodeInteger(out, (Boolean) value ? 1 : 0);
      case INTEGER -> encodeInteger(out, (Long) value);
      case REAL -> out.putByte(KeyTags.REAL).putLong(sortableBits((Double) value));
      case DECIMAL -> DecimalKey.encode(out, (BigDecimal) value);
      case TEXT, JSON -> encodeText(out, (String) value, part.collation());
      case BLOB -> encodeBlob(out, (byte[]) value);
      case DATE -> encodeInteger(out, ((LocalDate) value).toEpochDay());
      case TIME -> encodeInteger(out, TemporalValues.microsOfDay((LocalTime) value));
      case TIMESTAMP -> encodeInteger(out, TemporalValues.epochMicros((LocalDateTime) value));
      case TIMESTAMPTZ -> encodeInteger(out, TemporalValues.epochMicros((Instant) value));
      case UUID -> encodeUuid(out, (UUID) value);
      case ANY -> encodeAny(out, value, part.collation());
    }
  }

  /** The tag tells sign and size, so that small numbers are short and order is kept. */
  static void encodeInteger(ByteWriter out, long value) {
    long magnitude = value < 0 ? ~value : value;
    int byteCount = (64 - Long.numberOfLeadingZeros(magnitude) + 7) >>> 3;
    out.putByte(value < 0 ? KeyTags.NEGATIVE_ONE - byteCount : KeyTags.ZERO + byteCount);
    out.putLowBytes(value, byteCount);
  }

  /** Bits whose unsigned order is the order of doubles: zeros are one, NaN is above infinity. */
  static long sortableBits(double value) {
    long bits = Double.doubleToLongBits(value == 0 ? 0.0 : value);
    return bits < 0 ? ~bits : bits ^ Long.MIN_VALUE;
  }

  private static void encodeUuid(ByteWriter out, UUID value) {
    out.putByte(KeyTags.UUID)
        .putLong(value.getMostSignificantBits())
        .putLong(value.getLeastSignificantBits());
  }

  private static void encodeAny(ByteWriter out, Object value, Collation collation) {
    if (value instanceof Long number) {
      double floor = floorToDouble(number);
      encodeNumber(out, floor, (int) (number - (long) floor));
    } else if (value instanceof Double number) {
      encodeNumber(out, number, 0);
    } else if (value instanceof Boolean flag) {
      encodeNumber(out, flag ? 1 : 0, 0);
    } else if (value instanceof String text) {
      encodeText(out, text, collation);
    } else {
      encodeBlob(out, (byte[]) value);
    }
  }

  /** Where doubles are sparser than longs, the distance to the double below breaks the tie. */
  private static void encodeNumber(ByteWriter out, double floor, int residual) {
    out.putByte(KeyTags.ANY_NUMBER).putLong(sortableBits(floor));
    if (Math.abs(floor) >= KeyTags.EXACT_INTEGERS) {
      out.putLowBytes(residual, 2);
    }
  }

  /** Largest double that is not above the number. */
  private static double floorToDouble(long number) {
    double nearest = (double) number;
    return nearest >= 0x1p63 || (long) nearest > number ? Math.nextDown(nearest) : nearest;
  }

  private static void encodeText(ByteWriter out, String text, Collation collation) {
    int length = collation == Collation.RTRIM ? trimmedLength(text) : text.length();
    boolean fold = collation == Collation.NOCASE;
    out.ensure(3 * length + 3);
    out.putByte(KeyTags.TEXT);
    byte[] wide = new byte[4];
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c == 0) {
        out.putByte(0).putByte(KeyTags.ESCAPED_ZERO);
      } else if (c < 0x80) {
        out.putByte(fold && c >= 'A' && c <= 'Z' ? c + 32 : c);
      } else {
        out.putBytes(wide, 0, Utf8.encodeWide(text, i, wide, 0));
        if (Utf8.isPairAt(text, i)) {
          i++;
        }
      }
    }
    out.putByte(0).putByte(KeyTags.END);
  }

  private static int trimmedLength(String text) {
    int length = text.length();
    while (length > 0 && text.charAt(length - 1) == ' ') {
      length--;
    }
    return length;
  }

  private static void encodeBlob(ByteWriter out, byte[] value) {
    out.ensure(value.length + 3);
    out.putByte(KeyTags.BLOB);
    for (byte b : value) {
      out.putByte(b);
      if (b == 0) {
        out.putByte(KeyTags.ESCAPED_ZERO);
      }
    }
    out.putByte(0).putByte(KeyTags.END);
  }
}
