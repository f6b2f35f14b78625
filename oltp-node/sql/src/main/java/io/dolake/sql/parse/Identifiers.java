package io.dolake.sql.parse;

import io.dolake.sql.parse.impl.Token;
import java.util.Locale;
import java.util.TreeSet;
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
    TreeSet<Integer> starts = new TreeSet<>();
    SqlParser.parseExpression(expression)
        .accept(
            new SqlBasicVisitor<Void>() {
              @Override
              public Void visit(SqlIdentifier name) {
                int last = name.names.size() - 1;
                if (name.names.get(last).equalsIgnoreCase(oldName)) {
                  starts.add(
                      SqlParser.characterPosition(expression, name.getComponentParserPosition(last))
                          - 1);
                }
                return null;
              }
            });
    StringBuilder renamed = new StringBuilder();
    int copied = 0;
    for (int start : starts) {
      renamed.append(expression, copied, start).append(quote(newName));
      copied = endOfName(expression, start);
    }
    return renamed.append(expression, copied, expression.length()).toString();
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

  /** Where the name ends that begins at a place of the text. */
  public static int endOfName(String text, int start) {
    SqlToken name = (SqlToken) new SqlLexer(text.substring(start)).getNextToken();
    return start + name.end();
  }

  static boolean isName(Token token) {
    return token.kind == SqlLexer.IDENTIFIER
        || token.kind == SqlLexer.QUOTED_IDENTIFIER
        || Keywords.isSoft(token.image);
  }
}
