package io.dolake.sql.dml;

import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.expr.CompiledExpression;
import io.dolake.sql.expr.RowScope;
import io.dolake.sql.parse.Assignment;
import io.dolake.sql.parse.ConflictAction;
import io.dolake.sql.parse.Statement;
import io.dolake.sql.parse.TriggerEvent;
import io.dolake.sql.plan.QueryPlan;
import io.dolake.sql.statement.ExpressionContents;
import io.dolake.sql.statement.Planning;
import io.dolake.sql.statement.StatementPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Plans UPDATE and DELETE. With the whole primary key given by equality, the row is fetched and
 * written directly; otherwise a query finds the rows (and computes the new values), which are then
 * written.
 */
public final class UpdatePlanner {
  private UpdatePlanner() {}

  public static StatementPlan plan(Planning planning, Statement.Update update) {
    Optional<ViewTarget> view = ViewTarget.of(planning, update.table(), TriggerEvent.UPDATE);
    if (view.isPresent()) {
      return ofView(planning, update, view.get());
    }
    TableDef table = planning.table(update.table());
    String qualifier = qualifier(table, update.alias());
    ParameterTypes types = parameterTypes(planning, table, update);
    Planning typed = planning.withParameterTypes(types.known());
    TableWriter writer = new TableWriters(planning).of(table);
    SetClause set = SetClause.of(typed, table, update.assignments());
    Returning returning = Returning.of(typed, table, qualifier, update.returning());
    boolean plain =
        update.with() == null
            && update.from() == null
            && update.orderBy() == null
            && update.limit() == null
            && update.offset() == null
            && update.onViolation() == ConflictAction.ABORT;
    InputValue[] key = plain ? KeyCondition.of(table, qualifier, update.where()) : null;
    if (key != null && !containsQuery(set)) {
      return new PointUpdatePlan(
          writer,
          key,
          set.ordinals(),
          compile(typed, set, RowScope.of(table, qualifier)),
          returning,
          ParameterTypes.orAny(types.known()));
    }
    QueryPlan query = query(typed, update, table, set);
    boolean[] useDefault = new boolean[set.values().size()];
    for (int i = 0; i < useDefault.length; i++) {
      useDefault[i] = set.values().get(i) == null;
    }
    return new UpdatePlan(
        writer,
        query,
        set.ordinals(),
        useDefault,
        update.from() != null,
        update.onViolation(),
        returning,
        parameterTypes(types, query));
  }

  private static StatementPlan ofView(Planning planning, Statement.Update update, ViewTarget view) {
    view.rejectReturning(planning, update.returning(), update.table());
    ParameterTypes types = parameterTypes(planning, view.shape(), update);
    Planning typed = planning.withParameterTypes(types.known());
    SetClause set = SetClause.of(typed, view.shape(), update.assignments());
    QueryPlan query = query(typed, update, view.shape(), set);
    return new ViewChangePlan(
        view,
        TriggerEvent.UPDATE,
        query,
        set.ordinals().stream().mapToInt(Integer::intValue).toArray(),
        update.onViolation(),
        parameterTypes(types, query));
  }

  private static ParameterTypes parameterTypes(
      Planning planning, TableDef table, Statement.Update update) {
    ParameterTypes types = new ParameterTypes(planning.context().parameterTypes());
    for (Assignment assignment : update.assignments()) {
      if (assignment.columns().size() == 1) {
        int ordinal = planning.column(table, assignment.columns().get(0));
        types.assigned(assignment.value(), table.columns().get(ordinal).type());
      }
      types.computed(assignment.value(), table);
    }
    types.computed(update.where(), table);
    return types;
  }

  /** The rows to update: the target's columns followed by the new values. */
  private static QueryPlan query(
      Planning planning, Statement.Update update, TableDef table, SetClause set) {
    String qualifier = qualifier(table, update.alias());
    List<SqlNode> items = columnsOf(table, qualifier);
    for (SqlNode value : set.values()) {
      items.add(value == null ? SqlLiteral.createNull(SqlParserPos.ZERO) : value);
    }
    return planning.planQuery(
        query(
            update.with(),
            items,
            from(update.table(), qualifier, update.from()),
            update.where(),
            update.orderBy(),
            update.limit(),
            update.offset()));
  }

  public static StatementPlan plan(Planning planning, Statement.Delete delete) {
    Optional<ViewTarget> view = ViewTarget.of(planning, delete.table(), TriggerEvent.DELETE);
    if (view.isPresent()) {
      return ofView(planning, delete, view.get());
    }
    TableDef table = planning.table(delete.table());
    String qualifier = qualifier(table, delete.alias());
    ParameterTypes types = new ParameterTypes(planning.context().parameterTypes());
    types.computed(delete.where(), table);
    Planning typed = planning.withParameterTypes(types.known());
    TableWriter writer = new TableWriters(planning).of(table);
    Returning returning = Returning.of(typed, table, qualifier, delete.returning());
    boolean plain =
        delete.with() == null
            && delete.using() == null
            && delete.orderBy() == null
            && delete.limit() == null
            && delete.offset() == null;
    InputValue[] key = plain ? KeyCondition.of(table, qualifier, delete.where()) : null;
    if (key != null) {
      return new PointDeletePlan(writer, key, returning, ParameterTypes.orAny(types.known()));
    }
    QueryPlan query = query(typed, delete, table);
    return new DeletePlan(writer, query, returning, parameterTypes(types, query));
  }

  private static StatementPlan ofView(Planning planning, Statement.Delete delete, ViewTarget view) {
    view.rejectReturning(planning, delete.returning(), delete.table());
    ParameterTypes types = new ParameterTypes(planning.context().parameterTypes());
    types.computed(delete.where(), view.shape());
    QueryPlan query = query(planning.withParameterTypes(types.known()), delete, view.shape());
    return new ViewChangePlan(
        view,
        TriggerEvent.DELETE,
        query,
        new int[0],
        ConflictAction.ABORT,
        parameterTypes(types, query));
  }

  private static QueryPlan query(Planning planning, Statement.Delete delete, TableDef table) {
    String qualifier = qualifier(table, delete.alias());
    return planning.planQuery(
        query(
            delete.with(),
            columnsOf(table, qualifier),
            from(delete.table(), qualifier, delete.using()),
            delete.where(),
            delete.orderBy(),
            delete.limit(),
            delete.offset()));
  }

  private static String qualifier(TableDef table, SqlIdentifier alias) {
    return alias == null ? table.name() : alias.getSimple();
  }

  private static List<ColumnType> parameterTypes(ParameterTypes types, QueryPlan query) {
    List<ColumnType> result = new ArrayList<>(query.parameterTypes());
    List<ColumnType> known = types.known();
    for (int i = 0; i < known.size(); i++) {
      if (i >= result.size()) {
        result.add(known.get(i));
      } else if (known.get(i) != null) {
        result.set(i, known.get(i));
      }
    }
    return ParameterTypes.orAny(result);
  }

  private static boolean containsQuery(SetClause set) {
    return set.values().stream()
        .anyMatch(value -> value != null && ExpressionContents.hasQuery(value));
  }

  private static CompiledExpression[] compile(Planning planning, SetClause set, RowScope scope) {
    CompiledExpression[] compiled = new CompiledExpression[set.values().size()];
    for (int i = 0; i < compiled.length; i++) {
      SqlNode value = set.values().get(i);
      compiled[i] = value == null ? null : planning.compile(value, scope);
    }
    return compiled;
  }

  private static List<SqlNode> columnsOf(TableDef table, String qualifier) {
    List<SqlNode> items = new ArrayList<>();
    for (ColumnDef column : table.columns()) {
      items.add(
          new SqlIdentifier(
              List.of(qualifier, column.name()),
              null,
              SqlParserPos.ZERO,
              List.of(SqlParserPos.ZERO, SqlParserPos.ZERO)));
    }
    return items;
  }

  /** The target table under its name in the statement, and what it is joined with. */
  private static SqlNode from(SqlIdentifier table, String qualifier, SqlNode others) {
    SqlNode target =
        SqlStdOperatorTable.AS.createCall(
            SqlParserPos.ZERO, table, new SqlIdentifier(qualifier, SqlParserPos.ZERO));
    if (others == null) {
      return target;
    }
    return new SqlJoin(
        SqlParserPos.ZERO,
        target,
        SqlLiteral.createBoolean(false, SqlParserPos.ZERO),
        JoinType.COMMA.symbol(SqlParserPos.ZERO),
        others,
        JoinConditionType.NONE.symbol(SqlParserPos.ZERO),
        null);
  }

  private static SqlNode query(
      SqlNodeList with,
      List<SqlNode> items,
      SqlNode from,
      SqlNode where,
      SqlNodeList orderBy,
      SqlNode limit,
      SqlNode offset) {
    SqlNode query =
        new SqlSelect(
            SqlParserPos.ZERO,
            SqlNodeList.EMPTY,
            new SqlNodeList(items, SqlParserPos.ZERO),
            from,
            where,
            null,
            null,
            SqlNodeList.EMPTY,
            null,
            null,
            null,
            null,
            null);
    if (orderBy != null || limit != null || offset != null) {
      query =
          new SqlOrderBy(
              SqlParserPos.ZERO,
              query,
              orderBy == null ? SqlNodeList.EMPTY : orderBy,
              offset,
              limit);
    }
    return InsertPlanner.withCtes(with, query);
  }
}
