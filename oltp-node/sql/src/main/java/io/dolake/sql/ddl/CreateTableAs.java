package io.dolake.sql.ddl;

import io.dolake.common.TableId;
import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.ResultColumn;
import io.dolake.sql.dml.TableWriter;
import io.dolake.sql.exec.RowSource;
import io.dolake.sql.parse.Statement;
import io.dolake.sql.plan.QueryPlan;
import io.dolake.sql.statement.Planning;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Runs CREATE TABLE AS: a table with the columns of a query, and its rows. */
final class CreateTableAs {
  private CreateTableAs() {}

  static long run(DdlContext context, Statement.CreateTableAs create) {
    String schema = context.schemaToCreateIn(create.name(), create.temporary());
    String name = Planning.last(create.name());
    if (CreateTable.exists(context, schema, name, create.ifNotExists(), create.name())) {
      return 0;
    }
    QueryPlan query = context.planning().planQuery(create.query());
    List<ColumnDef> columns = columns(context, create, query.columns());
    TableId id = context.newTableId(schema);
    TableDef table =
        CreateTable.table(
            id, schema, name, columns, List.of(KeyColumn.ascending(columns.get(0).id())), "");
    TableDef described =
        CreateTable.table(
            id,
            schema,
            name,
            columns,
            table.primaryKey(),
            TableText.of(table, context.catalog(), List.of()));
    RowSource rows = query.open(context.execution());
    try (rows) {
      context.apply(new CatalogChange.CreateTable(described));
      return create.withData() ? fill(context, context.writer(described), rows) : 0;
    }
  }

  private static long fill(DdlContext context, TableWriter writer, RowSource rows) {
    long count = 0;
    for (Object[] values = rows.next(); values != null; values = rows.next()) {
      context.execution().step();
      Object[] row = new Object[writer.width()];
      for (int i = 0; i < values.length; i++) {
        row[i + 1] = writer.convert(i + 1, values[i]);
      }
      writer.insert(context.execution(), writer.completed(context.execution(), row));
      count++;
    }
    return count;
  }

  private static List<ColumnDef> columns(
      DdlContext context, Statement.CreateTableAs create, List<ResultColumn> results) {
    if (create.columnNames().size() > results.size()) {
      throw context.error(
          ErrorCode.SYNTAX_ERROR,
          "the query has " + results.size() + " columns, fewer than are named",
          create.name());
    }
    Set<String> taken = new HashSet<>();
    List<ColumnDef> columns = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      String wanted =
          i < create.columnNames().size()
              ? create.columnNames().get(i).getSimple()
              : results.get(i).name();
      String name = wanted;
      for (int n = 1; !taken.add(name.toLowerCase(Locale.ROOT)); n++) {
        name = wanted + ":" + n;
      }
      columns.add(ColumnDef.of(i + 2, name, columnType(results.get(i).type()), true));
    }
    columns.add(0, CreateTable.rowId(taken));
    return columns;
  }

  private static ColumnType columnType(ColumnType result) {
    return switch (result.kind()) {
      case ANY -> ColumnType.ANY;
      case INTEGER -> ColumnType.INTEGER;
      default -> result;
    };
  }
}
