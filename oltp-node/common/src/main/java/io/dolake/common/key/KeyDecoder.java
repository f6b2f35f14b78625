package io.dolake.common.key;

import io.dolake.common.buffer.ByteReader;
import io.dolake.common.buffer.ByteWriter;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.TemporalValues;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.UUID;

/** Reads single values in key form. */
final class KeyDecoder {
  private static final int INVERTED = 0xff;

  private KeyDecoder() {}

  static Object decode(ByteReader in, KeyPart part) {
    int mask = part.descending() ? INVERTED : 0;
    int tag = in.readByte() ^ mask;
    if (tag == KeyTags.NULL) {
      return null;
    }
    Object value = decodeTagged(in, tag, mask);
    try {
      return switch (part.type().kind()) {
        case BOOLEAN -> (Long) value != 0;
        case INTEGER -> (Long) value;
        case REAL -> (Double) value;
        case DECIMAL -> atScale((BigDecimal) value, part.type().scale());
        case TEXT, JSON -> (String) value;
        case BLOB -> (byte[]) value;
        case DATE -> LocalDate.ofEpochDay((Long) value);
        case TIME -> TemporalValues.timeOfMicros((Long) value);
        case TIMESTAMP -> TemporalValues.dateTimeOfMicros((Long) value);
        case TIMESTAMPTZ -> TemporalValues.instantOfMicros((Long) value);
        case UUID -> (UUID) value;
        case ANY -> value;
      };
    } catch (ClassCastException e) {
      throw damaged(tag, in, e);
    }
  }

  private static BigDecimal atScale(BigDecimal value, int scale) {
    // A range bound may have more digits than the column; it keeps them.
    return value.stripTrailingZeros().scale() > scale
        ? value
        : value.setScale(scale, RoundingMode.UNNECESSARY);
  }

  private static Object decodeTagged(ByteReader in, int tag, int mask) {
    if (isInteger(tag)) {
      return decodeInteger(in, tag, mask);
    }
    return switch (tag) {
      case KeyTags.REAL -> decodeReal(in, mask);
      case KeyTags.DECIMAL_ZERO -> BigDecimal.ZERO;
      case KeyTags.DECIMAL_POSITIVE -> DecimalKey.decode(in, false, mask);
      case KeyTags.DECIMAL_NEGATIVE -> DecimalKey.decode(in, true, mask);
      case KeyTags.ANY_NUMBER -> decodeNumber(in, mask);
      case KeyTags.TEXT -> decodeText(in, mask);
      case KeyTags.BLOB -> readEscaped(in, mask).copyOfBytes();
      case KeyTags.UUID -> new UUID(readLong(in, mask), readLong(in, mask));
      default -> throw damaged(tag, in, null);
    };
  }

  /** Moves past one value without making an object of it. */
  static void skip(ByteReader in, boolean descending) {
    int mask = descending ? INVERTED : 0;
    int tag = in.readByte() ^ mask;
    if (tag == KeyTags.NULL || tag == KeyTags.DECIMAL_ZERO) {
      return;
    }
    if (isInteger(tag)) {
      in.skip(integerByteCount(tag));
      return;
    }
    switch (tag) {
      case KeyTags.REAL -> in.skip(8);
      case KeyTags.UUID -> in.skip(16);
      case KeyTags.ANY_NUMBER -> decodeNumber(in, mask);
      case KeyTags.DECIMAL_POSITIVE -> DecimalKey.skip(in, false, mask);
      case KeyTags.DECIMAL_NEGATIVE -> DecimalKey.skip(in, true, mask);
      case KeyTags.TEXT, KeyTags.BLOB -> skipEscaped(in, mask);
      default -> throw damaged(tag, in, null);
    }
  }

  /** Reads what follows an integer's tag. */
  static long decodeInteger(ByteReader in, int tag, int mask) {
    if (!isInteger(tag)) {
      throw damaged(tag, in, null);
    }
    int count = integerByteCount(tag);
    long bytes = in.readHighFirst(count);
    boolean negative = tag <= KeyTags.NEGATIVE_ONE;
    if (count == 8) {
      return mask == 0 ? bytes : ~bytes;
    }
    long valueMask = (1L << (8 * count)) - 1;
    long low = (mask == 0 ? bytes : ~bytes) & valueMask;
    return negative ? low | ~valueMask : low;
  }

  private static boolean isInteger(int tag) {
    return tag >= KeyTags.NEGATIVE_ONE - 8 && tag <= KeyTags.ZERO + 8;
  }

  private static int integerByteCount(int tag) {
    return tag <= KeyTags.NEGATIVE_ONE ? KeyTags.NEGATIVE_ONE - tag : tag - KeyTags.ZERO;
  }

  private static long readLong(ByteReader in, int mask) {
    long bytes = in.readHighFirst(8);
    return mask == 0 ? bytes : ~bytes;
  }

  private static double decodeReal(ByteReader in, int mask) {
    long sortable = readLong(in, mask);
    long bits = sortable < 0 ? sortable ^ Long.MIN_VALUE : ~sortable;
    return Double.longBitsToDouble(bits);
  }

  /** A Long where the number is one, else a Double. */
  private static Object decodeNumber(ByteReader in, int mask) {
    double floor = decodeReal(in, mask);
    int residual = 0;
    if (Math.abs(floor) >= KeyTags.EXACT_INTEGERS) {
      residual = (int) (in.readHighFirst(2) ^ (mask << 8 | mask));
    }
    if (floor >= -0x1p63 && floor < 0x1p63 && floor == Math.rint(floor)) {
      return (long) floor + residual;
    }
    return floor;
  }

  private static String decodeText(ByteReader in, int mask) {
    ByteWriter text = readEscaped(in, mask);
    return new String(text.array(), 0, text.length(), StandardCharsets.UTF_8);
  }

  private static ByteWriter readEscaped(ByteReader in, int mask) {
    ByteWriter value = new ByteWriter(in.remaining());
    while (true) {
      int next = in.readByte() ^ mask;
      if (next == 0 && endsAfterZero(in, mask)) {
        return value;
      }
      value.putByte(next);
    }
  }

  private static void skipEscaped(ByteReader in, int mask) {
    while (true) {
      if ((in.readByte() ^ mask) == 0 && endsAfterZero(in, mask)) {
        return;
      }
    }
  }

  private static boolean endsAfterZero(ByteReader in, int mask) {
    int mark = in.readByte() ^ mask;
    if (mark != KeyTags.END && mark != KeyTags.ESCAPED_ZERO) {
      throw damaged(mark, in, null);
    }
    return mark == KeyTags.END;
  }

  private static DoLakeException damaged(int found, ByteReader in, Throwable cause) {
    return new DoLakeException(
        ErrorCode.ROW_DAMAGED,
        String.format("unexpected 0x%02x in a key before byte %d", found, in.position()),
        "Run verify on the shard; restore it from a backup if it reports damage.",
        cause);
  }
}
