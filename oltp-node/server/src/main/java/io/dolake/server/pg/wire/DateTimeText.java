package io.dolake.server.pg.wire;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads ISO dates, times and timestamps as PostgreSQL's clients write them: {@code 2026-03-01},
 * {@code 12:30:00.5}, {@code 2026-03-01 12:30:00+02}, {@code T} between date and time, {@code Z},
 * {@code BC} at the end.
 */
final class DateTimeText {
  private static final Pattern SHAPE =
      Pattern.compile(
          "(?:(\\d{1,9})-(\\d{1,2})-(\\d{1,2}))?[ T]*"
              + "(?:(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:\\.(\\d{1,9}))?)?)?"
              + " ?(Z|[+-]\\d{2}(?::?\\d{2})?(?::?\\d{2})?)?( BC)?");

  private final String text;
  private final String typeName;
  private final Matcher matcher;

  private DateTimeText(String text, String typeName) {
    this.text = text;
    this.typeName = typeName;
    this.matcher = SHAPE.matcher(text.trim());
  }

  static LocalDate date(String text) {
    DateTimeText parsed = new DateTimeText(text, "date");
    return parsed.read(parsed::requiredDate);
  }

  static LocalTime time(String text) {
    DateTimeText parsed = new DateTimeText(text, "time");
    return parsed.read(
        () -> {
          if (parsed.matcher.group(4) == null) {
            throw parsed.invalid();
          }
          return parsed.timeOrMidnight();
        });
  }

  static LocalDateTime timestamp(String text) {
    DateTimeText parsed = new DateTimeText(text, "timestamp");
    return parsed.read(parsed::dateTime);
  }

  /** A text without offset is taken to be in the zone. */
  static Instant instant(String text, ZoneId zone) {
    DateTimeText parsed = new DateTimeText(text, "timestamp with time zone");
    return parsed.read(
        () -> {
          String offset = parsed.matcher.group(8);
          LocalDateTime local = parsed.dateTime();
          return offset == null
              ? local.atZone(zone).toInstant()
              : local.toInstant(ZoneOffset.of(withMinutes(offset)));
        });
  }

  private interface Reader<T> {
    T read();
  }

  private <T> T read(Reader<T> reader) {
    if (!matcher.matches()) {
      throw invalid();
    }
    try {
      return reader.read();
    } catch (DateTimeException e) {
      throw invalid();
    }
  }

  private LocalDateTime dateTime() {
    // PostgreSQL allows 24:00:00 for the end of the day.
    if ("24".equals(matcher.group(4))) {
      return requiredDate().plusDays(1).atStartOfDay();
    }
    return requiredDate().atTime(timeOrMidnight());
  }

  private LocalDate requiredDate() {
    if (matcher.group(1) == null) {
      throw invalid();
    }
    int year = Integer.parseInt(matcher.group(1));
    return LocalDate.of(
        matcher.group(9) == null ? year : 1 - year,
        Integer.parseInt(matcher.group(2)),
        Integer.parseInt(matcher.group(3)));
  }

  private LocalTime timeOrMidnight() {
    if (matcher.group(4) == null) {
      return LocalTime.MIDNIGHT;
    }
    String second = matcher.group(6);
    String fraction = matcher.group(7);
    int nanos = fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
    return LocalTime.of(
        Integer.parseInt(matcher.group(4)),
        Integer.parseInt(matcher.group(5)),
        second == null ? 0 : Integer.parseInt(second),
        nanos / 1000 * 1000);
  }

  private static String withMinutes(String offset) {
    return offset.matches("[+-]\\d{4,6}") || offset.length() > 3 || offset.equals("Z")
        ? offset
        : offset + ":00";
  }

  private DoLakeException invalid() {
    return new DoLakeException(
        ErrorCode.INVALID_DATETIME,
        "invalid input syntax for type " + typeName + ": \"" + text + "\"",
        "Write it as 2026-03-01 12:30:00.");
  }
}
