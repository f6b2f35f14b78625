package io.dolake.sql.function;

import java.math.BigInteger;

/**
 * Reads JSON5 (spec.json5.org), which SQLite's functions take as well: comments, keys without
 * quotes, texts in single quotes, commas at the end, hexadecimal numbers, Infinity. NaN is null.
 */
final class Json5Parser extends JsonParser {
  /** What SQLite writes for an infinite number: one that is read as infinite again. */
  private static final String INFINITE = "9e999";

  Json5Parser(String text) {
    super(text);
  }

  @Override
  void skipSpaces() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (text.startsWith("/*", at)) {
        int end = text.indexOf("*/", at + 2);
        if (end < 0) {
          throw malformed();
        }
        at = end + 2;
      } else if (text.startsWith("//", at)) {
        while (at < text.length() && !isLineEnd(text.charAt(at))) {
          at++;
        }
      } else if (c == ' ' || (c >= '\t' && c <= '\r') || c == '\ufeff' || isSpace(c)) {
        at++;
      } else {
        return;
      }
    }
  }

  private static boolean isSpace(char c) {
    return isLineEnd(c) || Character.getType(c) == Character.SPACE_SEPARATOR;
  }

  private static boolean isLineEnd(char c) {
    return c == '\n' || c == '\r' || c == '\u2028' || c == '\u2029';
  }

  @Override
  boolean allowsTrailingComma() {
    return true;
  }

  @Override
  boolean allowsControlCharacters() {
    return true;
  }

  @Override
  String key() {
    char c = peek();
    if (c == '"' || c == '\'') {
      return string(c);
    }
    StringBuilder name = new StringBuilder();
    while (at < text.length() && isNamePart(text.charAt(at), name.length() == 0)) {
      if (text.startsWith("\\u", at)) {
        at += 2;
        name.append(hex(4));
      } else {
        name.append(text.charAt(at++));
      }
    }
    if (name.length() == 0) {
      throw malformed();
    }
    return name.toString();
  }

  private static boolean isNamePart(char c, boolean first) {
    return c == '_'
        || c == '$'
        || c == '\\'
        || (c > 127 && !isSpace(c))
        || Character.isLetter(c)
        || (!first && Character.isDigit(c));
  }

  @Override
  Json other(char first) {
    return first == '\'' ? Json.scalar(Json.Kind.TEXT, string(first)) : signedNumber();
  }

  private Json signedNumber() {
    boolean negative = peek() == '-';
    if (negative || peek() == '+') {
      at++;
    }
    String sign = negative ? "-" : "";
    if (skipWord("infinity") || skipWord("inf")) {
      return Json.scalar(Json.Kind.REAL, sign + INFINITE);
    }
    if (skipWord("nan") || skipWord("qnan") || skipWord("snan")) {
      return Json.scalar(Json.Kind.NULL, null);
    }
    if (text.regionMatches(true, at, "0x", 0, 2)) {
      return hexadecimal(sign);
    }
    int start = at;
    skipDigits();
    String whole = text.substring(start, at);
    if (whole.length() > 1 && whole.charAt(0) == '0') {
      throw malformed();
    }
    String fraction = null;
    if (at < text.length() && text.charAt(at) == '.') {
      start = ++at;
      skipDigits();
      fraction = text.substring(start, at);
    }
    if (whole.isEmpty() && (fraction == null || fraction.isEmpty())) {
      throw malformed();
    }
    String exponent = exponent();
    String digits = whole.isEmpty() ? "0" : whole;
    if (fraction != null) {
      digits += "." + (fraction.isEmpty() ? "0" : fraction);
    }
    boolean real = fraction != null || !exponent.isEmpty();
    return Json.scalar(real ? Json.Kind.REAL : Json.Kind.INTEGER, sign + digits + exponent);
  }

  private boolean skipWord(String word) {
    boolean found = text.regionMatches(true, at, word, 0, word.length());
    at += found ? word.length() : 0;
    return found;
  }

  private Json hexadecimal(String sign) {
    at += 2;
    int start = at;
    while (at < text.length() && Character.digit(text.charAt(at), 16) >= 0) {
      at++;
    }
    if (at == start) {
      throw malformed();
    }
    BigInteger value = new BigInteger(sign + text.substring(start, at), 16);
    return value.bitLength() < Long.SIZE
        ? Json.scalar(Json.Kind.INTEGER, value.toString())
        : Json.scalar(Json.Kind.REAL, sign + INFINITE);
  }

  private String exponent() {
    int start = at;
    if (at < text.length() && Character.toLowerCase(text.charAt(at)) == 'e') {
      at++;
      if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
        at++;
      }
      int digits = at;
      skipDigits();
      if (at == digits) {
        throw malformed();
      }
    }
    return text.substring(start, at);
  }

  private void skipDigits() {
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
  }

  @Override
  void escape(StringBuilder out) {
    char c = peek();
    switch (c) {
      case '\'' -> append(out, c);
      case 'v' -> append(out, '\u000b');
      case '0' -> append(out, '\0');
      case 'x' -> {
        at++;
        out.append(hex(2));
      }
      case '\n', '\u2028', '\u2029' -> at++;
      case '\r' -> at += text.startsWith("\r\n", at) ? 2 : 1;
      default -> super.escape(out);
    }
  }

  private void append(StringBuilder out, char c) {
    at++;
    out.append(c);
  }
}
