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
    return text.substring(start, end + 1);
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
