package io.dolake.common;

import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.type.ColumnType;
import java.util.ArrayList;
import java.util.List;

/** Tables for tests. */
public final class TestTables {
  private TestTables() {}

  /** Columns c1, c2, ... of these types, the first one the primary key. */
  public static TableDef of(ColumnType... types) {
    List<ColumnDef> columns = new ArrayList<>();
    for (int i = 0; i < types.length; i++) {
      columns.add(ColumnDef.of(i + 1, "c" + (i + 1), types[i], true));
    }
    return version(1, columns, types.length);
  }

  public static TableDef version(int schemaVersion, List<ColumnDef> columns, int lastColumnId) {
    return new TableDef(
        new TableId(7),
        schemaVersion,
        TableDef.DEFAULT_SCHEMA,
        "t",
        columns,
        List.of(KeyColumn.ascending(columns.get(0).id())),
        List.of(),
        List.of(),
        lastColumnId,
        "",
        "");
  }
}
