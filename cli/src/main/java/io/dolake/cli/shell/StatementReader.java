package io.dolake.cli.shell;

/**
 * Tells where a statement ends in text that may hold quotes, comments and dollar-quoted strings.
 * Stateless.
 */
final class StatementReader {
  private StatementReader() {}

  /**
   * @return index just after the first semicolon outside quotes and comments, or -1 if there is
   *     none
   */
  static int endOfStatement(String text) {
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == ';') {
        return i + 1;
      }
      int next =
          switch (c) {
            case '\'', '"', '`' -> closing(text, i + 1, String.valueOf(c));
            case '[' -> i + 1;
            case '-' -> text.startsWith("--", i) ? closing(text, i, "\n") : i + 1;
            case '/' -> text.startsWith("/*", i) ? closing(text, i + 2, "*/") : i + 1;
            default -> i + 1;
          };
      if (next < 0) {
        return -1;
      }
      i = next;
    }
    return -1;
  }

  /** Whether there is nothing but blanks and comments. */
  static boolean isBlank(String text) {
    String rest = text.strip();
    while (true) {
      if (rest.startsWith("--")) {
        int end = rest.indexOf('\n');
        rest = end < 0 ? "" : rest.substring(end + 1).strip();
      } else if (rest.startsWith("/*")) {
        int end = rest.indexOf("*/", 2);
        if (end < 0) {
          return false;
        }
        rest = rest.substring(end + 2).strip();
      } else {
        return rest.isEmpty();
      }
    }
  }

  private static int closing(String text, int from, String end) {
    int at = text.indexOf(end, from);
    return at < 0 ? -1 : at + end.length();
  }
}
