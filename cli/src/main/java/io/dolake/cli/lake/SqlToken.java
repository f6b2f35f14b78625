package io.dolake.cli.lake;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A word of SQL, just fine enough to find table names outside strings and comments.
 *
 * @param start index of its first character
 * @param end index after its last
 */
record SqlToken(Kind kind, String text, int start, int end) {
  enum Kind {
    NAME,
    QUOTED_NAME,
    STRING,
    NUMBER,
    SYMBOL
  }

  boolean isName() {
    return kind == Kind.NAME || kind == Kind.QUOTED_NAME;
  }

  boolean isName(String lowerCase) {
    return isName() && name().equalsIgnoreCase(lowerCase);
  }

  /** Whether it is one of these words, without quotes. */
  boolean isKeyword(Set<String> lowerCase) {
    return kind == Kind.NAME && lowerCase.contains(text.toLowerCase(Locale.ROOT));
  }

  boolean isSymbol(char symbol) {
    return kind == Kind.SYMBOL && text.charAt(0) == symbol;
  }

  /** The name without its quotes. */
  String name() {
    return kind == Kind.QUOTED_NAME
        ? text.substring(1, text.length() - 1).replace("\"\"", "\"")
        : text;
  }

  /** The string without its quotes. */
  String stringValue() {
    return text.substring(1, text.length() - 1).replace("''", "'");
  }

  static List<SqlToken> scan(String sql) {
    List<SqlToken> tokens = new ArrayList<>();
    int i = 0;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      if (Character.isWhitespace(c)) {
        i++;
      } else if (sql.startsWith("--", i)) {
        i = after(sql, "\n", i);
      } else if (sql.startsWith("/*", i)) {
        i = after(sql, "*/", i + 2);
      } else {
        Kind kind = kindOf(c);
        int end = end(sql, i, kind);
        tokens.add(new SqlToken(kind, sql.substring(i, end), i, end));
        i = end;
      }
    }
    return tokens;
  }

  private static Kind kindOf(char c) {
    if (c == '\'') {
      return Kind.STRING;
    }
    if (c == '"') {
      return Kind.QUOTED_NAME;
    }
    if (Character.isDigit(c)) {
      return Kind.NUMBER;
    }
    return Character.isUnicodeIdentifierStart(c) || c == '_' ? Kind.NAME : Kind.SYMBOL;
  }

  private static int end(String sql, int start, Kind kind) {
    return switch (kind) {
      case STRING, QUOTED_NAME -> closingQuote(sql, start);
      case NUMBER, NAME -> {
        int i = start + 1;
        while (i < sql.length() && Character.isUnicodeIdentifierPart(sql.charAt(i))) {
          i++;
        }
        yield i;
      }
      case SYMBOL -> start + 1;
    };
  }

  /** A doubled quote stands for itself; an open string ends with the text. */
  private static int closingQuote(String sql, int start) {
    char quote = sql.charAt(start);
    int i = start + 1;
    while (i < sql.length()) {
      if (sql.charAt(i) == quote) {
        if (i + 1 == sql.length() || sql.charAt(i + 1) != quote) {
          return i + 1;
        }
        i++;
      }
      i++;
    }
    return sql.length();
  }

  private static int after(String sql, String end, int from) {
    int at = sql.indexOf(end, from);
    return at < 0 ? sql.length() : at + end.length();
  }
}
