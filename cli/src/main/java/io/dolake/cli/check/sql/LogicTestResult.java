package io.dolake.cli.check.sql;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** A query's rows in the form logic tests give them in. */
final class LogicTestResult {
  private LogicTestResult() {}

  /** What differs from the expectation, or null. */
  static String difference(LogicTestRecord test, List<Object[]> rows) {
    List<String> values = values(test, rows);
    List<String> expected = test.expected();
    boolean hashed = expected.size() == 1 && expected.get(0).contains(" values hashing to ");
    if (hashed) {
      String actual = values.size() + " values hashing to " + md5(values);
      return actual.equals(expected.get(0))
          ? null
          : "expected " + expected.get(0) + ", got " + actual;
    }
    if (values.equals(expected)) {
      return null;
    }
    return "expected " + shortened(expected) + ", got " + shortened(values);
  }

  private static String shortened(List<String> values) {
    return values.size() <= 24 ? values.toString() : values.subList(0, 24) + "...";
  }

  private static List<String> values(LogicTestRecord test, List<Object[]> rows) {
    List<List<String>> formatted = new ArrayList<>();
    for (Object[] row : rows) {
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < row.length; i++) {
        char type = i < test.types().length() ? test.types().charAt(i) : 'T';
        texts.add(format(type, row[i]));
      }
      formatted.add(texts);
    }
    if (test.sort().equals("rowsort")) {
      formatted.sort(LogicTestResult::compareRows);
    }
    List<String> values = new ArrayList<>();
    formatted.forEach(values::addAll);
    if (test.sort().equals("valuesort")) {
      Collections.sort(values);
    }
    return values;
  }

  private static int compareRows(List<String> a, List<String> b) {
    for (int i = 0; i < a.size(); i++) {
      int order = a.get(i).compareTo(b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static String format(char type, Object value) {
    if (value == null) {
      return "NULL";
    }
    return switch (type) {
      case 'I' -> Long.toString(integer(value));
      case 'R' -> String.format(Locale.ROOT, "%.3f", real(value));
      default -> text(String.valueOf(value));
    };
  }

  private static long integer(Object value) {
    if (value instanceof Boolean flag) {
      return flag ? 1 : 0;
    }
    return value instanceof Number number
        ? number.longValue()
        : prefix(value.toString()).longValue();
  }

  private static double real(Object value) {
    return value instanceof Number number
        ? number.doubleValue()
        : prefix(value.toString()).doubleValue();
  }

  private static Number prefix(String text) {
    return io.dolake.sql.types.NumericText.parsePrefix(text);
  }

  private static String text(String value) {
    if (value.isEmpty()) {
      return "(empty)";
    }
    StringBuilder shown = new StringBuilder();
    for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
      shown.append(b < ' ' || b > '~' ? '@' : (char) b);
    }
    return shown.toString();
  }

  private static String md5(List<String> values) {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      for (String value : values) {
        digest.update(value.getBytes(StandardCharsets.US_ASCII));
        digest.update((byte) '\n');
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
