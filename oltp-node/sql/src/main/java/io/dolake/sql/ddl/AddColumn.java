package io.dolake.sql.ddl;

import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.dml.TableWriter;
import io.dolake.sql.parse.AlterAction;
import io.dolake.sql.parse.ColumnSpec;
import io.dolake.sql.parse.IndexedColumn;
import io.dolake.sql.parse.TableBody;
import io.dolake.sql.parse.UniqueSpec;
import io.dolake.sql.statement.ExpressionContents;
import java.util.ArrayList;
import java.util.List;

/** ALTER TABLE ADD COLUMN. Existing rows get the default's value of now, without being touched. */
final class AddColumn {
  private AddColumn() {}

  static void run(DdlContext context, TableDef table, AlterAction.AddColumn add) {
    TableBody body = add.body();
    ColumnSpec spec = body.columns.get(0);
    String name = spec.name.getSimple();
    if (table.ordinalOf(name) >= 0) {
      if (add.ifNotExists()) {
        return;
      }
      throw context.error(ErrorCode.DUPLICATE_COLUMN, "duplicate column name: " + name, spec.name);
    }
    if (spec.primaryKey) {
      throw context.error(
          ErrorCode.INVALID_DEFINITION, "cannot add a PRIMARY KEY column", spec.name);
    }
    ColumnDef column =
        ColumnBuilder.column(context.planning(), spec, table.lastColumnId() + 1, false, false);
    boolean empty = context.isEmpty(table);
    context.apply(new CatalogChange.AlterTable(TableChange.of(table).add(column).build()));
    TableDef altered = context.catalog().table(table.id()).orElseThrow();
    int ordinal = altered.columns().size() - 1;
    TableWriter writer = context.writer(altered);
    boolean varies =
        spec.defaultValue != null && ExpressionContents.isRandom(spec.defaultValue.node());
    Object initial = varies ? null : writer.defaultValue(context.execution(), ordinal);
    boolean filled = varies || column.generatedExpression() != null || column.autoIncrement();
    if (initial == null && !column.nullable() && !empty && !filled) {
      throw context.error(
          ErrorCode.NOT_NULL_VIOLATION,
          "cannot add NOT NULL column \"" + name + "\" without a default to a table with rows",
          spec.name);
    }
    if (initial != null) {
      ColumnDef withInitial =
          ColumnBuilder.withExpressions(
              column, column.defaultExpression(), initial, column.generatedExpression());
      context.apply(
          new CatalogChange.AlterTable(
              TableChange.of(altered).column(ordinal, withInitial).build()));
    }
    if (filled && !empty) {
      SequenceDefaults.requireExisting(context, altered);
      fill(context, context.catalog().table(table.id()).orElseThrow(), ordinal);
    }
    if (spec.unique) {
      body.uniques.add(
          new UniqueSpec(
              spec.uniqueName, List.of(new IndexedColumn(spec.name, null, null, false))));
    }
    AddConstraints.run(context, context.catalog().table(table.id()).orElseThrow(), body);
  }

  /** Computes a column of the rows that are there, one by one. */
  private static void fill(DdlContext context, TableDef table, int ordinal) {
    TableWriter writer = context.writer(table);
    List<Object[]> rows = new ArrayList<>();
    context.forEachRow(table, rows::add);
    for (Object[] row : rows) {
      Object[] filled = row.clone();
      if (!writer.isGenerated(ordinal)) {
        filled[ordinal] = writer.defaultValue(context.execution(), ordinal);
      }
      context
          .transaction()
          .update(table.id(), writer.keyOf(row), writer.completed(context.execution(), filled));
    }
  }
}
