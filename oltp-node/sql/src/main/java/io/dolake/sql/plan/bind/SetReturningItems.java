package io.dolake.sql.plan.bind;

import io.dolake.sql.parse.SqlOperators;
import io.dolake.sql.plan.PlanContext;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * Functions that return rows, called in the list of a SELECT as PostgreSQL allows: {@code SELECT a,
 * unnest(b) FROM t} is {@code SELECT a, r.x FROM t, LATERAL unnest(b) AS r(x)}. Several of them
 * advance together.
 */
final class SetReturningItems extends SqlShuttle {
  /** Holds a space, so that no name in a statement without quotes means it. */
  private static final String RELATION = "rows of the select list";

  private static final int MAX_DEPTH = 200;

  private int depth;
  private final List<SqlNode> calls = new ArrayList<>();

  private SetReturningItems() {}

  /** The SELECT with such calls moved into FROM; itself when it has none. */
  static SqlSelect moved(SqlSelect select, PlanContext plan) {
    SetReturningItems found = new SetReturningItems();
    List<SqlNode> items = new ArrayList<>();
    for (SqlNode item : select.getSelectList()) {
      SqlNode replaced = item.accept(found);
      items.add(
          replaced == item || item.getKind() == SqlKind.AS
              ? replaced
              : named(replaced, ItemName.of(item, plan)));
    }
    if (found.calls.isEmpty()) {
      return select;
    }
    SqlSelect result = (SqlSelect) select.clone(select.getParserPosition());
    result.setSelectList(new SqlNodeList(items, select.getSelectList().getParserPosition()));
    result.setFrom(found.joined(select.getFrom(), select.getParserPosition()));
    return result;
  }

  private static SqlNode named(SqlNode item, String name) {
    SqlParserPos position = item.getParserPosition();
    return SqlStdOperatorTable.AS.createCall(position, item, new SqlIdentifier(name, position));
  }

  private SqlNode joined(SqlNode from, SqlParserPos position) {
    List<SqlNode> alias = new ArrayList<>();
    alias.add(
        SqlStdOperatorTable.COLLECTION_TABLE.createCall(
            position, SqlOperators.ITEM_ROWS.createCall(position, calls)));
    alias.add(new SqlIdentifier(RELATION, position));
    for (int i = 0; i < calls.size(); i++) {
      alias.add(new SqlIdentifier("item " + i, position));
    }
    SqlNode rows = SqlStdOperatorTable.AS.createCall(position, alias);
    return from == null
        ? rows
        : new SqlJoin(
            position,
            from,
            SqlLiteral.createBoolean(false, position),
            JoinType.COMMA.symbol(position),
            rows,
            JoinConditionType.NONE.symbol(position),
            null);
  }

  @Override
  public SqlNode visit(SqlCall call) {
    if (QueryBinder.isQuery(call)) {
      return call;
    }
    if (call.getOperator() instanceof SqlFunction
        && BuiltInTableFunctions.returnsOneColumn(FunctionBinder.nameOf(call))) {
      calls.add(call);
      return new SqlIdentifier(
          List.of(RELATION, "item " + (calls.size() - 1)), call.getParserPosition());
    }
    if (depth == MAX_DEPTH) {
      return call; // nested too deeply to be bound
    }
    depth++;
    try {
      return super.visit(call);
    } finally {
      depth--;
    }
  }
}
