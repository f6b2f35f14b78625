package io.dolake.sql.parse;

/** Texts of expressions as they stand in statements. */
public final class ExpressionText {
  private ExpressionText() {}

  /**
   * The expression in parentheses; as it is if it stands in a pair already, so that a text that is
   * printed and read again does not grow.
   *
   * @param expression text that was parsed before
   */
  public static String inParentheses(String expression) {
    return isEnclosed(expression) ? expression : "(" + expression + ")";
  }

  /** Whether the first parenthesis is closed by the text's last token. */
  private static boolean isEnclosed(String expression) {
    SqlLexer lexer = new SqlLexer(expression);
    SqlToken token = (SqlToken) lexer.getNextToken();
    if (token.kind != SqlLexer.LPAREN) {
      return false;
    }
    int depth = 1;
    while (depth > 0) {
      token = (SqlToken) lexer.getNextToken();
      if (token.kind == SqlLexer.EOF) {
        return false;
      }
      depth += token.kind == SqlLexer.LPAREN ? 1 : token.kind == SqlLexer.RPAREN ? -1 : 0;
    }
    return lexer.getNextToken().kind == SqlLexer.EOF;
  }
}
