package io.dolake.sql.ddl;

import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.CheckDef;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.ForeignKeyDef;
import io.dolake.common.catalog.IndexDef;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.dml.TableWriter;
import io.dolake.sql.parse.TableBody;
import io.dolake.sql.parse.UniqueSpec;
import java.util.ArrayList;
import java.util.List;

/** ALTER TABLE ADD constraint: the rows that are there must satisfy it. */
final class AddConstraints {
  private AddConstraints() {}

  static void run(DdlContext context, TableDef table, TableBody body) {
    Names names = new Names(context.catalog());
    table.checks().forEach(check -> names.taken(check.name()));
    table.foreignKeys().forEach(key -> names.taken(key.name()));
    ConstraintBuilder constraints =
        new ConstraintBuilder(context, table.name(), table.columns(), names);
    for (UniqueSpec unique : body.uniques) {
      IndexDef index = constraints.unique(table.id(), unique);
      context.apply(new CatalogChange.CreateIndex(index));
    }
    if (!body.checks.isEmpty() || !body.foreignKeys.isEmpty()) {
      addChecked(context, table, constraints, body);
    }
    if (!body.primaryKey().isEmpty()) {
      TableDef current = context.catalog().table(table.id()).orElseThrow();
      addPrimaryKey(context, current, constraints.key(body.primaryKey()));
    }
  }

  private static void addChecked(
      DdlContext context, TableDef table, ConstraintBuilder constraints, TableBody body) {
    List<CheckDef> checks = new ArrayList<>(table.checks());
    checks.addAll(constraints.checks(body.checks));
    List<ForeignKeyDef> keys = new ArrayList<>(table.foreignKeys());
    keys.addAll(constraints.foreignKeys(table.id(), table.primaryKey(), body.foreignKeys));
    context.apply(
        new CatalogChange.AlterTable(
            TableChange.of(table).checks(checks).foreignKeys(keys).build()));
    TableWriter writer = context.writer(context.catalog().table(table.id()).orElseThrow());
    context.forEachRow(table, row -> writer.verify(context.execution(), row));
    TableWriter.endOfStatement(context.execution());
  }

  /** A declared key takes the place of the hidden rowid: every row moves. */
  private static void addPrimaryKey(DdlContext context, TableDef table, List<KeyColumn> key) {
    if (!table.hasHiddenRowId()) {
      throw context.error(
          ErrorCode.INVALID_DEFINITION,
          "table \"" + table.name() + "\" has a primary key already",
          new org.apache.calcite.sql.SqlIdentifier(
              table.name(), org.apache.calcite.sql.parser.SqlParserPos.ZERO));
    }
    List<ColumnDef> columns = new ArrayList<>();
    for (ColumnDef column : table.columns()) {
      boolean inKey = key.stream().anyMatch(part -> part.columnId() == column.id());
      if (!column.hidden()) {
        columns.add(
            inKey
                ? ColumnBuilder.with(
                    column, column.name(), column.type(), column.declaredType(), false)
                : column);
      }
    }
    TableRebuild.run(context, table, columns, key, row -> {});
  }
}
