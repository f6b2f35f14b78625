package io.dolake.sql.ddl;

import io.dolake.common.TableId;
import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.ForeignKeyDef;
import io.dolake.common.catalog.IndexDef;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.catalog.TriggerDef;
import io.dolake.sql.dml.TableWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Gives a table another primary key or a column another type by writing its rows into a new table
 * of the same name, in the same transaction. Readers of the log see the old table dropped and the
 * new one created and filled.
 */
final class TableRebuild {
  private TableRebuild() {}

  /**
   * @param columns as they are to be
   * @param change what becomes of a row of the old table before its values convert
   */
  static void run(
      DdlContext context,
      TableDef table,
      List<ColumnDef> columns,
      List<KeyColumn> primaryKey,
      Consumer<Object[]> change) {
    TableId newId = context.newTableId(table.schema());
    TableDef rebuilt =
        new TableDef(
            newId,
            1,
            table.schema(),
            table.name(),
            withoutInitialDefaults(columns),
            primaryKey,
            table.checks(),
            repointed(table.foreignKeys(), table.id(), newId),
            table.lastColumnId(),
            table.createSql(),
            table.comment());
    int[] sources = columns.stream().mapToInt(column -> table.ordinalOf(column.id())).toArray();
    List<IndexDef> indexes = context.catalog().indexesOf(table.id());
    List<TriggerDef> triggers = context.catalog().triggersOf(table.schema(), table.name());
    List<Object[]> rows = new ArrayList<>();
    context.forEachRow(
        table,
        row -> {
          change.accept(row);
          rows.add(row);
        });
    long lastNumber = context.transaction().lastRowId(table.id());
    context.apply(new CatalogChange.DropTable(table.id()));
    context.apply(new CatalogChange.CreateTable(rebuilt));
    for (TableDef other : List.copyOf(context.catalog().tables())) {
      boolean refers =
          other.foreignKeys().stream().anyMatch(key -> key.parent().equals(table.id()));
      if (refers && !other.id().equals(newId)) {
        context.apply(
            new CatalogChange.AlterTable(
                TableChange.of(other)
                    .foreignKeys(repointed(other.foreignKeys(), table.id(), newId))
                    .build()));
      }
    }
    SequenceDdl.repointOwned(context, table.id(), newId);
    TableWriter writer = context.writer(rebuilt);
    for (int r = 0; r < rows.size(); r++) {
      context.execution().step();
      Object[] old = rows.set(r, null);
      Object[] row = new Object[sources.length];
      for (int i = 0; i < sources.length; i++) {
        row[i] = writer.convert(i, old[sources[i]]);
      }
      context.transaction().insert(newId, writer.checked(context.execution(), row));
    }
    if (columns.stream().anyMatch(ColumnDef::autoIncrement)) {
      goOnAfter(context, newId, lastNumber);
    }
    for (IndexDef index : indexes) {
      context.apply(
          new CatalogChange.CreateIndex(
              new IndexDef(
                  context.newIndexId(newId),
                  newId,
                  index.name(),
                  index.columns(),
                  index.unique(),
                  index.predicate(),
                  true,
                  index.createSql())));
    }
    triggers.forEach(trigger -> context.apply(new CatalogChange.CreateTrigger(trigger)));
  }

  /** The rows alone do not tell which numbers were drawn, or what setval() said. */
  private static void goOnAfter(DdlContext context, TableId table, long lastNumber) {
    context.transaction().setLastRowId(table, lastNumber);
    context.apply(new CatalogChange.KeepRowId(table, lastNumber));
  }

  /** Every row is written anew, so none needs a value for columns it was written without. */
  private static List<ColumnDef> withoutInitialDefaults(List<ColumnDef> columns) {
    return columns.stream()
        .map(
            column ->
                ColumnBuilder.withExpressions(
                    column, column.defaultExpression(), null, column.generatedExpression()))
        .toList();
  }

  private static List<ForeignKeyDef> repointed(List<ForeignKeyDef> keys, TableId from, TableId to) {
    List<ForeignKeyDef> result = new ArrayList<>();
    for (ForeignKeyDef key : keys) {
      result.add(
          key.parent().equals(from)
              ? new ForeignKeyDef(
                  key.name(),
                  key.columnIds(),
                  to,
                  key.parentColumnIds(),
                  key.onDelete(),
                  key.onUpdate(),
                  key.deferred())
              : key);
    }
    return result;
  }
}
