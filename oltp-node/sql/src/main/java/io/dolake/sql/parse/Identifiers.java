package io.dolake.sql.parse;

import io.dolake.sql.parse.impl.Token;
import java.util.Locale;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.util.SqlBasicVisitor;

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

  /** An expression over one table's rows in which a column has another name. */
  public static String renameColumn(String expression, String oldName, String newName) {
    TextEdits edits = new TextEdits(expression);
    SqlParser.parseExpression(expression)
        .accept(
            new SqlBasicVisitor<Void>() {
              @Override
              public Void visit(SqlIdentifier name) {
                if (name.names.get(name.names.size() - 1).equalsIgnoreCase(oldName)) {
                  edits.replaceName(SqlParser.startOfLastName(expression, name), quote(newName));
                }
                return null;
              }
            });
    return edits.apply();
  }

  /** Whether the text mentions a name, or maybe a keyword that can be one. */
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

  /** Whether the token can be a name: also a word that is a keyword elsewhere. */
  static boolean isName(Token token) {
    return token.kind == SqlLexer.IDENTIFIER
        || token.kind == SqlLexer.QUOTED_IDENTIFIER
        || Keywords.isSoft(token.image);
  }
}
