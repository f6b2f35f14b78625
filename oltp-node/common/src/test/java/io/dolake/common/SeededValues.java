package io.dolake.common;

import io.dolake.common.type.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Random column values with a taste for the awkward ones. Belongs to one thread. */
public final class SeededValues {
  private static final long[] LONGS = {
    0,
    1,
    -1,
    127,
    128,
    255,
    256,
    -256,
    -257,
    65535,
    65536,
    1L << 53,
    (1L << 53) + 1,
    -(1L << 53) - 1,
    Long.MAX_VALUE,
    Long.MAX_VALUE - 1,
    Long.MIN_VALUE,
    Long.MIN_VALUE + 1
  };
  private static final double[] DOUBLES = {
    0.0,
    -0.0,
    1,
    -1,
    0.5,
    -0.5,
    Double.MIN_VALUE,
    -Double.MIN_VALUE,
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.NaN,
    0x1p53,
    -0x1p53,
    0x1p63,
    -0x1p63,
    9.007199254740994E15
  };
  private static final String[] TEXTS = {
    "",
    " ",
    "a",
    "A",
    "a ",
    "a\u0000",
    "a\u0000b",
    "\u0000",
    "z",
    "Z",
    "é",
    "É",
    "\uffff",
    "\ud83d\ude00",
    "ab",
    "aB  ",
    "\u007f",
    "\u0080"
  };

  private final Random random;

  public SeededValues(long seed) {
    random = new Random(seed);
  }

  public Random random() {
    return random;
  }

  /** A random type, with its parameters. */
  public ColumnType type() {
    List<ColumnType> types =
        List.of(
            ColumnType.BOOLEAN,
            ColumnType.INTEGER,
            ColumnType.REAL,
            decimal(),
            ColumnType.TEXT,
            ColumnType.BLOB,
            ColumnType.DATE,
            ColumnType.TIME,
            ColumnType.TIMESTAMP,
            ColumnType.TIMESTAMPTZ,
            ColumnType.UUID,
            ColumnType.JSON,
            ColumnType.ANY);
    return types.get(random.nextInt(types.size()));
  }

  private ColumnType decimal() {
    int precision = 1 + random.nextInt(ColumnType.MAX_DECIMAL_PRECISION);
    return ColumnType.decimal(precision, random.nextInt(precision + 1));
  }

  /** A value of the type, null once in ten. */
  public Object nullable(ColumnType type) {
    return random.nextInt(10) == 0 ? null : value(type);
  }

  public Object value(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> random.nextBoolean();
      case INTEGER -> integer();
      case REAL -> real();
      case DECIMAL -> decimal(type);
      case TEXT, JSON -> text();
      case BLOB -> blob();
      case DATE -> LocalDate.ofEpochDay(random.nextInt(80_000) - 40_000);
      case TIME -> LocalTime.ofNanoOfDay(random.nextLong(86_400_000_000L) * 1_000);
      case TIMESTAMP -> LocalDateTime.ofInstant(instant(), ZoneOffset.UTC);
      case TIMESTAMPTZ -> instant();
      case UUID -> new UUID(random.nextLong(), random.nextLong());
      case ANY -> any();
    };
  }

  private Object any() {
    return switch (random.nextInt(5)) {
      case 0 -> integer();
      case 1 -> random.nextBoolean() ? real() : (Object) (double) integer();
      case 2 -> text();
      case 3 -> blob();
      default -> random.nextBoolean();
    };
  }

  private Instant instant() {
    return Instant.ofEpochSecond(
        random.nextLong(-10_000_000_000L, 10_000_000_000L), random.nextInt(1_000_000) * 1_000L);
  }

  private long integer() {
    return switch (random.nextInt(3)) {
      case 0 -> LONGS[random.nextInt(LONGS.length)];
      case 1 -> random.nextInt(1_000) - 500;
      default -> random.nextLong() >> random.nextInt(64);
    };
  }

  private double real() {
    return switch (random.nextInt(3)) {
      case 0 -> DOUBLES[random.nextInt(DOUBLES.length)];
      case 1 -> random.nextInt(200) / 4.0 - 25;
      default -> Double.longBitsToDouble(random.nextLong());
    };
  }

  private BigDecimal decimal(ColumnType type) {
    int digits = 1 + random.nextInt(type.precision());
    BigInteger unscaled = new BigInteger(130, random).mod(BigInteger.TEN.pow(digits));
    if (random.nextInt(4) == 0) {
      unscaled = BigInteger.valueOf(random.nextInt(10)).min(BigInteger.TEN.pow(digits));
    }
    return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), type.scale());
  }

  private String text() {
    if (random.nextInt(3) > 0) {
      return TEXTS[random.nextInt(TEXTS.length)];
    }
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(random.nextInt(10) == 0 ? 300 : 6);
    for (int i = 0; i < length; i++) {
      text.append(TEXTS[random.nextInt(TEXTS.length)]);
    }
    return text.toString();
  }

  private byte[] blob() {
    byte[] bytes = new byte[random.nextInt(6)];
    random.nextBytes(bytes);
    for (int i = 0; i < bytes.length; i++) {
      if (random.nextInt(3) == 0) {
        bytes[i] = (byte) (random.nextBoolean() ? 0 : 0xff);
      }
    }
    return bytes;
  }
}
