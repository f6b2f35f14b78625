package io.dolake.sql.dml;

import io.dolake.common.TableId;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.ResultColumn;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.exec.RowSource;
import io.dolake.sql.statement.Planning;
import io.dolake.sql.statement.StatementPlan;
import io.dolake.sql.statement.StatementResult;
import io.dolake.storage.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;

/** SELECT of plain columns of the row with a given primary key. */
public final class PointReadPlan implements StatementPlan {
  private final TableId table;
  private final String name;
  private final InputValue[] key;
  private final int[] ordinals;
  private final List<ResultColumn> columns;
  private final List<ColumnType> parameterTypes;

  private PointReadPlan(
      TableDef table,
      InputValue[] key,
      List<Integer> ordinals,
      List<ResultColumn> columns,
      List<ColumnType> parameterTypes) {
    this.table = table.id();
    this.name = table.name();
    this.key = key;
    this.ordinals = ordinals.stream().mapToInt(Integer::intValue).toArray();
    this.columns = List.copyOf(columns);
    this.parameterTypes = parameterTypes;
  }

  /** The plan, or null when the query is anything more than that. */
  public static PointReadPlan of(Planning planning, SqlNode query) {
    if (!(query instanceof SqlSelect select)
        || select.isDistinct()
        || select.getGroup() != null
        || select.getHaving() != null
        || !select.getWindowList().isEmpty()
        || select.getFrom() == null) {
      return null;
    }
    SqlIdentifier name = tableName(select.getFrom());
    if (name == null) {
      return null;
    }
    Optional<TableDef> table = planning.findTable(name);
    if (table.isEmpty()) {
      return null;
    }
    String qualifier = qualifier(select.getFrom(), table.get());
    InputValue[] key = KeyCondition.of(table.get(), qualifier, select.getWhere());
    if (key == null) {
      return null;
    }
    List<Integer> ordinals = new ArrayList<>();
    List<ResultColumn> columns = new ArrayList<>();
    if (!addItems(table.get(), qualifier, select.getSelectList(), ordinals, columns)) {
      return null;
    }
    ParameterTypes types = new ParameterTypes(planning.context().parameterTypes());
    types.computed(select.getWhere(), table.get());
    return new PointReadPlan(
        table.get(), key, ordinals, columns, ParameterTypes.orAny(types.known()));
  }

  private static SqlIdentifier tableName(SqlNode from) {
    if (from instanceof SqlIdentifier id) {
      return id;
    }
    return from.getKind() == SqlKind.AS
            && ((SqlCall) from).operandCount() == 2
            && ((SqlCall) from).operand(0) instanceof SqlIdentifier id
        ? id
        : null;
  }

  private static String qualifier(SqlNode from, TableDef table) {
    return from.getKind() == SqlKind.AS
        ? ((SqlIdentifier) ((SqlCall) from).operand(1)).getSimple()
        : table.name();
  }

  private static boolean addItems(
      TableDef table,
      String qualifier,
      SqlNodeList items,
      List<Integer> ordinals,
      List<ResultColumn> columns) {
    for (SqlNode item : items) {
      SqlNode expression = item;
      String alias = null;
      if (item.getKind() == SqlKind.AS) {
        expression = ((SqlCall) item).operand(0);
        alias = ((SqlIdentifier) ((SqlCall) item).operand(1)).getSimple();
      }
      if (!(expression instanceof SqlIdentifier id)) {
        return false;
      }
      if (id.isStar()) {
        if (alias != null || id.names.size() > 1 && !id.names.get(0).equalsIgnoreCase(qualifier)) {
          return false;
        }
        for (int i = 0; i < table.columns().size(); i++) {
          if (!table.columns().get(i).hidden()) {
            add(table, i, null, ordinals, columns);
          }
        }
        continue;
      }
      int ordinal = KeyCondition.ordinal(table, qualifier, id);
      if (ordinal < 0) {
        return false;
      }
      add(table, ordinal, alias, ordinals, columns);
    }
    return true;
  }

  private static void add(
      TableDef table,
      int ordinal,
      String alias,
      List<Integer> ordinals,
      List<ResultColumn> columns) {
    ColumnDef column = table.columns().get(ordinal);
    ordinals.add(ordinal);
    columns.add(
        new ResultColumn(
            alias == null ? column.name() : alias, column.type(), table.id(), column.id()));
  }

  @Override
  public List<ResultColumn> columns() {
    return columns;
  }

  @Override
  public List<ColumnType> parameterTypes() {
    return parameterTypes;
  }

  @Override
  public boolean readOnly() {
    return true;
  }

  @Override
  public boolean shortRunning() {
    return true;
  }

  @Override
  public List<String> explain() {
    return List.of("SEARCH " + name + " BY PRIMARY KEY");
  }

  @Override
  public StatementResult run(ExecutionContext context) {
    Object[] keyValues = KeyCondition.evaluate(key, context);
    Row row = keyValues == null ? null : context.transaction().get(table, keyValues);
    if (row == null) {
      return StatementResult.of(RowSource.EMPTY);
    }
    Object[] values = new Object[ordinals.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.value(ordinals[i]);
    }
    return StatementResult.of(new OneRow(values));
  }

  private static final class OneRow implements RowSource {
    private Object[] row;

    OneRow(Object[] row) {
      this.row = row;
    }

    @Override
    public Object[] next() {
      Object[] result = row;
      row = null;
      return result;
    }

    @Override
    public void close() {
      row = null;
    }
  }
}
