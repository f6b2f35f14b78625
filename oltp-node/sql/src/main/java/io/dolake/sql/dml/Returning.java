package io.dolake.sql.dml;

import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.ResultColumn;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.expr.CompiledExpression;
import io.dolake.sql.expr.RowScope;
import io.dolake.sql.plan.bind.ItemName;
import io.dolake.sql.statement.ListRowSource;
import io.dolake.sql.statement.Planning;
import io.dolake.sql.statement.StatementResult;
import io.dolake.sql.types.Values;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;

/** A RETURNING clause: what it makes of each row written. Immutable. */
final class Returning {
  private final List<CompiledExpression> items = new ArrayList<>();
  private final List<ResultColumn> columns = new ArrayList<>();

  private Returning() {}

  /** Null when there is no clause. */
  static Returning of(Planning planning, TableDef table, String qualifier, SqlNodeList items) {
    if (items == null) {
      return null;
    }
    Returning returning = new Returning();
    RowScope scope = RowScope.of(table, qualifier);
    for (SqlNode item : items) {
      if (item instanceof SqlIdentifier id && id.isStar()) {
        returning.addAll(planning, table, qualifier, scope, id);
      } else {
        returning.add(planning, table, scope, item);
      }
    }
    return returning;
  }

  private void addAll(
      Planning planning, TableDef table, String qualifier, RowScope scope, SqlIdentifier star) {
    if (star.names.size() > 1
        && !star.names.get(star.names.size() - 2).equalsIgnoreCase(qualifier)) {
      throw planning.error(
          ErrorCode.UNDEFINED_TABLE,
          "\"" + star.names.get(star.names.size() - 2) + "\" is not the table of the statement",
          star);
    }
    for (ColumnDef column : table.columns()) {
      if (!column.hidden()) {
        add(planning, table, scope, new SqlIdentifier(column.name(), star.getParserPosition()));
      }
    }
  }

  private void add(Planning planning, TableDef table, RowScope scope, SqlNode item) {
    SqlNode expression = item;
    String name = null;
    if (item.getKind() == SqlKind.AS) {
      expression = ((SqlCall) item).operand(0);
      name = ((SqlIdentifier) ((SqlCall) item).operand(1)).getSimple();
    }
    CompiledExpression compiled = planning.compile(expression, scope);
    items.add(compiled);
    if (expression instanceof SqlIdentifier id) {
      int ordinal = Planning.columnOrMinusOne(table, Planning.last(id));
      if (ordinal >= 0) {
        ColumnDef column = table.columns().get(ordinal);
        columns.add(
            new ResultColumn(
                name == null ? column.name() : name, column.type(), table.id(), column.id()));
        return;
      }
    }
    String text = name == null ? ItemName.of(expression, planning.context()) : name;
    columns.add(new ResultColumn(text, compiled.type(), null, 0));
  }

  List<ResultColumn> columns() {
    return columns;
  }

  Object[] row(ExecutionContext context, Object[] row) {
    Object[] result = new Object[items.size()];
    for (int i = 0; i < result.length; i++) {
      result[i] = items.get(i).eval(row, context);
    }
    return result;
  }

  /**
   * Counts the rows a statement has written and keeps what its RETURNING makes of them, within the
   * statement's memory.
   */
  static final class Collector {
    private final Returning returning;
    private final ExecutionContext context;
    private final List<Object[]> rows = new ArrayList<>();
    private long count;

    Collector(Returning returning, ExecutionContext context) {
      this.returning = returning;
      this.context = context;
    }

    /** A row was written; without RETURNING its values do not matter. */
    void add(Object[] row) {
      count++;
      if (returning != null) {
        Object[] result = returning.row(context, row);
        context.memory().reserve(Values.heapBytes(result));
        rows.add(result);
      }
    }

    StatementResult result() {
      return returning == null
          ? StatementResult.affected(count)
          : new StatementResult(new ListRowSource(rows), count);
    }
  }
}
