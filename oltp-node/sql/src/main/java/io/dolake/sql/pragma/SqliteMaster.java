package io.dolake.sql.pragma;

import io.dolake.common.catalog.Catalog;
import io.dolake.common.catalog.IndexDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.catalog.TriggerDef;
import io.dolake.common.catalog.ViewDef;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.exec.RowSource;
import io.dolake.sql.parse.IndexText;
import io.dolake.sql.plan.RelationColumn;
import io.dolake.sql.plan.VirtualRelation;
import io.dolake.sql.statement.ListRowSource;
import io.dolake.sql.temp.TempDatabase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** {@code sqlite_master}: one row for each table, index and view. */
final class SqliteMaster implements VirtualRelation {
  private static final List<RelationColumn> COLUMNS =
      List.of(
          RelationColumn.of("type", ColumnType.TEXT),
          RelationColumn.of("name", ColumnType.TEXT),
          RelationColumn.of("tbl_name", ColumnType.TEXT),
          RelationColumn.of("rootpage", ColumnType.INTEGER),
          RelationColumn.of("sql", ColumnType.TEXT));

  private final String name;

  private final boolean temporary;

  /**
   * @param temporary whether it lists the session's temporary objects
   */
  SqliteMaster(String name, boolean temporary) {
    this.name = name;
    this.temporary = temporary;
  }

  private boolean lists(String schema) {
    return TempDatabase.isTemporary(schema) == temporary;
  }

  @Override
  public String schema() {
    return "main";
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<RelationColumn> columns() {
    return COLUMNS;
  }

  @Override
  public double estimatedRowCount() {
    return 50;
  }

  @Override
  public RowSource scan(ExecutionContext context) {
    Catalog catalog = context.transaction().catalog();
    List<Object[]> rows = new ArrayList<>();
    List<TableDef> tables = new ArrayList<>(catalog.tables());
    tables.removeIf(table -> !lists(table.schema()));
    tables.sort(Comparator.comparing(TableDef::id));
    for (TableDef table : tables) {
      long id = table.id().value();
      rows.add(new Object[] {"table", table.name(), table.name(), id, table.createSql()});
      for (IndexDef index : catalog.indexesOf(table.id())) {
        rows.add(
            new Object[] {
              "index",
              index.name(),
              table.name(),
              id,
              index.createSql().isEmpty()
                  ? null
                  : IndexText.of(index.createSql()).withTable(table.name())
            });
      }
    }
    for (ViewDef view : catalog.views()) {
      if (lists(view.schema())) {
        rows.add(new Object[] {"view", view.name(), view.name(), 0L, view.createSql()});
      }
    }
    for (TriggerDef trigger : catalog.triggers()) {
      if (lists(trigger.schema())) {
        rows.add(
            new Object[] {"trigger", trigger.name(), trigger.relation(), 0L, trigger.createSql()});
      }
    }
    return new ListRowSource(rows);
  }
}
