package io.dolake.sql.types;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads dates and times in the forms ISO 8601, SQLite and PostgreSQL share; null if it is none. */
public final class DateTimeText {
  private static final String TIME_PART = "(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:\\.(\\d{1,9})\\d*)?)?";
  private static final Pattern TIME = Pattern.compile(TIME_PART);
  private static final Pattern TIMESTAMP =
      Pattern.compile(
          "(-?\\d{4,6})-(\\d{1,2})-(\\d{1,2})(?:[ T]+"
              + TIME_PART
              + ")?\\s*(Z|z|UTC|[+-]\\d{1,2}(?::?\\d{2})?)?");

  private DateTimeText() {}

  /** A date; a time after it must be midnight, so that nothing is lost. */
  public static LocalDate parseDate(String text) {
    LocalDateTime timestamp = parseTimestamp(text);
    return timestamp != null && timestamp.toLocalTime().equals(LocalTime.MIDNIGHT)
        ? timestamp.toLocalDate()
        : null;
  }

  public static LocalTime parseTime(String text) {
    Matcher matcher = TIME.matcher(text.strip());
    try {
      return matcher.matches() ? time(matcher, 1) : null;
    } catch (DateTimeException outOfRange) {
      return null;
    }
  }

  /** A timestamp; a zone offset in the text is dropped, as PostgreSQL does. */
  public static LocalDateTime parseTimestamp(String text) {
    LocalDateTime plain = plainTimestamp(text);
    if (plain != null) {
      return plain;
    }
    Matcher matcher = TIMESTAMP.matcher(text.strip());
    return matcher.matches() ? timestamp(matcher) : null;
  }

  /** An instant; text without an offset is UTC. */
  public static Instant parseInstant(String text) {
    LocalDateTime plain = plainTimestamp(text);
    if (plain != null) {
      return plain.toInstant(ZoneOffset.UTC);
    }
    Matcher matcher = TIMESTAMP.matcher(text.strip());
    if (!matcher.matches()) {
      return null;
    }
    LocalDateTime timestamp = timestamp(matcher);
    String zone = matcher.group(8);
    if (timestamp == null || zone == null || !"+-".contains(zone.substring(0, 1))) {
      return timestamp == null ? null : timestamp.toInstant(ZoneOffset.UTC);
    }
    try {
      String digits = zone.substring(1).replace(":", "");
      int hours =
          Integer.parseInt(digits.length() > 2 ? digits.substring(0, digits.length() - 2) : digits);
      int minutes =
          digits.length() > 2 ? Integer.parseInt(digits.substring(digits.length() - 2)) : 0;
      int sign = zone.charAt(0) == '-' ? -1 : 1;
      return timestamp.toInstant(ZoneOffset.ofHoursMinutes(sign * hours, sign * minutes));
    } catch (DateTimeException outOfRange) {
      return null;
    }
  }

  /**
   * A timestamp written {@code YYYY-MM-DD HH:MM:SS}, as {@code CURRENT_TIMESTAMP} is, with nothing
   * before or after it; null for any other text.
   */
  private static LocalDateTime plainTimestamp(String text) {
    boolean plain =
        text.length() == 19
            && text.charAt(4) == '-'
            && text.charAt(7) == '-'
            && (text.charAt(10) == ' ' || text.charAt(10) == 'T')
            && text.charAt(13) == ':'
            && text.charAt(16) == ':';
    if (!plain) {
      return null;
    }
    int year = digits(text, 0, 4);
    int month = digits(text, 5, 7);
    int day = digits(text, 8, 10);
    int hour = digits(text, 11, 13);
    int minute = digits(text, 14, 16);
    int second = digits(text, 17, 19);
    try {
      return (year | month | day | hour | minute | second) < 0
          ? null
          : LocalDateTime.of(year, month, day, hour, minute, second);
    } catch (DateTimeException outOfRange) {
      return null;
    }
  }

  /** The number that the characters of [from, to) are, or -1. */
  private static int digits(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  private static LocalDateTime timestamp(Matcher matcher) {
    try {
      LocalDate date =
          LocalDate.of(
              Integer.parseInt(matcher.group(1)),
              Integer.parseInt(matcher.group(2)),
              Integer.parseInt(matcher.group(3)));
      return date.atTime(matcher.group(4) == null ? LocalTime.MIDNIGHT : time(matcher, 4));
    } catch (DateTimeException outOfRange) {
      return null;
    }
  }

  private static LocalTime time(Matcher matcher, int group) {
    String second = matcher.group(group + 2);
    String fraction = matcher.group(group + 3);
    int nanos = 0;
    if (fraction != null) {
      nanos = Integer.parseInt((fraction + "00000000").substring(0, 9)) / 1000 * 1000;
    }
    return LocalTime.of(
        Integer.parseInt(matcher.group(group)),
        Integer.parseInt(matcher.group(group + 1)),
        second == null ? 0 : Integer.parseInt(second),
        nanos);
  }
}
