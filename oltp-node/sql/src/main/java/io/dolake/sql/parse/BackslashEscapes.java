package io.dolake.sql.parse;

/** What follows a backslash in PostgreSQL's {@code E'...'} strings. */
final class BackslashEscapes {
  private BackslashEscapes() {}

  /**
   * Appends what the escape stands for.
   *
   * @param i place behind the backslash
   * @return place behind the escape
   */
  static int append(String sql, int i, StringBuilder out) {
    char c = sql.charAt(i);
    switch (c) {
      case 'b':
        out.append('\b');
        return i + 1;
      case 'f':
        out.append('\f');
        return i + 1;
      case 'n':
        out.append('\n');
        return i + 1;
      case 'r':
        out.append('\r');
        return i + 1;
      case 't':
        out.append('\t');
        return i + 1;
      case 'x':
        return number(sql, i + 1, 16, 2, out, c);
      case 'u':
        return number(sql, i + 1, 16, 4, out, c);
      case 'U':
        return number(sql, i + 1, 16, 8, out, c);
      case '0', '1', '2', '3', '4', '5', '6', '7':
        return number(sql, i, 8, 3, out, c);
      default:
        out.append(c);
        return i + 1;
    }
  }

  private static int number(
      String sql, int from, int radix, int longest, StringBuilder out, char kind) {
    int end = from;
    while (end < sql.length()
        && end - from < longest
        && Character.digit(sql.charAt(end), radix) >= 0) {
      end++;
    }
    if (end == from) {
      out.append(kind);
      return from;
    }
    long codePoint = Long.parseLong(sql.substring(from, end), radix);
    if (!Character.isValidCodePoint((int) codePoint) || codePoint > Character.MAX_CODE_POINT) {
      throw ParseErrors.lexical("invalid Unicode escape value", from);
    }
    out.appendCodePoint((int) codePoint);
    return end;
  }
}
