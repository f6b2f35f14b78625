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
    StringBuilder text = new StringBuilder(10);
    appendYear(text, at);
    appendPadded(text.append('-'), at.getMonthValue(), 2, '0');
    appendPadded(text.append('-'), at.getDayOfMonth(), 2, '0');
    return text.toString();
  }

  /** Four digits, before them a sign for years before the first one. */
  private static void appendYear(StringBuilder text, LocalDateTime at) {
    if (at.getYear() < 0) {
      text.append('-');
    }
    appendPadded(text, Math.abs(at.getYear()), 4, '0');
  }

  private static String timeOfDay(LocalDateTime at, boolean subsecond) {
    StringBuilder text = new StringBuilder(12);
    appendPadded(text, at.getHour(), 2, '0');
    appendPadded(text.append(':'), at.getMinute(), 2, '0');
    appendPadded(text.append(':'), at.getSecond(), 2, '0');
    if (subsecond) {
      appendMillis(text, at);
    }
    return text.toString();
  }

  private static void appendMillis(StringBuilder text, LocalDateTime at) {
    appendPadded(text.append('.'), at.getNano() / 1_000_000, 3, '0');
  }

  /** A number that is not negative, filled up from the left. */
  private static void appendPadded(StringBuilder text, int number, int width, char filler) {
    String digits = Integer.toString(number);
    for (int i = digits.length(); i < width; i++) {
      text.append(filler);
    }
    text.append(digits);
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
      if (!appendField(out, format.charAt(i), time)) {
        return null;
      }
    }
    return out.toString();
  }

  /** False when no field has this letter. */
  private static boolean appendField(StringBuilder out, char letter, JulianTime time) {
    LocalDateTime at = time.dateTime();
    int hour12 = at.getHour() % 12 == 0 ? 12 : at.getHour() % 12;
    int weekday = at.getDayOfWeek().getValue();
    switch (letter) {
      case 'd' -> appendPadded(out, at.getDayOfMonth(), 2, '0');
      case 'e' -> appendPadded(out, at.getDayOfMonth(), 2, ' ');
      case 'f' -> {
        appendPadded(out, at.getSecond(), 2, '0');
        appendMillis(out, at);
      }
      case 'F' -> out.append(date(time));
      case 'G' -> appendPadded(out, at.get(IsoFields.WEEK_BASED_YEAR), 4, '0');
      case 'g' -> appendPadded(out, at.get(IsoFields.WEEK_BASED_YEAR) % 100, 2, '0');
      case 'H' -> appendPadded(out, at.getHour(), 2, '0');
      case 'I' -> appendPadded(out, hour12, 2, '0');
      case 'j' -> appendPadded(out, at.getDayOfYear(), 3, '0');
      case 'J' -> out.append(Printf.format(new Object[] {"%.16g", time.julianDay()}));
      case 'k' -> appendPadded(out, at.getHour(), 2, ' ');
      case 'l' -> appendPadded(out, hour12, 2, ' ');
      case 'm' -> appendPadded(out, at.getMonthValue(), 2, '0');
      case 'M' -> appendPadded(out, at.getMinute(), 2, '0');
      case 'p' -> out.append(at.getHour() < 12 ? "AM" : "PM");
      case 'P' -> out.append(at.getHour() < 12 ? "am" : "pm");
      case 'R' -> out.append(timeOfDay(at, false), 0, 5);
      case 's' ->
          out.append(
              time.subsecond()
                  ? String.format(Locale.ROOT, "%.3f", time.unixSecondsWithFraction())
                  : Long.toString(time.unixSeconds()));
      case 'S' -> appendPadded(out, at.getSecond(), 2, '0');
      case 'T' -> out.append(timeOfDay(at, false));
      case 'u' -> out.append(weekday);
      case 'U' -> appendPadded(out, (at.getDayOfYear() + 6 - weekday % 7) / 7, 2, '0');
      case 'V' -> appendPadded(out, at.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2, '0');
      case 'w' -> out.append(weekday % 7);
      case 'W' -> appendPadded(out, (at.getDayOfYear() + 6 - (weekday + 6) % 7) / 7, 2, '0');
      case 'Y' -> appendYear(out, at);
      case '%' -> out.append('%');
      default -> {
        return false;
      }
    }
    return true;
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
