package io.dolake.sql.plan.bind;

import io.dolake.common.error.ErrorCode;
import io.dolake.sql.exec.window.WindowSpec.Bound;
import io.dolake.sql.exec.window.WindowSpec.Exclusion;
import io.dolake.sql.exec.window.WindowSpec.Frame;
import io.dolake.sql.exec.window.WindowSpec.Unit;
import io.dolake.sql.parse.GroupsWindow;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWindow;

/** What OVER says, named windows looked up. Offsets are those of the frame's bounds, in order. */
record WindowDefinition(
    SqlNodeList partitionBy, SqlNodeList orderBy, Frame frame, List<SqlNode> offsets) {

  static WindowDefinition resolve(SqlNode node, List<SqlWindow> named, BindContext context) {
    SqlWindow window =
        node instanceof SqlIdentifier name ? find(name, named, context) : (SqlWindow) node;
    SqlNodeList partitionBy = window.getPartitionList();
    SqlNodeList orderBy = window.getOrderList();
    SqlWindow base = window;
    for (int depth = 0; base.getRefName() != null && depth < 100; depth++) {
      base = find(base.getRefName(), named, context);
      partitionBy = partitionBy.isEmpty() ? base.getPartitionList() : partitionBy;
      orderBy = orderBy.isEmpty() ? base.getOrderList() : orderBy;
    }
    List<SqlNode> offsets = new ArrayList<>();
    Frame frame = frame(window, offsets, context);
    return new WindowDefinition(partitionBy, orderBy, frame, offsets);
  }

  private static SqlWindow find(SqlIdentifier name, List<SqlWindow> named, BindContext context) {
    for (SqlWindow window : named) {
      if (window.getDeclName() != null
          && window.getDeclName().getSimple().equalsIgnoreCase(name.getSimple())) {
        return window;
      }
    }
    throw context.error(
        name, ErrorCode.UNDEFINED_OBJECT, "no such window: " + name.getSimple(), null);
  }

  private static Frame frame(SqlWindow window, List<SqlNode> offsets, BindContext context) {
    if (window.getLowerBound() == null && window.getUpperBound() == null) {
      return new Frame(
          Unit.RANGE, Bound.UNBOUNDED_PRECEDING, Bound.CURRENT_ROW, exclusion(window.getExclude()));
    }
    Bound start = bound(window.getLowerBound(), offsets);
    Bound end = bound(window.getUpperBound(), offsets);
    if (start == Bound.UNBOUNDED_FOLLOWING
        || end == Bound.UNBOUNDED_PRECEDING
        || start.compareTo(end) > 0) {
      throw context.error(
          window, ErrorCode.WINDOWING_ERROR, "unsupported frame specification", null);
    }
    Unit unit = window.isRows() ? Unit.ROWS : Unit.RANGE;
    if (window instanceof GroupsWindow) {
      unit = Unit.GROUPS;
    }
    return new Frame(unit, start, end, exclusion(window.getExclude()));
  }

  private static Bound bound(SqlNode node, List<SqlNode> offsets) {
    if (node == null || SqlWindow.isCurrentRow(node)) {
      return Bound.CURRENT_ROW;
    }
    if (SqlWindow.isUnboundedPreceding(node)) {
      return Bound.UNBOUNDED_PRECEDING;
    }
    if (SqlWindow.isUnboundedFollowing(node)) {
      return Bound.UNBOUNDED_FOLLOWING;
    }
    offsets.add(((SqlCall) node).operand(0));
    return node.getKind() == SqlKind.PRECEDING ? Bound.PRECEDING : Bound.FOLLOWING;
  }

  private static Exclusion exclusion(SqlLiteral literal) {
    if (literal == null || SqlWindow.isExcludeNoOthers(literal)) {
      return Exclusion.NO_OTHERS;
    }
    if (SqlWindow.isExcludeCurrentRow(literal)) {
      return Exclusion.CURRENT_ROW;
    }
    return SqlWindow.isExcludeGroup(literal) ? Exclusion.GROUP : Exclusion.TIES;
  }
}
