package io.dolake.sql.plan.bind;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Names of result columns that have no alias: the column's, else the expression as written. */
final class ItemName {
  private ItemName() {}

  static String of(SqlNode item, String text) {
    if (item instanceof SqlIdentifier identifier) {
      return identifier.names.get(identifier.names.size() - 1);
    }
    SqlParserPos position = item.getParserPosition();
    int start = offset(text, position.getLineNum(), position.getColumnNum());
    int end = offset(text, position.getEndLineNum(), position.getEndColumnNum());
    if (start < 0 || end < start || end >= text.length()) {
      return item.toString();
    }
    return text.substring(start, closed(text, start, end + 1));
  }

  /** Positions leave out a parenthesis that closes the expression: takes it in. */
  private static int closed(String text, int start, int end) {
    int open = 0;
    for (int i = start; i < end; i++) {
      open += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
    }
    int at = end;
    while (open > 0 && at < text.length() && text.charAt(at) == ')') {
      at++;
      open--;
    }
    return open == 0 ? at : end;
  }

  private static int offset(String text, int line, int column) {
    int start = 0;
    for (int i = 1; i < line; i++) {
      start = text.indexOf('\n', start) + 1;
      if (start == 0) {
        return -1;
      }
    }
    return line < 1 ? -1 : start + column - 1;
  }
}
