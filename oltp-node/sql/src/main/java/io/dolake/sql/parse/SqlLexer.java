package io.dolake.sql.parse;

import io.dolake.sql.parse.impl.GeneratedParserConstants;
import io.dolake.sql.parse.impl.GeneratedParserTokenManager;
import io.dolake.sql.parse.impl.Token;

/**
 * Makes the parser's tokens. It stands in for the generated token manager because SQLite and
 * PostgreSQL spell things that one lexical state cannot hold together: names in double quotes,
 * backticks and brackets beside array subscripts, {@code x'..'}, {@code E'..'} and {@code $$..$$},
 * hexadecimal numbers, and parameters {@code ?}, {@code ?1}, {@code :a}, {@code @a}, {@code $1}.
 *
 * <p>The image of a quoted name is its content; that of a string literal its content as well.
 */
final class SqlLexer extends GeneratedParserTokenManager implements GeneratedParserConstants {
  private final String sql;
  private int position;
  private int line = 1;
  private int lineStart;
  private int previousKind = EOF;
  private int previousEnd = -1;
  private boolean previousIsArrayWord;

  SqlLexer(String sql) {
    super(null); // the generated manager's stream, never read here, has buffers of 40 KiB
    this.sql = sql;
  }

  @Override
  public Token getNextToken() {
    skipBlanksAndComments();
    SqlToken token = position >= sql.length() ? end() : scan(sql.charAt(position));
    previousKind = token.kind;
    previousEnd = token.end();
    previousIsArrayWord = token.kind == IDENTIFIER && token.image.equalsIgnoreCase("ARRAY");
    return token;
  }

  private SqlToken end() {
    return token(EOF, "", sql.length(), sql.length());
  }

  private SqlToken scan(char c) {
    if (isNameStart(c)) {
      return nameOrPrefixedLiteral(c);
    }
    if (isDigit(c) || (c == '.' && isDigit(at(position + 1)))) {
      return number();
    }
    return switch (c) {
      case '\'' -> quoted('\'', QUOTED_STRING, position);
      case '"', '`' -> quoted(c, QUOTED_IDENTIFIER, position);
      case '[' -> bracket();
      case '?', ':', '@', '$' -> parameter(c);
      default -> operator(c);
    };
  }

  private void skipBlanksAndComments() {
    while (position < sql.length()) {
      char c = sql.charAt(position);
      if (c == '\n') {
        newLine(position);
        position++;
      } else if (c <= ' ' || c == '\u00a0' || c == '\ufeff') {
        position++;
      } else if (c == '-' && at(position + 1) == '-') {
        int newline = sql.indexOf('\n', position);
        position = newline < 0 ? sql.length() : newline;
      } else if (c == '/' && at(position + 1) == '*') {
        int close = sql.indexOf("*/", position + 2);
        advanceOver(close < 0 ? sql.length() : close + 2);
      } else {
        return;
      }
    }
  }

  private void newLine(int at) {
    line++;
    lineStart = at + 1;
  }

  private void advanceOver(int end) {
    for (int i = position; i < end; i++) {
      if (sql.charAt(i) == '\n') {
        newLine(i);
      }
    }
    position = end;
  }

  private SqlToken token(int kind, String image, int start, int end) {
    SqlToken token = new SqlToken(kind, image, start, end, line, start - lineStart + 1);
    advanceOver(end);
    return token;
  }

  private SqlToken nameOrPrefixedLiteral(char c) {
    if (at(position + 1) == '\'') {
      switch (c) {
        case 'x', 'X':
          return blob();
        case 'e', 'E':
          return escapedString();
        case 'n', 'N', 'b', 'B':
          return quoted('\'', QUOTED_STRING, position + 1);
        default:
          break;
      }
    }
    int end = position + 1;
    while (end < sql.length() && isNamePart(sql.charAt(end))) {
      end++;
    }
    String image = sql.substring(position, end);
    return token(Keywords.kindOf(image), image, position, end);
  }

  private SqlToken blob() {
    int close = sql.indexOf('\'', position + 2);
    if (close < 0) {
      throw ParseErrors.lexical("unterminated blob literal", position);
    }
    String digits = sql.substring(position + 2, close);
    if (digits.length() % 2 != 0 || !digits.chars().allMatch(d -> Character.digit(d, 16) >= 0)) {
      throw ParseErrors.lexical(
          "\"" + digits + "\" is not a blob: it takes pairs of hex digits", position);
    }
    return token(BINARY_STRING_LITERAL, digits, position, close + 1);
  }

  private SqlToken escapedString() {
    StringBuilder value = new StringBuilder();
    int i = position + 2;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      if (c == '\'' && at(i + 1) != '\'') {
        return token(QUOTED_STRING, value.toString(), position, i + 1);
      }
      if (c == '\'') {
        value.append('\'');
        i += 2;
      } else if (c == '\\' && i + 1 < sql.length()) {
        i = BackslashEscapes.append(sql, i + 1, value);
      } else {
        value.append(c);
        i++;
      }
    }
    throw ParseErrors.lexical("unterminated quoted string", position);
  }

  /** A literal or name in quotes, which are doubled inside. */
  private SqlToken quoted(char quote, int kind, int open) {
    int i = open + 1;
    boolean doubled = false;
    while (true) {
      int close = sql.indexOf(quote, i);
      if (close < 0) {
        throw ParseErrors.lexical(
            kind == QUOTED_STRING ? "unterminated quoted string" : "unterminated quoted name",
            open);
      }
      if (at(close + 1) != quote) {
        String content = sql.substring(open + 1, close);
        String q = String.valueOf(quote);
        return token(kind, doubled ? content.replace(q + q, q) : content, position, close + 1);
      }
      doubled = true;
      i = close + 2;
    }
  }

  /** SQLite's [name], or an array's bracket when it touches what is subscripted. */
  private SqlToken bracket() {
    boolean subscript =
        previousIsArrayWord
            || previousKind == LBRACKET
            || (previousEnd == position
                && (previousKind == IDENTIFIER
                    || previousKind == QUOTED_IDENTIFIER
                    || previousKind == RPAREN
                    || previousKind == RBRACKET
                    || previousKind == HOOK));
    int close = sql.indexOf(']', position);
    if (subscript || close < 0) {
      return token(LBRACKET, "[", position, position + 1);
    }
    return token(QUOTED_IDENTIFIER, sql.substring(position + 1, close), position, close + 1);
  }

  private SqlToken parameter(char c) {
    if (c == ':' && at(position + 1) == ':') {
      return token(CAST_OPERATOR, "::", position, position + 2);
    }
    int end = position + 1;
    if (c == '?') {
      while (isDigit(at(end))) {
        end++;
      }
      return token(HOOK, sql.substring(position, end), position, end);
    }
    while (end < sql.length() && isNamePart(sql.charAt(end)) && sql.charAt(end) != '$') {
      end++;
    }
    if (c == '$' && at(end) == '$') {
      return dollarQuoted(end);
    }
    if (end == position + 1) {
      if (c == '@' && at(end) == '>') {
        return symbol(CONTAINS_OP, 2);
      }
      if (c == ':') {
        return token(COLON, ":", position, end);
      }
      throw ParseErrors.lexical("unrecognized token: \"" + c + "\"", position);
    }
    return token(HOOK, sql.substring(position, end), position, end);
  }

  private SqlToken dollarQuoted(int tagEnd) {
    String tag = sql.substring(position, tagEnd + 1);
    int close = sql.indexOf(tag, tagEnd + 1);
    if (close < 0) {
      throw ParseErrors.lexical("unterminated dollar-quoted string", position);
    }
    return token(QUOTED_STRING, sql.substring(tagEnd + 1, close), position, close + tag.length());
  }

  private SqlToken number() {
    int start = position;
    if (sql.charAt(start) == '0' && (at(start + 1) == 'x' || at(start + 1) == 'X')) {
      return hexadecimal(start);
    }
    int end = digits(start);
    int kind = UNSIGNED_INTEGER_LITERAL;
    if (at(end) == '.') {
      kind = DECIMAL_NUMERIC_LITERAL;
      end = digits(end + 1);
    }
    if ((at(end) == 'e' || at(end) == 'E') && exponentDigit(end + 1) > 0) {
      kind = APPROX_NUMERIC_LITERAL;
      end = digits(exponentDigit(end + 1));
    }
    rejectNameAfterNumber(start, end);
    String digits = sql.substring(start, end).replace("_", "");
    // The parser takes a number without decimals for an integer.
    return token(kind, digits.endsWith(".") ? digits + "0" : digits, start, end);
  }

  private SqlToken hexadecimal(int start) {
    int end = start + 2;
    while (isHexDigit(at(end)) || (at(end) == '_' && end > start + 2 && isHexDigit(at(end + 1)))) {
      end++;
    }
    rejectNameAfterNumber(start, end);
    String digits = sql.substring(start + 2, end).replace("_", "");
    if (digits.isEmpty() || digits.replaceFirst("^0+", "").length() > 16) {
      throw ParseErrors.lexical("hex literal too big: " + sql.substring(start, end), start);
    }
    String value = Long.toString(Long.parseUnsignedLong(digits, 16));
    return token(UNSIGNED_INTEGER_LITERAL, value, start, end);
  }

  private static boolean isHexDigit(char c) {
    return Character.digit(c, 16) >= 0;
  }

  private int digits(int from) {
    int end = from;
    while (isDigit(at(end)) || (at(end) == '_' && end > from && isDigit(at(end + 1)))) {
      end++;
    }
    return end;
  }

  /** Where the digits of an exponent begin, or -1. */
  private int exponentDigit(int from) {
    int digit = at(from) == '+' || at(from) == '-' ? from + 1 : from;
    return isDigit(at(digit)) ? digit : -1;
  }

  private void rejectNameAfterNumber(int start, int end) {
    if (isNamePart(at(end))) {
      int wordEnd = end;
      while (isNamePart(at(wordEnd))) {
        wordEnd++;
      }
      throw ParseErrors.lexical(
          "unrecognized token: \"" + sql.substring(start, wordEnd) + "\"", start);
    }
  }

  private SqlToken operator(char c) {
    char next = at(position + 1);
    char third = at(position + 2);
    return switch (c) {
      case '(' -> symbol(LPAREN, 1);
      case ')' -> symbol(RPAREN, 1);
      case ',' -> symbol(COMMA, 1);
      case '.' -> symbol(DOT, 1);
      case ';' -> symbol(SEMICOLON, 1);
      case ']' -> symbol(RBRACKET, 1);
      case '+' -> symbol(PLUS, 1);
      case '*' -> symbol(STAR, 1);
      case '/' -> symbol(SLASH, 1);
      case '%' -> symbol(PERCENT_REMAINDER, 1);
      case '&' -> next == '&' ? symbol(OVERLAPS_OP, 2) : symbol(AMPERSAND, 1);
      case '=' -> next == '=' ? symbol(EQ, 2) : symbol(EQ, 1);
      case '|' -> next == '|' ? symbol(CONCAT, 2) : symbol(VERTICAL_BAR, 1);
      case '-' ->
          next == '>'
              ? (third == '>' ? symbol(ARROW_TEXT, 3) : symbol(LAMBDA, 2))
              : symbol(MINUS, 1);
      case '<' ->
          switch (next) {
            case '=' -> symbol(LE, 2);
            case '>' -> symbol(NE, 2);
            case '<' -> symbol(LEFTSHIFT, 2);
            // SQLite's a<@b compares with a parameter.
            case '@' -> isNamePart(third) ? symbol(LT, 1) : symbol(CONTAINED_OP, 2);
            default -> symbol(LT, 1);
          };
      case '>' ->
          switch (next) {
            case '=' -> symbol(GE, 2);
            case '>' -> symbol(RIGHTSHIFT, 2);
            default -> symbol(GT, 1);
          };
      case '~' -> next == '*' ? symbol(TILDE_STAR, 2) : symbol(TILDE, 1);
      case '!' -> {
        if (next == '=') {
          yield symbol(NE2, 2);
        }
        if (next == '~') {
          yield third == '*' ? symbol(NOT_TILDE_STAR, 3) : symbol(NOT_TILDE, 2);
        }
        throw ParseErrors.lexical("unrecognized token: \"!\"", position);
      }
      case '#' -> {
        if (next != '>') {
          throw ParseErrors.lexical("unrecognized token: \"#\"", position);
        }
        yield third == '>' ? symbol(PATH_ARROW_TEXT, 3) : symbol(PATH_ARROW, 2);
      }
      default -> throw ParseErrors.lexical("unrecognized token: \"" + c + "\"", position);
    };
  }

  private SqlToken symbol(int kind, int length) {
    return token(kind, sql.substring(position, position + length), position, position + length);
  }

  private char at(int index) {
    return index < sql.length() ? sql.charAt(index) : 0;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isNameStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c > 0xa0;
  }

  static boolean isNamePart(char c) {
    return isNameStart(c) || isDigit(c) || c == '$';
  }
}
