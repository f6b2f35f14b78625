package io.dolake.cli.bench.lake;

import io.dolake.common.TableId;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.type.ColumnType;
import java.util.List;

/** The table of the throughput benchmark. */
final class BenchTable {
  static final TableDef DEFINITION =
      new TableDef(
          new TableId(1),
          1,
          TableDef.DEFAULT_SCHEMA,
          "bench",
          List.of(
              ColumnDef.of(1, "id", ColumnType.INTEGER, false),
              ColumnDef.of(2, "amount", ColumnType.INTEGER, true),
              ColumnDef.of(3, "price", ColumnType.REAL, true),
              ColumnDef.of(4, "name", ColumnType.TEXT, true)),
          List.of(KeyColumn.ascending(1)),
          List.of(),
          List.of(),
          4,
          "",
          "");

  private BenchTable() {}
}
