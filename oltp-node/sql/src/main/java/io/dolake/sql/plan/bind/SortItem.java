package io.dolake.sql.plan.bind;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

/** An ORDER BY item; NULLs come first ascending and last descending unless said otherwise. */
record SortItem(SqlNode expression, boolean descending, boolean nullsFirst) {
  static SortItem of(SqlNode item) {
    SqlNode node = item;
    boolean descending = false;
    Boolean nullsFirst = null;
    while (true) {
      SqlKind kind = node.getKind();
      if (kind == SqlKind.NULLS_FIRST) {
        nullsFirst = true;
      } else if (kind == SqlKind.NULLS_LAST) {
        nullsFirst = false;
      } else if (kind == SqlKind.DESCENDING) {
        descending = true;
      } else {
        return new SortItem(node, descending, nullsFirst == null ? !descending : nullsFirst);
      }
      node = ((SqlCall) node).operand(0);
    }
  }
}
