package io.dolake.sql.function;

import io.dolake.common.type.ColumnType;
import io.dolake.sql.exec.Frame;
import io.dolake.sql.types.TextForm;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.Locale;
import java.util.function.Function;

/** SQLite's date and time functions. */
final class DateTimeFunctions {
  private static final ColumnType TEXT = ColumnType.TEXT;

  private DateTimeFunctions() {}

  static void register(FunctionRegistry registry) {
    add(registry, "date", TEXT, DateTimeFunctions::date);
    add(registry, "time", TEXT, time -> timeOfDay(time.dateTime(), time.subsecond()));
    add(
        registry,
        "datetime",
        TEXT,
        time -> date(time) + " " + timeOfDay(time.dateTime(), time.subsecond()));
    add(registry, "julianday", ColumnType.REAL, JulianTime::julianDay);
    add(
        registry,
        "unixepoch",
        ColumnType.INTEGER,
        time ->
            time.subsecond()
                ? (Object) time.unixSecondsWithFraction()
                : (Object) time.unixSeconds());
    registry.stable(
        "strftime",
        1,
        -1,
        TEXT,
        (args, frame) -> {
          JulianTime time = args[0] == null ? null : time(args, 1, frame);
          return time == null ? null : format(TextForm.of(args[0]), time);
        });
    registry.stable("timediff", 2, 2, TEXT, (args, frame) -> difference(args, frame));
    registry.stable("current_date", 0, 0, TEXT, (args, frame) -> date(now(frame)));
    registry.stable(
        "current_time", 0, 0, TEXT, (args, frame) -> timeOfDay(now(frame).dateTime(), false));
    registry.stable(
        "current_timestamp",
        0,
        0,
        TEXT,
        (args, frame) -> date(now(frame)) + " " + timeOfDay(now(frame).dateTime(), false));
  }

  private static void add(
      FunctionRegistry registry, String name, ColumnType type, Function<JulianTime, Object> body) {
    registry.stable(
        name,
        0,
        -1,
        type,
        (args, frame) -> {
          JulianTime time = time(args, 0, frame);
          return time == null ? null : body.apply(time);
        });
  }

  private static JulianTime now(Frame frame) {
    return JulianTime.ofInstant(frame.context().statementTime());
  }

  private static JulianTime time(Object[] args, int from, Frame frame) {
    Instant now = frame.context().statementTime();
    ZoneId zone = frame.context().session().zone();
    return JulianTime.of(args, from, now, zone);
  }

  private static String date(JulianTime time) {
    LocalDateTime at = time.dateTime();
    return year(at)
        + String.format(Locale.ROOT, "-%02d-%02d", at.getMonthValue(), at.getDayOfMonth());
  }

  /** Four digits, before them a sign for years before the first one. */
  private static String year(LocalDateTime at) {
    return (at.getYear() < 0 ? "-" : "") + number("%04d", Math.abs(at.getYear()));
  }

  private static String timeOfDay(LocalDateTime at, boolean subsecond) {
    String text =
        String.format(Locale.ROOT, "%02d:%02d:%02d", at.getHour(), at.getMinute(), at.getSecond());
    return subsecond ? text + String.format(Locale.ROOT, ".%03d", at.getNano() / 1_000_000) : text;
  }

  private static String format(String format, JulianTime time) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c != '%') {
        out.append(c);
        continue;
      }
      if (++i >= format.length()) {
        return null;
      }
      String part = field(format.charAt(i), time);
      if (part == null) {
        return null;
      }
      out.append(part);
    }
    return out.toString();
  }

  private static String field(char letter, JulianTime time) {
    LocalDateTime at = time.dateTime();
    int hour12 = at.getHour() % 12 == 0 ? 12 : at.getHour() % 12;
    int weekday = at.getDayOfWeek().getValue();
    return switch (letter) {
      case 'd' -> number("%02d", at.getDayOfMonth());
      case 'e' -> number("%2d", at.getDayOfMonth());
      case 'f' -> String.format(Locale.ROOT, "%02d.%03d", at.getSecond(), at.getNano() / 1_000_000);
      case 'F' -> date(time);
      case 'G' -> number("%04d", at.get(IsoFields.WEEK_BASED_YEAR));
      case 'g' -> number("%02d", at.get(IsoFields.WEEK_BASED_YEAR) % 100);
      case 'H' -> number("%02d", at.getHour());
      case 'I' -> number("%02d", hour12);
      case 'j' -> number("%03d", at.getDayOfYear());
      case 'J' -> Printf.format(new Object[] {"%.16g", time.julianDay()});
      case 'k' -> number("%2d", at.getHour());
      case 'l' -> number("%2d", hour12);
      case 'm' -> number("%02d", at.getMonthValue());
      case 'M' -> number("%02d", at.getMinute());
      case 'p' -> at.getHour() < 12 ? "AM" : "PM";
      case 'P' -> at.getHour() < 12 ? "am" : "pm";
      case 'R' -> String.format(Locale.ROOT, "%02d:%02d", at.getHour(), at.getMinute());
      case 's' ->
          time.subsecond()
              ? String.format(Locale.ROOT, "%.3f", time.unixSecondsWithFraction())
              : Long.toString(time.unixSeconds());
      case 'S' -> number("%02d", at.getSecond());
      case 'T' -> timeOfDay(at, false);
      case 'u' -> Integer.toString(weekday);
      case 'U' -> number("%02d", (at.getDayOfYear() + 6 - weekday % 7) / 7);
      case 'V' -> number("%02d", at.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      case 'w' -> Integer.toString(weekday % 7);
      case 'W' -> number("%02d", (at.getDayOfYear() + 6 - (weekday + 6) % 7) / 7);
      case 'Y' -> year(at);
      case '%' -> "%";
      default -> null;
    };
  }

  private static String number(String format, int value) {
    return String.format(Locale.ROOT, format, value);
  }

  /** What has to be added to the second time to get the first: {@code +YYYY-MM-DD HH:MM:SS.SSS}. */
  private static Object difference(Object[] args, Frame frame) {
    JulianTime a = time(new Object[] {args[0]}, 0, frame);
    JulianTime b = time(new Object[] {args[1]}, 0, frame);
    if (a == null || b == null) {
      return null;
    }
    boolean negative = a.milliseconds() < b.milliseconds();
    LocalDateTime from = (negative ? a : b).dateTime();
    LocalDateTime to = (negative ? b : a).dateTime();
    long months = java.time.temporal.ChronoUnit.MONTHS.between(from, to);
    long rest = from.plusMonths(months).until(to, java.time.temporal.ChronoUnit.MILLIS);
    LocalDateTime clock =
        LocalDateTime.ofInstant(Instant.ofEpochMilli(rest % 86_400_000L), ZoneOffset.UTC);
    return String.format(
        Locale.ROOT,
        "%s%04d-%02d-%02d %s",
        negative ? "-" : "+",
        months / 12,
        months % 12,
        rest / 86_400_000L,
        timeOfDay(clock, true));
  }
}
