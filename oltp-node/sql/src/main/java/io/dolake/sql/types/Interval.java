package io.dolake.sql.types;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A span of time that a date or time can be moved by, as PostgreSQL has it: months first, where a
 * day that the month does not have becomes its last one, then days, then the rest. Not a value of
 * its own. Thread-safe.
 *
 * @param micros what is less than a day, and more than that where it was given in hours
 */
public record Interval(long months, long days, long micros) {
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;
  private static final int MONTHS_PER_YEAR = 12;
  private static final int DAYS_PER_MONTH = 30;
  private static final int MAX_TEXT = 200;
  private static final int KEPT = 1_000;

  /** A statement moves many dates by the same interval. */
  private static final Cache<String, Interval> READ =
      Caffeine.newBuilder().maximumSize(KEPT).build();

  /** A clock time, or a number and its unit. */
  private static final Pattern PART =
      Pattern.compile(
          "\\s*(?:([+-])?(\\d{1,9}):(\\d{1,2})(?::(\\d{1,2}(?:\\.\\d{1,6})?))?"
              + "|([+-]?\\d{1,12}(?:\\.\\d{1,9})?)\\s*([a-z]+))\\s*,?");

  /**
   * Reads {@code 1 year 2 months 3 days 4 hours 5 minutes 6.7 seconds}, {@code 3 days 04:05:06} and
   * their short forms; {@code ago} at the end turns it around.
   *
   * @throws DoLakeException INVALID_DATETIME if it is none
   */
  public static Interval parse(String text) {
    return READ.get(text.strip(), Interval::read);
  }

  private static Interval read(String text) {
    String rest = text.toLowerCase(Locale.ROOT);
    boolean ago = rest.endsWith(" ago");
    rest = ago ? rest.substring(0, rest.length() - " ago".length()) : rest;
    Interval sum = new Interval(0, 0, 0);
    Matcher part = PART.matcher(rest);
    int at = 0;
    try {
      while (at < rest.length()
          && rest.length() <= MAX_TEXT
          && part.find(at)
          && part.start() == at) {
        sum = sum.plus(part.group(6) == null ? clock(part) : amount(part, text));
        at = part.end();
      }
      if (at == 0 || at < rest.length()) {
        throw invalid(text);
      }
      return ago ? sum.negated() : sum;
    } catch (ArithmeticException e) {
      throw invalid(text);
    }
  }

  private static Interval clock(Matcher part) {
    BigDecimal seconds = new BigDecimal(part.group(4) == null ? "0" : part.group(4));
    long micros =
        (Long.parseLong(part.group(2)) * 3_600 + Long.parseLong(part.group(3)) * 60)
                * MICROS_PER_SECOND
            + micros(seconds, 1);
    return new Interval(0, 0, "-".equals(part.group(1)) ? -micros : micros);
  }

  private static Interval amount(Matcher part, String text) {
    BigDecimal amount = new BigDecimal(part.group(5));
    return switch (part.group(6)) {
      case "millennium", "millennia", "millenniums" -> ofMonths(amount, 1_000 * MONTHS_PER_YEAR);
      case "century", "centuries", "c" -> ofMonths(amount, 100 * MONTHS_PER_YEAR);
      case "decade", "decades" -> ofMonths(amount, 10 * MONTHS_PER_YEAR);
      case "year", "years", "yr", "yrs", "y" -> ofMonths(amount, MONTHS_PER_YEAR);
      case "month", "months", "mon", "mons" -> ofMonths(amount, 1);
      case "week", "weeks", "w" -> ofDays(amount.multiply(BigDecimal.valueOf(7)));
      case "day", "days", "d" -> ofDays(amount);
      case "hour", "hours", "hr", "hrs", "h" -> new Interval(0, 0, micros(amount, 3_600));
      case "minute", "minutes", "min", "mins", "m" -> new Interval(0, 0, micros(amount, 60));
      case "second", "seconds", "sec", "secs", "s" -> new Interval(0, 0, micros(amount, 1));
      case "millisecond", "milliseconds", "msec", "msecs", "ms" ->
          new Interval(0, 0, micros(amount.movePointLeft(3), 1));
      case "microsecond", "microseconds", "usec", "usecs", "us" ->
          new Interval(0, 0, micros(amount.movePointLeft(6), 1));
      default -> throw invalid(text);
    };
  }

  /** A part of a year is whole months; a part of a month is days of thirty. */
  private static Interval ofMonths(BigDecimal amount, int months) {
    BigDecimal all = amount.multiply(BigDecimal.valueOf(months));
    long whole = all.setScale(0, RoundingMode.DOWN).longValueExact();
    BigDecimal part = months > 1 ? BigDecimal.ZERO : all.subtract(BigDecimal.valueOf(whole));
    Interval days = ofDays(part.multiply(BigDecimal.valueOf(DAYS_PER_MONTH)));
    return new Interval(whole, days.days, days.micros);
  }

  private static Interval ofDays(BigDecimal amount) {
    long whole = amount.setScale(0, RoundingMode.DOWN).longValueExact();
    BigDecimal part = amount.subtract(BigDecimal.valueOf(whole));
    return new Interval(0, whole, micros(part, (int) (MICROS_PER_DAY / MICROS_PER_SECOND)));
  }

  private static long micros(BigDecimal amount, int seconds) {
    return amount
        .multiply(BigDecimal.valueOf(seconds * MICROS_PER_SECOND))
        .setScale(0, RoundingMode.HALF_EVEN)
        .longValueExact();
  }

  private static DoLakeException invalid(String text) {
    return new DoLakeException(
        ErrorCode.INVALID_DATETIME,
        "not an interval: '"
            + (text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) + "..." : text)
            + "'",
        "Write it like INTERVAL '1 day 2 hours' or INTERVAL '-3 months'.");
  }

  private Interval plus(Interval other) {
    return new Interval(
        Math.addExact(months, other.months),
        Math.addExact(days, other.days),
        Math.addExact(micros, other.micros));
  }

  public Interval negated() {
    return new Interval(-months, -days, -micros);
  }

  /**
   * The moment this much after a date or time: a TIMESTAMP for a date or a text, else the same
   * type; a TIME goes around the clock.
   */
  public Object after(Object value) {
    try {
      if (value instanceof LocalTime time) {
        return time.plus(micros % MICROS_PER_DAY, ChronoUnit.MICROS);
      }
      if (value instanceof Instant instant) {
        LocalDateTime utc = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        return moved(utc).toInstant(ZoneOffset.UTC);
      }
      if (value instanceof LocalDate date) {
        return moved(date.atStartOfDay());
      }
      return moved((LocalDateTime) Cast.to(ColumnType.TIMESTAMP, value));
    } catch (DateTimeException | ArithmeticException e) {
      throw new DoLakeException(ErrorCode.INVALID_DATETIME, "the date is out of range");
    }
  }

  private LocalDateTime moved(LocalDateTime from) {
    return from.plusMonths(months).plusDays(days).plus(micros, ChronoUnit.MICROS);
  }
}
