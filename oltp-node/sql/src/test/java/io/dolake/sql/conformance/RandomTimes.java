package io.dolake.sql.conformance;

import java.util.Random;

/** Date and time functions of valid and invalid texts, numbers and modifiers. */
final class RandomTimes extends StatementGenerator {
  RandomTimes(Random random) {
    super(random);
  }

  @Override
  String next() {
    StringBuilder arguments = new StringBuilder(time());
    for (int i = number(4); i > 0; i--) {
      arguments.append(", '").append(modifier()).append('\'');
    }
    String function =
        pick(
            "date(",
            "time(",
            "datetime(",
            "julianday(",
            "unixepoch(",
            "strftime('" + format() + "', ");
    return "select " + function + arguments + ")";
  }

  private String format() {
    return pick(
            "%Y-%m-%d",
            "%H:%M:%S",
            "%j %w %u",
            "%G-W%V",
            "%U %W",
            "%s",
            "%J",
            "%d %e %I %l %p",
            "%F %T %R",
            "%f")
        + pick("", "", "|", "%%");
  }

  private String two(int bound) {
    return "%02d".formatted(number(bound));
  }

  private String date() {
    return pick("1583", "1899", "1969", "1970", "2000", "2023", "2024", "2100")
        + "-%02d-%02d".formatted(1 + number(12 + (rarely(20) ? 1 : 0)), 1 + number(28));
  }

  private String clock() {
    return two(rarely(30) ? 26 : 24)
        + ":"
        + two(60)
        + (rarely(3) ? "" : ":" + two(60) + pick("", "", ".5", ".25", ".001", ".1239"));
  }

  private String zone() {
    return pick("", "", "", "Z", "+02:00", " -11:30");
  }

  private String time() {
    return switch (number(8)) {
      case 0 -> "'" + date() + "'";
      case 1 -> "'" + clock() + "'";
      case 2 -> String.valueOf(2_400_000 + number(100_000));
      case 3 -> 2_400_000 + number(100_000) + pick(".0", ".5", ".25", ".123");
      default -> "'" + date() + pick(" ", "T", "  ") + clock() + zone() + "'";
    };
  }

  private String modifier() {
    return switch (number(14)) {
      case 0 -> pick("start of month", "start of year", "start of day", "START OF DAY");
      case 1 -> "weekday " + number(8);
      case 2 -> pick("unixepoch", "auto", "julianday");
      case 3 -> pick("floor", "ceiling", "subsec");
      case 4 -> pick("+", "-", "") + clock();
      case 5 ->
          pick("+", "-")
              + "%04d-%02d-%02d".formatted(number(120), number(12), number(31))
              + (rarely(2) ? " " + two(24) + ":" + two(60) : "");
      case 6 ->
          pick("nonsense", "", "+1", "1 fortnight", " +1 day", "+1day", "+ 1 day", "+1 days ");
      default ->
          pick("+", "-", "")
              + number(40)
              + pick("", "", ".5", ".25", "e1")
              + " "
              + pick(
                  "day", "days", "hour", "minutes", "second", "month", "months", "year", "years");
    };
  }
}
