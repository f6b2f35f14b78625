package io.dolake.common.type;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;

/** Times and timestamps as the microseconds they are stored in; finer digits are cut off. */
public final class TemporalValues {
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final int NANOS_PER_MICRO = 1_000;
  private static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;

  private TemporalValues() {}

  public static long microsOfDay(LocalTime time) {
    return time.toNanoOfDay() / NANOS_PER_MICRO;
  }

  /** Microseconds since 1970-01-01T00:00, without a zone; INVALID_DATETIME beyond 64 bits. */
  public static long epochMicros(LocalDateTime dateTime) {
    return epochMicros(dateTime.toEpochSecond(ZoneOffset.UTC), dateTime.getNano(), dateTime);
  }

  /** Microseconds since 1970-01-01T00:00Z; INVALID_DATETIME beyond 64 bits. */
  public static long epochMicros(Instant instant) {
    return epochMicros(instant.getEpochSecond(), instant.getNano(), instant);
  }

  private static long epochMicros(long seconds, int nanos, Object shown) {
    try {
      return Math.addExact(Math.multiplyExact(seconds, MICROS_PER_SECOND), nanos / NANOS_PER_MICRO);
    } catch (ArithmeticException e) {
      throw new DoLakeException(
          ErrorCode.INVALID_DATETIME, "timestamp out of range: " + shown, null, e);
    }
  }

  public static LocalTime timeOfMicros(long micros) {
    if (micros < 0 || micros >= MICROS_PER_DAY) {
      throw new DoLakeException(
          ErrorCode.ROW_DAMAGED, "a time of day of " + micros + " microseconds");
    }
    return LocalTime.ofNanoOfDay(micros * NANOS_PER_MICRO);
  }

  public static LocalDateTime dateTimeOfMicros(long micros) {
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(micros, MICROS_PER_SECOND),
        (int) Math.floorMod(micros, MICROS_PER_SECOND) * NANOS_PER_MICRO,
        ZoneOffset.UTC);
  }

  public static Instant instantOfMicros(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, MICROS_PER_SECOND),
        Math.floorMod(micros, MICROS_PER_SECOND) * NANOS_PER_MICRO);
  }
}
