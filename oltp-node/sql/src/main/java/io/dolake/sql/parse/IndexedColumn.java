package io.dolake.sql.parse;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

/**
 * One part of an index or key: a column or an expression, with its order.
 *
 * @param column null for an expression
 * @param expression the expression, or the column as one
 * @param collation null where none was given
 */
public record IndexedColumn(
    SqlIdentifier column, SqlText expression, SqlIdentifier collation, boolean descending) {

  /** Tells {@code name}, {@code name COLLATE c} and other expressions apart. */
  public static IndexedColumn of(SqlText text, boolean descending) {
    SqlNode node = text.node();
    SqlIdentifier collation = null;
    if (node instanceof SqlCall call && call.getOperator() == SqlOperators.COLLATE) {
      collation = call.operand(1);
      node = call.operand(0);
    }
    SqlIdentifier column = node instanceof SqlIdentifier id && id.isSimple() ? id : null;
    return new IndexedColumn(column, text, collation, descending);
  }
}
