package io.dolake.sql.plan.bind;

import io.dolake.sql.ColumnNames;
import io.dolake.sql.plan.PlanContext;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Names of result columns that have no alias: the column's, else what {@link ColumnNames} says. */
public final class ItemName {
  private ItemName() {}

  /**
   * @param plan of the statement that the item is part of
   */
  public static String of(SqlNode item, PlanContext plan) {
    return plan.columnNames() == ColumnNames.AFTER_FUNCTION
        ? FunctionName.of(item)
        : asWritten(item, plan.text());
  }

  private static String asWritten(SqlNode item, String text) {
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
