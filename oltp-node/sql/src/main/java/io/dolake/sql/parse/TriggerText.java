package io.dolake.sql.parse;

import io.dolake.sql.parse.impl.Token;
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
    StringBuilder rewritten = new StringBuilder();
    SqlLexer lexer = new SqlLexer(text);
    int copied = 0;
    SqlToken beforeLast = null;
    SqlToken last = null;
    for (SqlToken token = (SqlToken) lexer.getNextToken();
        token.kind != SqlLexer.EOF;
        token = (SqlToken) lexer.getNextToken()) {
      if (beforeLast != null && last.kind == SqlLexer.DOT && isName(token) && isRow(beforeLast)) {
        String row = beforeLast.image.toLowerCase(java.util.Locale.ROOT);
        rewritten.append(text, copied, beforeLast.start());
        rewritten.append(reference.apply(row, token.image));
        copied = token.end();
      } else if (beforeLast != null
          && last.kind == SqlLexer.LPAREN
          && token.kind == SqlLexer.IDENTIFIER
          && isWord(beforeLast, "RAISE")) {
        rewritten.append(text, copied, token.start()).append("'" + token.image + "'");
        copied = token.end();
      }
      beforeLast = last;
      last = token;
    }
    return rewritten.append(text, copied, text.length()).toString();
  }

  private static boolean isRow(SqlToken token) {
    return isWord(token, "NEW") || isWord(token, "OLD");
  }

  private static boolean isWord(SqlToken token, String word) {
    return token.kind == SqlLexer.IDENTIFIER && token.image.equalsIgnoreCase(word);
  }

  /** Whether the token can name a column: also a word that is a keyword elsewhere. */
  private static boolean isName(Token token) {
    return token.kind == SqlLexer.IDENTIFIER
        || token.kind == SqlLexer.QUOTED_IDENTIFIER
        || Keywords.isSoft(token.image);
  }
}
