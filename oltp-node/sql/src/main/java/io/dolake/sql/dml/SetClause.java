package io.dolake.sql.dml;

import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.SqlException;
import io.dolake.sql.parse.Assignment;
import io.dolake.sql.statement.ExpressionContents;
import io.dolake.sql.statement.Planning;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;

/**
 * Assignments of SET, one column each.
 *
 * @param ordinals columns that are assigned
 * @param values what they get; null for the column's default
 */
record SetClause(List<Integer> ordinals, List<SqlNode> values) {

  static SetClause of(Planning planning, TableDef table, List<Assignment> assignments) {
    SetClause clause = new SetClause(new ArrayList<>(), new ArrayList<>());
    for (Assignment assignment : assignments) {
      List<SqlIdentifier> columns = assignment.columns();
      List<SqlNode> parts = parts(assignment);
      if (parts.size() != columns.size()) {
        throw planning.error(
            ErrorCode.SYNTAX_ERROR,
            columns.size() + " columns are assigned " + parts.size() + " values",
            columns.get(0));
      }
      for (int i = 0; i < columns.size(); i++) {
        clause.add(planning, table, columns.get(i), parts.get(i));
      }
    }
    return clause;
  }

  private void add(Planning planning, TableDef table, SqlIdentifier column, SqlNode value) {
    int ordinal = planning.column(table, column);
    if (table.columns().get(ordinal).generatedExpression() != null) {
      throw new SqlException(
          ErrorCode.INVALID_DEFINITION,
          "cannot assign to generated column \"" + Planning.last(column) + "\"",
          null,
          planning.positionOf(column));
    }
    if (ExpressionContents.hasAggregate(value)) {
      throw planning.error(
          ErrorCode.GROUPING_ERROR,
          "aggregate functions are not allowed in SET; use a subquery",
          column);
    }
    boolean useDefault = value.getKind() == SqlKind.DEFAULT;
    int earlier = ordinals.indexOf(ordinal);
    if (earlier >= 0) {
      values.set(earlier, useDefault ? null : value);
      return;
    }
    ordinals.add(ordinal);
    values.add(useDefault ? null : value);
  }

  /** The values of a row: {@code (a, b) = (1, 2)} or {@code (a, b) = (select ...)}. */
  private static List<SqlNode> parts(Assignment assignment) {
    SqlNode value = assignment.value();
    if (assignment.columns().size() == 1) {
      return List.of(value);
    }
    if (value.getKind() == SqlKind.ROW) {
      return ((SqlCall) value).getOperandList();
    }
    if (value instanceof SqlSelect select && select.getSelectList().size() > 1) {
      List<SqlNode> queries = new ArrayList<>();
      for (SqlNode item : select.getSelectList()) {
        SqlSelect one = (SqlSelect) select.clone(select.getParserPosition());
        one.setSelectList(new SqlNodeList(List.of(item), item.getParserPosition()));
        queries.add(one);
      }
      return queries;
    }
    return List.of(value);
  }
}
