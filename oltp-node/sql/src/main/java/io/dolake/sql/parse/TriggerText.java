package io.dolake.sql.parse;

import java.util.function.BiFunction;

/**
 * Rewrites a part of a trigger so that it can be parsed and planned like any other text: {@code
 * NEW.x} and {@code OLD.x} become other expressions, and the first argument of RAISE, which is a
 * word of its own, becomes a text.
 */
public final class TriggerText {
  private TriggerText() {}

  /**
   * @param reference the text for a column of a row; from {@code new} or {@code old} in lower case
   *     and the column's name
   */
  public static String rewrite(String text, BiFunction<String, String, String> reference) {
    TextEdits edits = new TextEdits(text);
    SqlLexer lexer = new SqlLexer(text);
    SqlToken beforeLast = null;
    SqlToken last = null;
    for (SqlToken token = (SqlToken) lexer.getNextToken();
        token.kind != SqlLexer.EOF;
        token = (SqlToken) lexer.getNextToken()) {
      if (beforeLast != null
          && last.kind == SqlLexer.DOT
          && Identifiers.isName(token)
          && isRow(beforeLast)) {
        String row = beforeLast.image.toLowerCase(java.util.Locale.ROOT);
        edits.replace(beforeLast.start(), token.end(), reference.apply(row, token.image));
      } else if (beforeLast != null
          && last.kind == SqlLexer.LPAREN
          && token.kind == SqlLexer.IDENTIFIER
          && isWord(beforeLast, "RAISE")) {
        edits.replace(token.start(), token.end(), "'" + token.image + "'");
      }
      beforeLast = last;
      last = token;
    }
    return edits.apply();
  }

  private static boolean isRow(SqlToken token) {
    return isWord(token, "NEW") || isWord(token, "OLD");
  }

  private static boolean isWord(SqlToken token, String word) {
    return token.kind == SqlLexer.IDENTIFIER && token.image.equalsIgnoreCase(word);
  }
}
