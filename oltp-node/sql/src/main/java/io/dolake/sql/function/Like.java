package io.dolake.sql.function;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;

/** LIKE (case-insensitive in ASCII, as in SQLite) and GLOB. */
public final class Like {
  /** No code point: nothing in the pattern is made literal. */
  public static final int NO_ESCAPE = -1;

  private static final int MAX_PATTERN_LENGTH = 50_000;

  private Like() {}

  /** The code point of an ESCAPE clause. */
  public static int escapeOf(String escape) {
    if (escape.isEmpty()) {
      return NO_ESCAPE; // as in PostgreSQL, whose clients send it; SQLite has no use for it
    }
    if (escape.codePointCount(0, escape.length()) != 1) {
      throw new DoLakeException(
          ErrorCode.INVALID_PARAMETER, "ESCAPE expression must be a single character");
    }
    return escape.codePointAt(0);
  }

  /**
   * @param escape code point that makes the next one literal, or {@link #NO_ESCAPE}
   */
  public static boolean matches(String pattern, String text, int escape) {
    checkLength(pattern);
    return like(pattern, 0, text, 0, escape);
  }

  /** What every text that matches a pattern begins with, but for the case of ASCII letters. */
  public static String prefixOf(String pattern) {
    int end = 0;
    while (end < pattern.length() && pattern.charAt(end) != '%' && pattern.charAt(end) != '_') {
      end++;
    }
    return pattern.substring(0, end);
  }

  private static boolean like(String pattern, int p, String text, int t, int escape) {
    while (p < pattern.length()) {
      int c = pattern.codePointAt(p);
      p += Character.charCount(c);
      if (c == escape) {
        if (p >= pattern.length()) {
          return false;
        }
        c = pattern.codePointAt(p);
        p += Character.charCount(c);
      } else if (c == '%') {
        while (p < pattern.length() && (pattern.charAt(p) == '%' || pattern.charAt(p) == '_')) {
          if (pattern.charAt(p) == escape) {
            break;
          }
          if (pattern.charAt(p) == '_') {
            if (t >= text.length()) {
              return false;
            }
            t += Character.charCount(text.codePointAt(t));
          }
          p++;
        }
        if (p >= pattern.length()) {
          return true;
        }
        for (; t <= text.length(); t++) {
          if (like(pattern, p, text, t, escape)) {
            return true;
          }
        }
        return false;
      } else if (c == '_') {
        if (t >= text.length()) {
          return false;
        }
        t += Character.charCount(text.codePointAt(t));
        continue;
      }
      if (t >= text.length()) {
        return false;
      }
      int d = text.codePointAt(t);
      if (c != d && lower(c) != lower(d)) {
        return false;
      }
      t += Character.charCount(d);
    }
    return t == text.length();
  }

  public static boolean globMatches(String pattern, String text) {
    checkLength(pattern);
    return glob(pattern, 0, text, 0);
  }

  private static boolean glob(String pattern, int p, String text, int t) {
    while (p < pattern.length()) {
      int c = pattern.codePointAt(p);
      p += Character.charCount(c);
      if (c == '*') {
        while (p < pattern.length() && pattern.charAt(p) == '*') {
          p++;
        }
        if (p >= pattern.length()) {
          return true;
        }
        for (; t <= text.length(); t++) {
          if (glob(pattern, p, text, t)) {
            return true;
          }
        }
        return false;
      }
      if (t >= text.length()) {
        return false;
      }
      int d = text.codePointAt(t);
      t += Character.charCount(d);
      if (c == '[') {
        int end = setEnd(pattern, p);
        if (end < 0 || !inSet(pattern, p, end, d)) {
          return false;
        }
        p = end + 1;
      } else if (c != '?' && c != d) {
        return false;
      }
    }
    return t == text.length();
  }

  private static int setEnd(String pattern, int start) {
    int at = start < pattern.length() && pattern.charAt(start) == '^' ? start + 1 : start;
    return pattern.indexOf(']', at + 1);
  }

  private static boolean inSet(String pattern, int start, int end, int wanted) {
    boolean inverted = pattern.charAt(start) == '^';
    boolean found = false;
    int at = inverted ? start + 1 : start;
    while (at < end) {
      int low = pattern.codePointAt(at);
      at += Character.charCount(low);
      int high = low;
      if (at + 1 < end && pattern.charAt(at) == '-') {
        high = pattern.codePointAt(at + 1);
        at += 1 + Character.charCount(high);
      }
      found |= wanted >= low && wanted <= high;
    }
    return found != inverted;
  }

  /** ASCII letters to one case, others as they are; null stays null. */
  public static String foldCase(String text, boolean upper) {
    if (text == null) {
      return null;
    }
    char from = upper ? 'a' : 'A';
    StringBuilder out = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= from && c < from + 26) {
        if (out == null) {
          out = new StringBuilder(text);
        }
        out.setCharAt(i, (char) (c ^ 0x20));
      }
    }
    return out == null ? text : out.toString();
  }

  private static int lower(int c) {
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
  }

  private static void checkLength(String pattern) {
    if (pattern.length() > MAX_PATTERN_LENGTH) {
      throw new DoLakeException(
          ErrorCode.PROGRAM_LIMIT_EXCEEDED, "LIKE or GLOB pattern too complex");
    }
  }
}
