package io.dolake.cli.check.sql;

import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Compares our rows with SQLite's. Reals count as equal when their first ten digits are, reals
 * inside text when fourteen decimals are: SQLite's seventeenth digit is not always the nearest.
 */
final class ResultComparison {
  private static final Pattern LONG_REAL = Pattern.compile("(\\d\\.\\d{12})\\d+");

  private ResultComparison() {}

  /** What differs, or null. */
  static String difference(List<Object[]> ours, List<Object[]> theirs, boolean ordered) {
    List<String> left = texts(ours);
    List<String> right = texts(theirs);
    if (!ordered) {
      Collections.sort(left);
      Collections.sort(right);
    }
    if (left.equals(right)) {
      return null;
    }
    int at = 0;
    while (at < Math.min(left.size(), right.size()) && left.get(at).equals(right.get(at))) {
      at++;
    }
    String mine = at < left.size() ? left.get(at) : "no row";
    String other = at < right.size() ? right.get(at) : "no row";
    return left.size()
        + " rows, SQLite "
        + right.size()
        + "; row "
        + (at + 1)
        + ": "
        + mine
        + " instead of "
        + other;
  }

  private static List<String> texts(List<Object[]> rows) {
    List<String> texts = new ArrayList<>();
    for (Object[] row : rows) {
      List<String> values = new ArrayList<>();
      for (Object value : row) {
        values.add(text(value));
      }
      texts.add(String.join("|", values));
    }
    return texts;
  }

  private static String text(Object value) {
    if (value instanceof Double real) {
      return real == 0 ? "0" : String.format(Locale.ROOT, "%.9e", real);
    }
    if (value instanceof Integer || value instanceof Long) {
      return value.toString();
    }
    if (value instanceof Boolean flag) {
      return flag ? "1" : "0";
    }
    if (value instanceof byte[] bytes) {
      return "x" + HexFormat.of().formatHex(bytes);
    }
    if (value instanceof Temporal) {
      return "'" + value + "'";
    }
    return value == null
        ? "NULL"
        : "'" + LONG_REAL.matcher(value.toString()).replaceAll("$1") + "'";
  }
}
