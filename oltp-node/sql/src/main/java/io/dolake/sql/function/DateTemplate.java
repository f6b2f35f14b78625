package io.dolake.sql.function;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.JulianFields;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The templates of PostgreSQL's {@code to_char(timestamp, text)}: patterns become parts of the
 * date, text in double quotes and everything else stays. {@code FM} before a pattern leaves its
 * padding out. Names follow the pattern's case: {@code MONTH}, {@code Month}, {@code month}.
 */
final class DateTemplate {
  private static final String NO_PADDING = "FM";
  private static final int NAME_WIDTH = 9;
  private static final int DAYS_PER_WEEK = 7;

  /** A number and how many digits it has at least. */
  private record Field(int digits, Function<LocalDateTime, Integer> value) {}

  private static final Map<String, Field> NUMBERS =
      Map.ofEntries(
          Map.entry("HH24", new Field(2, LocalDateTime::getHour)),
          Map.entry("HH12", new Field(2, at -> at.get(ChronoField.CLOCK_HOUR_OF_AMPM))),
          Map.entry("HH", new Field(2, at -> at.get(ChronoField.CLOCK_HOUR_OF_AMPM))),
          Map.entry("MI", new Field(2, LocalDateTime::getMinute)),
          Map.entry("SSSSS", new Field(1, at -> at.get(ChronoField.SECOND_OF_DAY))),
          Map.entry("SSSS", new Field(1, at -> at.get(ChronoField.SECOND_OF_DAY))),
          Map.entry("SS", new Field(2, LocalDateTime::getSecond)),
          Map.entry("MS", new Field(3, at -> at.get(ChronoField.MILLI_OF_SECOND))),
          Map.entry("US", new Field(6, at -> at.get(ChronoField.MICRO_OF_SECOND))),
          Map.entry("YYYY", new Field(4, LocalDateTime::getYear)),
          Map.entry("YYY", new Field(3, at -> at.getYear() % 1_000)),
          Map.entry("YY", new Field(2, at -> at.getYear() % 100)),
          Map.entry("Y", new Field(1, at -> at.getYear() % 10)),
          Map.entry("IYYY", new Field(4, at -> at.get(IsoFields.WEEK_BASED_YEAR))),
          Map.entry("MM", new Field(2, LocalDateTime::getMonthValue)),
          Map.entry("DDD", new Field(3, LocalDateTime::getDayOfYear)),
          Map.entry("DD", new Field(2, LocalDateTime::getDayOfMonth)),
          Map.entry("D", new Field(1, at -> sundayFirst(at.getDayOfWeek()))),
          Map.entry("ID", new Field(1, at -> at.getDayOfWeek().getValue())),
          Map.entry("WW", new Field(2, at -> (at.getDayOfYear() - 1) / DAYS_PER_WEEK + 1)),
          Map.entry("W", new Field(1, at -> (at.getDayOfMonth() - 1) / DAYS_PER_WEEK + 1)),
          Map.entry("IW", new Field(2, at -> at.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR))),
          Map.entry("CC", new Field(2, at -> (at.getYear() + 99) / 100)),
          Map.entry("J", new Field(1, at -> (int) at.getLong(JulianFields.JULIAN_DAY))),
          Map.entry("Q", new Field(1, at -> at.get(IsoFields.QUARTER_OF_YEAR))));

  private static final Map<String, Function<LocalDateTime, String>> NAMES =
      Map.of(
          "MONTH", at -> padded(at.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH)),
          "MON", at -> at.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH),
          "DAY", at -> padded(at.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH)),
          "DY", at -> at.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH),
          "AM", at -> at.getHour() < 12 ? "AM" : "PM",
          "PM", at -> at.getHour() < 12 ? "AM" : "PM");

  /** Of patterns that begin alike the longer one first. */
  private static final List<String> PATTERNS =
      Stream.concat(NUMBERS.keySet().stream(), NAMES.keySet().stream())
          .sorted(
              Comparator.comparingInt(String::length)
                  .reversed()
                  .thenComparing(Comparator.naturalOrder()))
          .toList();

  private DateTemplate() {}

  static String format(LocalDateTime at, String template) {
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < template.length()) {
      if (template.charAt(i) == '"') {
        int close = template.indexOf('"', i + 1);
        int end = close < 0 ? template.length() : close;
        out.append(template, i + 1, end);
        i = end + 1;
        continue;
      }
      boolean pads = !startsWith(template, i, NO_PADDING);
      int start = pads ? i : i + NO_PADDING.length();
      String pattern = patternAt(template, start);
      if (pattern == null) {
        out.append(template.charAt(i++));
        continue;
      }
      i = start + pattern.length();
      out.append(part(pattern, template.substring(start, i), at, pads));
    }
    return out.toString();
  }

  private static boolean startsWith(String template, int at, String pattern) {
    return template.regionMatches(true, at, pattern, 0, pattern.length());
  }

  private static String patternAt(String template, int at) {
    for (String pattern : PATTERNS) {
      if (startsWith(template, at, pattern)) {
        return pattern;
      }
    }
    return null;
  }

  private static String part(String pattern, String written, LocalDateTime at, boolean pads) {
    Field number = NUMBERS.get(pattern);
    if (number != null) {
      int digits = pads ? number.digits() : 1;
      return String.format(Locale.ROOT, "%0" + digits + "d", number.value().apply(at));
    }
    String name = NAMES.get(pattern).apply(at);
    String shown = pads ? name : name.strip();
    if (Character.isLowerCase(written.charAt(0))) {
      return shown.toLowerCase(Locale.ROOT);
    }
    return Character.isUpperCase(written.charAt(1)) ? shown.toUpperCase(Locale.ROOT) : shown;
  }

  private static String padded(String name) {
    return name + " ".repeat(NAME_WIDTH - name.length());
  }

  private static int sundayFirst(DayOfWeek day) {
    return day.getValue() % DAYS_PER_WEEK + 1;
  }
}
