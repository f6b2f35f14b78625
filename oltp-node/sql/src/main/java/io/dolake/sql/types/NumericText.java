package io.dolake.sql.types;

/** Reads numbers out of text the way SQLite does: whole texts for affinity, prefixes for casts. */
public final class NumericText {
  private NumericText() {}

  /**
   * The number the text is, spaces around it allowed: Long when it is written as an integer that
   * fits, else Double; null when the text is not a number as a whole.
   */
  public static Number parseWhole(String text) {
    int start = skipSpaces(text, 0);
    int end = numberEnd(text, start);
    if (end == start || skipSpaces(text, end) != text.length()) {
      return null;
    }
    return toNumber(text, start, end);
  }

  /** The number the text begins with: Long or Double; 0 when it begins with none. */
  public static Number parsePrefix(String text) {
    int start = skipSpaces(text, 0);
    int end = numberEnd(text, start);
    return end == start ? (Number) 0L : toNumber(text, start, end);
  }

  /** The integer the text begins with, clamped to 64 bits; 0 when it begins with none. */
  public static long parseIntegerPrefix(String text) {
    int start = skipSpaces(text, 0);
    int at = start;
    boolean negative = at < text.length() && text.charAt(at) == '-';
    if (at < text.length() && (negative || text.charAt(at) == '+')) {
      at++;
    }
    long value = 0;
    for (; at < text.length() && isDigit(text.charAt(at)); at++) {
      int digit = text.charAt(at) - '0';
      if (value > (Long.MAX_VALUE - digit) / 10) {
        return negative ? Long.MIN_VALUE : Long.MAX_VALUE;
      }
      value = value * 10 + digit;
    }
    return negative ? -value : value;
  }

  private static Number toNumber(String text, int start, int end) {
    boolean integer = true;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c == '.' || c == 'e' || c == 'E') {
        integer = false;
        break;
      }
    }
    if (integer) {
      try {
        return Long.parseLong(text, start, end, 10);
      } catch (NumberFormatException tooLong) {
        return Double.parseDouble(text.substring(start, end));
      }
    }
    return Double.parseDouble(text.substring(start, end));
  }

  /** End of the longest number that starts here; {@code start} itself when there is none. */
  private static int numberEnd(String text, int start) {
    int length = text.length();
    int at = start;
    if (at < length && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
      at++;
    }
    int digits = 0;
    while (at < length && isDigit(text.charAt(at))) {
      at++;
      digits++;
    }
    if (at < length && text.charAt(at) == '.') {
      int afterPoint = at + 1;
      while (afterPoint < length && isDigit(text.charAt(afterPoint))) {
        afterPoint++;
        digits++;
      }
      if (digits > 0) {
        at = afterPoint;
      }
    }
    if (digits == 0) {
      return start;
    }
    if (at < length && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      int exponent = at + 1;
      if (exponent < length && (text.charAt(exponent) == '-' || text.charAt(exponent) == '+')) {
        exponent++;
      }
      if (exponent < length && isDigit(text.charAt(exponent))) {
        while (exponent < length && isDigit(text.charAt(exponent))) {
          exponent++;
        }
        at = exponent;
      }
    }
    return at;
  }

  private static int skipSpaces(String text, int from) {
    int at = from;
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
