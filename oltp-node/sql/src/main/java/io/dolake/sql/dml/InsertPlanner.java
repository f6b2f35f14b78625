package io.dolake.sql.dml;

import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.SqlException;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.exec.RowSource;
import io.dolake.sql.parse.LockingQuery;
import io.dolake.sql.parse.Statement;
import io.dolake.sql.parse.TriggerEvent;
import io.dolake.sql.parse.Upsert;
import io.dolake.sql.plan.QueryPlan;
import io.dolake.sql.statement.Planning;
import io.dolake.sql.statement.StatementPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Plans INSERT and REPLACE. */
public final class InsertPlanner {
  private InsertPlanner() {}

  public static StatementPlan plan(Planning planning, Statement.Insert insert) {
    Optional<ViewTarget> view = ViewTarget.of(planning, insert.table(), TriggerEvent.INSERT);
    if (view.isPresent()) {
      return intoView(planning, insert, view.get());
    }
    TableDef table = planning.table(insert.table());
    int[] targets = targets(planning, table, insert);
    ParameterTypes types = new ParameterTypes(planning.context().parameterTypes());
    if (isValues(insert)) {
      inferFromRows((SqlCall) insert.source(), table, targets, types);
    }
    for (Upsert upsert : insert.upserts()) {
      inferFromUpsert(planning, table, upsert, types);
    }
    Planning typed = planning.withParameterTypes(types.known());
    TableWriter writer = new TableWriters(planning).of(table);
    for (int i = 0; i < targets.length; i++) {
      if (!isValues(insert) || !isDefault((SqlCall) insert.source(), i)) {
        rejectGenerated(planning, writer, targets[i], insert.table());
      }
    }
    String qualifier = insert.alias() == null ? table.name() : insert.alias().getSimple();
    InsertPlan.Source rows = source(typed, insert, targets.length);
    List<UpsertAction> upserts = new ArrayList<>();
    for (Upsert upsert : insert.upserts()) {
      upserts.add(new UpsertAction(typed, writer, qualifier, upsert));
    }
    return new InsertPlan(
        writer,
        targets,
        rows,
        insert.onViolation(),
        upserts,
        Returning.of(typed, table, qualifier, insert.returning()),
        parameterTypes(types, rows));
  }

  private static StatementPlan intoView(
      Planning planning, Statement.Insert insert, ViewTarget view) {
    view.rejectReturning(planning, insert.returning(), insert.table());
    int[] targets = targets(planning, view.shape(), insert);
    ParameterTypes types = new ParameterTypes(planning.context().parameterTypes());
    if (isValues(insert)) {
      inferFromRows((SqlCall) insert.source(), view.shape(), targets, types);
    }
    InsertPlan.Source rows =
        source(planning.withParameterTypes(types.known()), insert, targets.length);
    return new ViewInsertPlan(
        view, targets, rows, insert.onViolation(), parameterTypes(types, rows));
  }

  private static boolean isValues(Statement.Insert insert) {
    return insert.source() != null
        && insert.source().getKind() == SqlKind.VALUES
        && insert.with() == null;
  }

  private static InsertPlan.Source source(Planning planning, Statement.Insert insert, int width) {
    if (insert.source() == null) {
      return new ValuesSource(new InputValue[1][0]);
    }
    if (isValues(insert)) {
      return new ValuesSource(inputs(planning, (SqlCall) insert.source(), insert, width));
    }
    QueryPlan query = planning.planQuery(withCtes(insert.with(), insert.source()));
    requireWidth(planning, query.columns().size(), width, insert.table());
    return new QuerySource(query);
  }

  private static List<ColumnType> parameterTypes(ParameterTypes types, InsertPlan.Source source) {
    return ParameterTypes.orAny(
        source instanceof QuerySource rows
            ? merged(types.known(), rows.query().parameterTypes())
            : types.known());
  }

  private static int[] targets(Planning planning, TableDef table, Statement.Insert insert) {
    if (insert.source() == null) {
      return new int[0];
    }
    List<Integer> targets = new ArrayList<>();
    for (SqlIdentifier name : insert.columns()) {
      int ordinal = planning.column(table, name);
      if (targets.contains(ordinal)) {
        throw new SqlException(
            ErrorCode.DUPLICATE_COLUMN,
            "column \"" + Planning.last(name) + "\" is given twice",
            null,
            planning.positionOf(name));
      }
      targets.add(ordinal);
    }
    if (insert.columns().isEmpty()) {
      List<Integer> visible = visible(table);
      List<Integer> written =
          visible.stream()
              .filter(i -> table.columns().get(i).generatedExpression() == null)
              .toList();
      targets.addAll(givesAll(insert, visible.size()) ? visible : written);
    }
    return targets.stream().mapToInt(Integer::intValue).toArray();
  }

  private static List<Integer> visible(TableDef table) {
    return IntStream.range(0, table.columns().size())
        .filter(i -> !table.columns().get(i).hidden())
        .boxed()
        .toList();
  }

  /**
   * Whether there is a value for every column: PostgreSQL wants DEFAULT for generated ones, which
   * SQLite wants left out.
   */
  private static boolean givesAll(Statement.Insert insert, int columnCount) {
    return isValues(insert)
        && ((SqlCall) ((SqlCall) insert.source()).operand(0)).operandCount() == columnCount;
  }

  /** Whether all rows have DEFAULT in a place. */
  private static boolean isDefault(SqlCall values, int place) {
    return values.getOperandList().stream()
        .map(row -> ((SqlCall) row).getOperandList())
        .allMatch(cells -> place < cells.size() && cells.get(place).getKind() == SqlKind.DEFAULT);
  }

  private static void rejectGenerated(
      Planning planning, TableWriter writer, int ordinal, SqlIdentifier at) {
    if (writer.isGenerated(ordinal)) {
      throw planning.error(
          ErrorCode.INVALID_DEFINITION,
          "cannot insert into generated column \""
              + writer.table().columns().get(ordinal).name()
              + "\"",
          at);
    }
  }

  private static void inferFromRows(
      SqlCall values, TableDef table, int[] targets, ParameterTypes types) {
    for (SqlNode row : values.getOperandList()) {
      List<SqlNode> cells = ((SqlCall) row).getOperandList();
      for (int i = 0; i < Math.min(cells.size(), targets.length); i++) {
        types.assigned(cells.get(i), table.columns().get(targets[i]).type());
      }
    }
  }

  private static void inferFromUpsert(
      Planning planning, TableDef table, Upsert upsert, ParameterTypes types) {
    if (upsert.doNothing()) {
      return;
    }
    upsert
        .assignments()
        .forEach(
            assignment -> {
              if (assignment.columns().size() == 1) {
                int ordinal = planning.column(table, assignment.columns().get(0));
                types.assigned(assignment.value(), table.columns().get(ordinal).type());
              }
              types.computed(assignment.value(), table);
            });
    types.computed(upsert.where(), table);
  }

  private static InputValue[][] inputs(
      Planning planning, SqlCall values, Statement.Insert insert, int width) {
    InputValue[][] rows = new InputValue[values.operandCount()][];
    for (int r = 0; r < rows.length; r++) {
      List<SqlNode> cells = ((SqlCall) values.operand(r)).getOperandList();
      requireWidth(planning, cells.size(), width, insert.table());
      rows[r] = new InputValue[width];
      for (int c = 0; c < width; c++) {
        SqlNode cell = cells.get(c);
        rows[r][c] =
            cell.getKind() == SqlKind.DEFAULT
                ? context -> InsertPlan.DEFAULT
                : InputValue.of(planning, cell);
      }
    }
    return rows;
  }

  private static void requireWidth(Planning planning, int given, int wanted, SqlIdentifier at) {
    if (given != wanted) {
      throw planning.error(
          ErrorCode.SYNTAX_ERROR,
          "table \""
              + Planning.last(at)
              + "\" takes "
              + wanted
              + (wanted == 1 ? " value" : " values")
              + " here, but "
              + given
              + (given == 1 ? " is given" : " are given"),
          at);
    }
  }

  private static List<ColumnType> merged(List<ColumnType> known, List<ColumnType> planned) {
    List<ColumnType> result = new ArrayList<>(planned);
    for (int i = 0; i < known.size(); i++) {
      if (i >= result.size()) {
        result.add(known.get(i));
      } else if (known.get(i) != null) {
        result.set(i, known.get(i));
      }
    }
    return result;
  }

  /** Puts the statement's WITH in front of its query, inside ORDER BY and LIMIT. */
  static SqlNode withCtes(SqlNodeList with, SqlNode query) {
    if (with == null) {
      return query;
    }
    if (query instanceof LockingQuery locking) {
      return locking.around(withCtes(with, locking.query));
    }
    if (query instanceof SqlOrderBy order) {
      return new SqlOrderBy(
          order.getParserPosition(),
          withCtes(with, order.query),
          order.orderList,
          order.offset,
          order.fetch);
    }
    return new SqlWith(SqlParserPos.ZERO, with, query);
  }

  private record ValuesSource(InputValue[][] cells) implements InsertPlan.Source {
    @Override
    public boolean singleRow() {
      return cells.length == 1;
    }

    @Override
    public List<String> explain() {
      return List.of("VALUES, " + cells.length + (cells.length == 1 ? " row" : " rows"));
    }

    @Override
    public RowSource open(ExecutionContext context) {
      return new RowSource() {
        private int next;

        @Override
        public Object[] next() {
          if (next >= cells.length) {
            return null;
          }
          InputValue[] inputs = cells[next++];
          Object[] row = new Object[inputs.length];
          for (int i = 0; i < row.length; i++) {
            row[i] = inputs[i].get(context);
          }
          return row;
        }

        @Override
        public void close() {
          next = cells.length;
        }
      };
    }
  }

  private record QuerySource(QueryPlan query) implements InsertPlan.Source {
    @Override
    public boolean singleRow() {
      return false;
    }

    @Override
    public List<String> explain() {
      return query.explain();
    }

    /** Reads the whole query first when it may read what is being written. */
    @Override
    public RowSource open(ExecutionContext context) {
      return BufferedRows.of(query, context);
    }
  }
}
