package io.dolake.sql.parse;

import io.dolake.sql.parse.impl.Token;
import java.util.Locale;

/** Names in SQL text. */
public final class Identifiers {
  private Identifiers() {}

  /** The name as SQL text: in double quotes only where it must be. */
  public static String quote(String name) {
    boolean plain = !name.isEmpty() && SqlLexer.isNameStart(name.charAt(0));
    for (int i = 1; plain && i < name.length(); i++) {
      plain = SqlLexer.isNamePart(name.charAt(i));
    }
    return plain && !Keywords.isReserved(name) ? name : '"' + name.replace("\"", "\"\"") + '"';
  }

  /** An expression with every mention of one column replaced by another; not of functions. */
  public static String rename(String text, String oldName, String newName) {
    StringBuilder renamed = new StringBuilder();
    SqlLexer lexer = new SqlLexer(text);
    int copied = 0;
    SqlToken token = (SqlToken) lexer.getNextToken();
    while (token.kind != SqlLexer.EOF) {
      SqlToken next = (SqlToken) lexer.getNextToken();
      if (isName(token) && next.kind != SqlLexer.LPAREN && token.image.equalsIgnoreCase(oldName)) {
        renamed.append(text, copied, token.start()).append(quote(newName));
        copied = token.end();
      }
      token = next;
    }
    return renamed.append(text, copied, text.length()).toString();
  }

  /** Whether the text mentions a name. */
  public static boolean mentions(String text, String name) {
    SqlLexer lexer = new SqlLexer(text);
    String wanted = name.toLowerCase(Locale.ROOT);
    for (SqlToken token = (SqlToken) lexer.getNextToken();
        token.kind != SqlLexer.EOF;
        token = (SqlToken) lexer.getNextToken()) {
      if (isName(token) && token.image.toLowerCase(Locale.ROOT).equals(wanted)) {
        return true;
      }
    }
    return false;
  }

  /** Where the name ends that begins at a place of the text. */
  public static int endOfName(String text, int start) {
    SqlToken name = (SqlToken) new SqlLexer(text.substring(start)).getNextToken();
    return start + name.end();
  }

  static boolean isName(Token token) {
    return token.kind == SqlLexer.IDENTIFIER || token.kind == SqlLexer.QUOTED_IDENTIFIER;
  }
}
