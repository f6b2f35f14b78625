package io.dolake.sql.function;

import io.dolake.sql.types.Arithmetic;
import io.dolake.sql.types.NumericText;
import io.dolake.sql.types.TextForm;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A moment as SQLite's date functions know it: milliseconds of the Julian day, made of a time value
 * and modifiers.
 */
final class JulianTime {
  private static final long MILLIS_PER_DAY = 86_400_000L;

  /** Julian day milliseconds of 1970-01-01 00:00. */
  private static final long UNIX_EPOCH = 210_866_760_000_000L;

  /** Last millisecond of the year 9999. */
  private static final long LAST = 464_269_060_799_999L;

  private static final Pattern TIME_OF_DAY =
      Pattern.compile("(\\d{2}):(\\d{2})(?::(\\d{2})(?:\\.(\\d+))?)?\\s*(Z|z|[+-]\\d{2}:\\d{2})?");
  private static final Pattern DATE = Pattern.compile("(-?\\d{4})-(\\d{2})-(\\d{2})(?:[ T]+(.*))?");
  private static final Pattern SHIFT =
      Pattern.compile(
          "((?:[+-]?\\d+\\.?\\d*|[+-]\\.\\d+)(?:e[+-]?\\d+)?)\\s+"
              + "(day|hour|minute|second|month|year)s?");
  private static final Pattern TIME_SHIFT =
      Pattern.compile("([+-]?)(\\d{2}):(\\d{2})(?::(\\d{2})(?:\\.(\\d+))?)?");
  private static final Pattern DATE_SHIFT =
      Pattern.compile("([+-])(\\d{4})-(\\d{2})-(\\d{2})(?:\\s+(\\d{2}):(\\d{2})(?::(\\d{2}))?)?");

  private long millis;
  private Double rawNumber;
  private boolean subsecond;

  /** Days by which the last change of month ran over its end. */
  private long overflowDays;

  private JulianTime(long millis) {
    this.millis = millis;
  }

  /**
   * From arguments: a time value (the statement's time if absent) and modifiers; null if invalid.
   */
  static JulianTime of(Object[] args, int from, Instant now, ZoneId zone) {
    JulianTime time = from >= args.length ? ofInstant(now) : ofValue(args[from], now);
    for (int i = from + 1; i < args.length && time != null; i++) {
      String modifier = TextForm.of(args[i]);
      if (modifier == null || !time.apply(modifier.toLowerCase(Locale.ROOT), zone, i == from + 1)) {
        return null;
      }
    }
    boolean valid = time != null && (time.rawNumber == null || time.isJulianDay());
    return valid && time.millis >= 0 && time.millis <= LAST ? time : null;
  }

  static JulianTime ofInstant(Instant instant) {
    return new JulianTime(UNIX_EPOCH + instant.toEpochMilli());
  }

  private static JulianTime ofDateTime(LocalDateTime value) {
    return ofInstant(value.toInstant(ZoneOffset.UTC));
  }

  private static JulianTime ofValue(Object value, Instant now) {
    if (value == null) {
      return null;
    }
    if (value instanceof LocalDate date) {
      return ofDateTime(date.atStartOfDay());
    }
    if (value instanceof LocalDateTime timestamp) {
      return ofDateTime(timestamp);
    }
    if (value instanceof Instant instant) {
      return ofInstant(instant);
    }
    if (value instanceof LocalTime time) {
      return ofDateTime(LocalDate.of(2000, 1, 1).atTime(time));
    }
    if (value instanceof String text) {
      return ofText(text.stripTrailing(), now);
    }
    return value instanceof byte[] ? null : ofNumber(Arithmetic.toDouble(value));
  }

  private static JulianTime ofNumber(double number) {
    JulianTime time = new JulianTime(0);
    time.rawNumber = number;
    if (time.isJulianDay()) {
      time.millis = (long) (number * MILLIS_PER_DAY + 0.5);
    }
    return time;
  }

  private boolean isJulianDay() {
    return rawNumber >= 0 && rawNumber < 5_373_484.5;
  }

  private static JulianTime ofText(String text, Instant now) {
    if (text.equalsIgnoreCase("now")) {
      return ofInstant(now);
    }
    if (text.equalsIgnoreCase("subsec") || text.equalsIgnoreCase("subsecond")) {
      JulianTime time = ofInstant(now);
      time.subsecond = true;
      return time;
    }
    Matcher date = DATE.matcher(text);
    if (date.matches()) {
      int year = Integer.parseInt(date.group(1));
      int month = Integer.parseInt(date.group(2));
      int day = Integer.parseInt(date.group(3));
      if (month < 1 || month > 12 || day < 1 || day > 31) {
        return null;
      }
      // Day 31 of a short month runs over into the next one.
      long start =
          ofDateTime(LocalDate.of(year, month, 1).plusDays(day - 1L).atStartOfDay()).millis;
      boolean withoutTime = date.group(4) == null || date.group(4).isBlank();
      Long time = withoutTime ? (Long) 0L : timeOfDay(date.group(4).strip());
      return time == null ? null : new JulianTime(start + time);
    }
    Long time = timeOfDay(text);
    if (time != null) {
      return new JulianTime(ofDateTime(LocalDate.of(2000, 1, 1).atStartOfDay()).millis + time);
    }
    Number number = NumericText.parseWhole(text);
    return number == null ? null : ofNumber(number.doubleValue());
  }

  /** Milliseconds since midnight, UTC; null if the text is no time. */
  private static Long timeOfDay(String text) {
    Matcher time = TIME_OF_DAY.matcher(text);
    if (!time.matches()) {
      return null;
    }
    int hour = Integer.parseInt(time.group(1));
    int minute = Integer.parseInt(time.group(2));
    int second = time.group(3) == null ? 0 : Integer.parseInt(time.group(3));
    if (hour > 24 || minute > 59 || second > 59) {
      return null;
    }
    double fraction = time.group(4) == null ? 0 : Double.parseDouble("0." + time.group(4));
    long millis = ((hour * 60L + minute) * 60 + second) * 1000 + (long) (fraction * 1000 + 0.5);
    String zone = time.group(5);
    if (zone != null && zone.length() > 1) {
      int zoneHour = Integer.parseInt(zone.substring(1, 3));
      int zoneMinute = Integer.parseInt(zone.substring(4, 6));
      if (zoneHour > 14 || zoneMinute > 59) {
        return null;
      }
      long offset = (zoneHour * 60L + zoneMinute) * 60_000;
      millis -= zone.charAt(0) == '-' ? -offset : offset;
    }
    return millis;
  }

  private boolean apply(String modifier, ZoneId zone, boolean first) {
    switch (modifier) {
      case "auto":
        if (!first) {
          return false;
        }
        if (rawNumber != null && !isJulianDay()) {
          return unixEpoch();
        }
        rawNumber = null;
        return true;
      case "unixepoch":
        return first && rawNumber != null && unixEpoch();
      case "julianday":
        boolean julian = first && rawNumber != null && isJulianDay();
        rawNumber = null;
        return julian;
      default:
        break;
    }
    if (rawNumber != null && !isJulianDay()) {
      return false;
    }
    rawNumber = null;
    switch (modifier) {
      case "subsec", "subsecond":
        subsecond = true;
        return true;
      case "start of day":
        return set(dateTime().toLocalDate().atStartOfDay());
      case "start of month":
        return set(dateTime().toLocalDate().withDayOfMonth(1).atStartOfDay());
      case "start of year":
        return set(dateTime().toLocalDate().withDayOfYear(1).atStartOfDay());
      case "ceiling":
        return true;
      case "floor":
        millis -= overflowDays * MILLIS_PER_DAY;
        overflowDays = 0;
        return true;
      case "localtime":
        return set(LocalDateTime.ofInstant(instant(), zone));
      case "utc":
        return set(LocalDateTime.ofInstant(dateTime().atZone(zone).toInstant(), ZoneOffset.UTC));
      default:
        return shift(modifier);
    }
  }

  private boolean unixEpoch() {
    double seconds = rawNumber;
    rawNumber = null;
    millis = UNIX_EPOCH + Math.round(seconds * 1000);
    return millis >= 0 && millis <= LAST;
  }

  private boolean set(LocalDateTime value) {
    millis = ofDateTime(value).millis;
    return true;
  }

  private boolean shift(String modifier) {
    Matcher shift = SHIFT.matcher(modifier);
    if (shift.matches()) {
      return shift(Double.parseDouble(shift.group(1)), shift.group(2));
    }
    if (modifier.startsWith("weekday ")) {
      return weekday(modifier.substring("weekday ".length()).strip());
    }
    Matcher time = TIME_SHIFT.matcher(modifier);
    if (time.matches()) {
      Long amount = timeOfDay(modifier.substring(time.end(1)));
      if (amount == null) {
        return false;
      }
      long withinDay = amount % MILLIS_PER_DAY;
      millis += time.group(1).equals("-") ? -withinDay : withinDay;
      return true;
    }
    Matcher date = DATE_SHIFT.matcher(modifier);
    if (!date.matches()) {
      return false;
    }
    int sign = date.group(1).equals("-") ? -1 : 1;
    LocalDateTime moved =
        plusMonths(sign * (Integer.parseInt(date.group(2)) * 12 + Integer.parseInt(date.group(3))));
    moved = moved.plusDays((long) sign * Integer.parseInt(date.group(4)));
    if (date.group(5) != null) {
      long minutes = Integer.parseInt(date.group(5)) * 60L + Integer.parseInt(date.group(6));
      long seconds = minutes * 60 + (date.group(7) == null ? 0 : Integer.parseInt(date.group(7)));
      moved = moved.plusSeconds(sign * seconds);
    }
    return set(moved);
  }

  private boolean shift(double amount, String unit) {
    if (Math.abs(amount) > 5e11) {
      return false;
    }
    switch (unit) {
      case "month":
        set(plusMonths((int) amount));
        millis += Math.round((amount - (int) amount) * 30 * MILLIS_PER_DAY);
        return true;
      case "year":
        set(plusMonths((int) amount * 12));
        millis += Math.round((amount - (int) amount) * 365 * MILLIS_PER_DAY);
        return true;
      default:
        double unitMillis =
            switch (unit) {
              case "day" -> MILLIS_PER_DAY;
              case "hour" -> 3_600_000;
              case "minute" -> 60_000;
              default -> 1_000;
            };
        millis += Math.round(amount * unitMillis);
        return millis >= 0 && millis <= LAST;
    }
  }

  /** A day that the new month lacks runs over into the month after it. */
  private LocalDateTime plusMonths(int months) {
    LocalDateTime now = dateTime();
    LocalDateTime first = now.withDayOfMonth(1).plusMonths(months);
    overflowDays = Math.max(0, now.getDayOfMonth() - first.toLocalDate().lengthOfMonth());
    return first.plusDays(now.getDayOfMonth() - 1L);
  }

  private boolean weekday(String number) {
    Number wanted = NumericText.parseWhole(number);
    if (wanted == null
        || wanted.doubleValue() != wanted.intValue()
        || wanted.intValue() < 0
        || wanted.intValue() > 6) {
      return false;
    }
    int today = dateTime().getDayOfWeek().getValue() % 7;
    millis += ((wanted.intValue() - today + 7) % 7) * MILLIS_PER_DAY;
    return true;
  }

  boolean subsecond() {
    return subsecond;
  }

  Instant instant() {
    return Instant.ofEpochMilli(millis - UNIX_EPOCH);
  }

  LocalDateTime dateTime() {
    return LocalDateTime.ofInstant(instant(), ZoneOffset.UTC);
  }

  double julianDay() {
    return millis / (double) MILLIS_PER_DAY;
  }

  long unixSeconds() {
    return Math.floorDiv(millis - UNIX_EPOCH, 1000L);
  }

  double unixSecondsWithFraction() {
    return (millis - UNIX_EPOCH) / 1000.0;
  }

  long milliseconds() {
    return millis;
  }
}
