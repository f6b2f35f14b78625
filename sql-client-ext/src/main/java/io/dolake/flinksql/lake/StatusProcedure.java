package io.dolake.flinksql.lake;

import io.dolake.common.HlcTimestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.ProcedureHint;
import org.apache.flink.table.procedure.ProcedureContext;
import org.apache.flink.table.procedures.Procedure;
import org.apache.flink.types.Row;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/**
 * {@code CALL sys.status()}: every table in numbers. {@code deleted_rows} lie in files whose
 * deletion vectors hide them.
 */
@ProcedureHint(
    output =
        @DataTypeHint(
            "ROW<table_name STRING, row_count BIGINT, data_files BIGINT, deleted_rows BIGINT,"
                + " size_bytes BIGINT, snapshots BIGINT, resolved TIMESTAMP_LTZ(3), lsn BIGINT>"))
public final class StatusProcedure implements Procedure {
  private final LakeTables tables;

  StatusProcedure(LakeTables tables) {
    this.tables = tables;
  }

  /** For Flink. */
  public Row[] call(ProcedureContext context) {
    List<Row> rows = new ArrayList<>();
    for (Table table : tables.all()) {
      Snapshot current = table.currentSnapshot();
      if (current == null) {
        rows.add(Row.of(LakeTables.nameOf(table), 0L, 0L, 0L, 0L, 0L, null, null));
        continue;
      }
      long deleted = LakeTables.stamp(current, "total-position-deletes", 0);
      rows.add(
          Row.of(
              LakeTables.nameOf(table),
              LakeTables.stamp(current, "total-records", 0) - deleted,
              LakeTables.stamp(current, "total-data-files", 0),
              deleted,
              LakeTables.stamp(current, "total-files-size", 0),
              table.snapshots().spliterator().estimateSize(),
              resolved(current),
              LakeTables.stamp(current, "dolake.lsn.0", 0)));
    }
    return rows.toArray(Row[]::new);
  }

  /** When the database stood as the snapshot holds it; null if another engine made it. */
  static Instant resolved(Snapshot snapshot) {
    long value = LakeTables.stamp(snapshot, "dolake.resolved-timestamp", -1);
    return value < 0 ? null : Instant.ofEpochMilli(new HlcTimestamp(value).epochMillis());
  }
}
