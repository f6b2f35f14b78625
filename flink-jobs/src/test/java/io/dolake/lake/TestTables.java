package io.dolake.lake;

import io.dolake.common.TableId;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.type.ColumnType;
import java.util.List;

/** Definitions of tables for tests. */
final class TestTables {
  private TestTables() {}

  /** A table whose first column is its key. */
  static TableDef table(int id, int version, String name, ColumnDef... columns) {
    return new TableDef(
        new TableId(id),
        version,
        TableDef.DEFAULT_SCHEMA,
        name,
        List.of(columns),
        List.of(KeyColumn.ascending(columns[0].id())),
        List.of(),
        List.of(),
        List.of(columns).stream().mapToInt(ColumnDef::id).max().getAsInt(),
        "CREATE TABLE " + name,
        "");
  }

  static ColumnDef column(int id, String name, ColumnType type) {
    return ColumnDef.of(id, name, type, true);
  }

  static ColumnDef key(int id, String name, ColumnType type) {
    return ColumnDef.of(id, name, type, false);
  }
}
