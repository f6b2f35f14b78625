package io.dolake.server.pg.statement;

import io.dolake.common.error.ErrorCode;
import io.dolake.sql.SqlException;
import java.util.Locale;

/**
 * Splits the few statements that the server itself understands (COPY, CREATE USER, ...) into
 * tokens. White space and comments are skipped.
 */
final class SqlScanner {
  /** What the current token is. */
  enum Kind {
    /** A keyword or plain identifier; {@link #text} is in lower case. */
    WORD,
    /** A quoted identifier, unquoted. */
    IDENTIFIER,
    /** A string literal, unquoted. */
    STRING,
    NUMBER,
    /** One character that is none of the others. */
    SYMBOL,
    END
  }

  private final String sql;
  private int next;
  private int start;
  private Kind kind;
  private String text;

  SqlScanner(String sql) {
    this.sql = sql;
    advance();
  }

  Kind kind() {
    return kind;
  }

  String text() {
    return text;
  }

  /** Offset of the current token in the statement. */
  int offset() {
    return start;
  }

  /** The statement's text from an offset to the current token. */
  String textSince(int offset) {
    return sql.substring(offset, start).trim();
  }

  /** The rest of the statement, the current token included, without a closing semicolon. */
  String rest() {
    String rest = sql.substring(start).trim();
    return rest.endsWith(";") ? rest.substring(0, rest.length() - 1).trim() : rest;
  }

  boolean isWord(String word) {
    return kind == Kind.WORD && text.equals(word);
  }

  boolean isSymbol(char symbol) {
    return kind == Kind.SYMBOL && text.charAt(0) == symbol;
  }

  /** Steps over the word if it is the current token. */
  boolean skipWord(String word) {
    if (isWord(word)) {
      advance();
      return true;
    }
    return false;
  }

  boolean skipSymbol(char symbol) {
    if (isSymbol(symbol)) {
      advance();
      return true;
    }
    return false;
  }

  void expectWord(String word) {
    if (!skipWord(word)) {
      throw error("expected " + word.toUpperCase(Locale.ROOT));
    }
  }

  void expectSymbol(char symbol) {
    if (!skipSymbol(symbol)) {
      throw error("expected '" + symbol + "'");
    }
  }

  /** Steps over a name, quoted or not. */
  String expectName() {
    if (kind != Kind.WORD && kind != Kind.IDENTIFIER) {
      throw error("expected a name");
    }
    return take();
  }

  String expectString() {
    if (kind != Kind.STRING) {
      throw error("expected a string literal");
    }
    return take();
  }

  /** Steps over the current token and gives its text. */
  String take() {
    String taken = text;
    advance();
    return taken;
  }

  /** Throws unless only a semicolon is left. */
  void expectEnd() {
    skipSymbol(';');
    if (kind != Kind.END) {
      throw error("expected the end of the statement");
    }
  }

  SqlException error(String expectation) {
    String found = kind == Kind.END ? "the end" : "\"" + text + "\"";
    return new SqlException(
        ErrorCode.SYNTAX_ERROR,
        "syntax error at or near " + found + ": " + expectation,
        null,
        start + 1);
  }

  void advance() {
    skipBlanks();
    start = next;
    if (next >= sql.length()) {
      kind = Kind.END;
      text = "";
      return;
    }
    char c = sql.charAt(next);
    if (Character.isLetter(c) || c == '_') {
      readWord();
    } else if (c >= '0' && c <= '9') {
      readNumber();
    } else if (c == '\'') {
      kind = Kind.STRING;
      text = readQuoted('\'', false);
    } else if (c == '"') {
      kind = Kind.IDENTIFIER;
      text = readQuoted('"', false);
    } else {
      kind = Kind.SYMBOL;
      text = String.valueOf(c);
      next++;
    }
  }

  private void readWord() {
    char first = sql.charAt(next);
    if ((first == 'e' || first == 'E') && next + 1 < sql.length() && sql.charAt(next + 1) == '\'') {
      next++;
      kind = Kind.STRING;
      text = readQuoted('\'', true);
      return;
    }
    while (next < sql.length()
        && (Character.isLetterOrDigit(sql.charAt(next))
            || sql.charAt(next) == '_'
            || sql.charAt(next) == '$')) {
      next++;
    }
    kind = Kind.WORD;
    text = sql.substring(start, next).toLowerCase(Locale.ROOT);
  }

  private void readNumber() {
    while (next < sql.length()
        && (Character.isDigit(sql.charAt(next)) || sql.charAt(next) == '.')) {
      next++;
    }
    kind = Kind.NUMBER;
    text = sql.substring(start, next);
  }

  private String readQuoted(char quote, boolean escapes) {
    StringBuilder value = new StringBuilder();
    for (next++; next < sql.length(); next++) {
      char c = sql.charAt(next);
      if (escapes && c == '\\' && next + 1 < sql.length()) {
        value.append(unescape(sql.charAt(++next)));
      } else if (c != quote) {
        value.append(c);
      } else if (next + 1 < sql.length() && sql.charAt(next + 1) == quote) {
        value.append(quote);
        next++;
      } else {
        next++;
        return value.toString();
      }
    }
    throw new SqlException(
        ErrorCode.SYNTAX_ERROR,
        "a quoted text has no end",
        "Close it with " + quote + ".",
        start + 1);
  }

  private static char unescape(char c) {
    return switch (c) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> c;
    };
  }

  private void skipBlanks() {
    next = skipBlanks(sql, next);
  }

  /** Offset of the first character at or after {@code from} outside white space and comments. */
  static int skipBlanks(String sql, int from) {
    int at = from;
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (c <= ' ') {
        at++;
      } else if (sql.startsWith("--", at)) {
        int end = sql.indexOf('\n', at);
        at = end < 0 ? sql.length() : end + 1;
      } else if (sql.startsWith("/*", at)) {
        int end = sql.indexOf("*/", at + 2);
        at = end < 0 ? sql.length() : end + 2;
      } else {
        break;
      }
    }
    return at;
  }
}
