package io.dolake.sql.types;

import io.dolake.common.catalog.Collation;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;

/**
 * Order, equality and truth of values. Across classes the order is SQLite's: NULL, numbers, (dates
 * and times, UUIDs,) text, blobs. Booleans count as the numbers 0 and 1.
 */
public final class Values {
  private static final int NUMBER_RANK = 1;
  private static final int INSTANT_RANK = 2;
  private static final int TIME_RANK = 3;
  private static final int UUID_RANK = 4;
  private static final int TEXT_RANK = 5;
  private static final int BLOB_RANK = 6;

  private Values() {}

  /** Compares two values that are not null. */
  public static int compare(Object a, Object b, Collation collation) {
    if (a instanceof Long x && b instanceof Long y) {
      return Long.compare(x, y);
    }
    if (a instanceof String x && b instanceof String y) {
      return compareText(x, y, collation);
    }
    int rank = rank(a);
    int order = Integer.compare(rank, rank(b));
    if (order != 0) {
      return order;
    }
    return switch (rank) {
      case NUMBER_RANK -> compareNumbers(number(a), number(b));
      case INSTANT_RANK -> toLocalDateTime(a).compareTo(toLocalDateTime(b));
      case TIME_RANK -> ((LocalTime) a).compareTo((LocalTime) b);
      case UUID_RANK -> compareUuids((UUID) a, (UUID) b);
      case BLOB_RANK -> Arrays.compareUnsigned((byte[]) a, (byte[]) b);
      default -> throw new IllegalStateException("no order for " + a.getClass());
    };
  }

  /** Compares with NULL as the smallest value, equal to itself. */
  public static int compareNullsFirst(Object a, Object b, Collation collation) {
    if (a == null || b == null) {
      return a == b ? 0 : a == null ? -1 : 1;
    }
    return compare(a, b, collation);
  }

  /** Compares texts by code point (the order of their UTF-8 bytes), after folding. */
  public static int compareText(String a, String b, Collation collation) {
    if (collation == Collation.BINARY) {
      return compareByCodePoint(a, b);
    }
    return compareByCodePoint(fold(a, collation), fold(b, collation));
  }

  /** A text that compares BINARY as the given one does under the collation. */
  public static String fold(String text, Collation collation) {
    return switch (collation) {
      case BINARY -> text;
      case NOCASE -> foldAscii(text);
      case RTRIM -> stripTrailingSpaces(text);
    };
  }

  /**
   * A value whose {@code equals} and {@code hashCode} agree with {@link #compare} being 0: for hash
   * tables. Null stays null.
   */
  public static Object hashKey(Object value, Collation collation) {
    if (value == null || value instanceof Long) {
      return value;
    }
    if (value instanceof String text) {
      return collation == Collation.BINARY ? text : fold(text, collation);
    }
    if (value instanceof Double real) {
      return realKey(real);
    }
    if (value instanceof BigDecimal decimal) {
      return decimalKey(decimal);
    }
    if (value instanceof Boolean flag) {
      return flag ? 1L : 0L;
    }
    if (value instanceof byte[] bytes) {
      return new BlobKey(bytes);
    }
    return rank(value) == INSTANT_RANK ? toLocalDateTime(value) : value;
  }

  /** Whether a value, as a condition, is true. NULL is not. */
  public static boolean isTrue(Object value) {
    if (value == null) {
      return false;
    }
    if (value instanceof Long number) {
      return number != 0;
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    if (value instanceof String || value instanceof byte[]) {
      return NumericText.parsePrefix(TextForm.of(value)).doubleValue() != 0;
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.signum() != 0;
    }
    return !(value instanceof Double real) || real != 0;
  }

  /** SQLite's name of the value's class; our own types go by theirs. */
  public static String typeName(Object value) {
    if (value == null) {
      return "null";
    }
    if (value instanceof Long || value instanceof Boolean) {
      return "integer";
    }
    if (value instanceof Double) {
      return "real";
    }
    if (value instanceof String) {
      return "text";
    }
    if (value instanceof byte[]) {
      return "blob";
    }
    if (value instanceof BigDecimal) {
      return "decimal";
    }
    if (value instanceof LocalDate) {
      return "date";
    }
    if (value instanceof LocalTime) {
      return "time";
    }
    if (value instanceof UUID) {
      return "uuid";
    }
    return value instanceof Instant ? "timestamptz" : "timestamp";
  }

  /** Rough size of a value on the heap, for memory budgets. */
  public static long heapBytes(Object value) {
    if (value instanceof String text) {
      return 56L + text.length();
    }
    if (value instanceof byte[] bytes) {
      return 24L + bytes.length;
    }
    return value == null ? 0 : 24;
  }

  /** Rough size of a row on the heap. */
  public static long heapBytes(Object[] row) {
    long bytes = 24L + 4L * row.length;
    for (Object value : row) {
      bytes += heapBytes(value);
    }
    return bytes;
  }

  static boolean isNumber(Object value) {
    return value instanceof Long
        || value instanceof Double
        || value instanceof BigDecimal
        || value instanceof Boolean;
  }

  private static Object number(Object value) {
    return value instanceof Boolean flag ? (Object) (flag ? 1L : 0L) : value;
  }

  private static int compareNumbers(Object a, Object b) {
    if (a instanceof Double x) {
      if (b instanceof Double y) {
        return x < y ? -1 : x > y ? 1 : 0;
      }
      return b instanceof Long y ? -compareLongToReal(y, x) : compareDecimalToReal(b, x, -1);
    }
    if (b instanceof Double y) {
      return a instanceof Long x ? compareLongToReal(x, y) : compareDecimalToReal(a, y, 1);
    }
    if (a instanceof Long x && b instanceof Long y) {
      return Long.compare(x, y);
    }
    return decimal(a).compareTo(decimal(b));
  }

  /** A real stands for the shortest decimal that reads back as it, so that 0.1 equals 0.10. */
  private static int compareDecimalToReal(Object decimal, double real, int sign) {
    if (Double.isInfinite(real)) {
      return real > 0 ? -sign : sign;
    }
    return sign * decimal(decimal).compareTo(BigDecimal.valueOf(real));
  }

  private static BigDecimal decimal(Object number) {
    return number instanceof Long value ? BigDecimal.valueOf(value) : (BigDecimal) number;
  }

  /** Exact: the integer is not rounded to a real first unless that loses nothing. */
  private static int compareLongToReal(long a, double b) {
    if (b < -0x1p63) {
      return 1;
    }
    if (b >= 0x1p63) {
      return -1;
    }
    long whole = (long) b;
    if (a != whole) {
      return a < whole ? -1 : 1;
    }
    double rest = b - whole;
    return rest > 0 ? -1 : rest < 0 ? 1 : 0;
  }

  private static int rank(Object value) {
    if (value instanceof Long || value instanceof Double) {
      return NUMBER_RANK;
    }
    if (value instanceof String) {
      return TEXT_RANK;
    }
    if (value instanceof byte[]) {
      return BLOB_RANK;
    }
    if (isNumber(value)) {
      return NUMBER_RANK;
    }
    if (value instanceof LocalTime) {
      return TIME_RANK;
    }
    return value instanceof UUID ? UUID_RANK : INSTANT_RANK;
  }

  private static LocalDateTime toLocalDateTime(Object value) {
    if (value instanceof LocalDateTime timestamp) {
      return timestamp;
    }
    if (value instanceof LocalDate date) {
      return date.atStartOfDay();
    }
    if (value instanceof Instant instant) {
      return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
    throw new IllegalStateException("not a point in time: " + value.getClass());
  }

  private static int compareUuids(UUID a, UUID b) {
    int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
  }

  private static int compareByCodePoint(String a, String b) {
    int common = Math.min(a.length(), b.length());
    for (int i = 0; i < common; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        // Surrogates stand for code points above all others, but sort below U+E000 as units.
        boolean xHigh = Character.isSurrogate(x);
        boolean yHigh = Character.isSurrogate(y);
        return xHigh == yHigh ? Character.compare(x, y) : xHigh ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  private static String foldAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        StringBuilder folded = new StringBuilder(text);
        for (int j = i; j < folded.length(); j++) {
          char d = folded.charAt(j);
          if (d >= 'A' && d <= 'Z') {
            folded.setCharAt(j, (char) (d + 32));
          }
        }
        return folded.toString();
      }
    }
    return text;
  }

  private static String stripTrailingSpaces(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == ' ') {
      end--;
    }
    return text.substring(0, end);
  }

  private static Object realKey(double real) {
    long whole = (long) real;
    return whole == real && real < 0x1p63 ? (Object) whole : (Object) real;
  }

  private static Object decimalKey(BigDecimal decimal) {
    BigDecimal plain = decimal.stripTrailingZeros();
    if (plain.scale() <= 0 && plain.precision() - plain.scale() <= 18) {
      return plain.longValueExact();
    }
    double real = plain.doubleValue();
    boolean exact = !Double.isInfinite(real) && BigDecimal.valueOf(real).compareTo(plain) == 0;
    return exact ? realKey(real) : (Object) plain;
  }

  /** Lower case of names and keywords, independent of the machine's language. */
  public static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private record BlobKey(byte[] bytes) {
    @Override
    public boolean equals(Object other) {
      return other instanceof BlobKey key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }
}
