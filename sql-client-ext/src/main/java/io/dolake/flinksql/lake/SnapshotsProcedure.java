package io.dolake.flinksql.lake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.ProcedureHint;
import org.apache.flink.table.procedure.ProcedureContext;
import org.apache.flink.table.procedures.Procedure;
import org.apache.flink.types.Row;
import org.apache.iceberg.Snapshot;

/** {@code CALL sys.snapshots('table')}: what the lake keeps of a table, oldest first. */
@ProcedureHint(
    output =
        @DataTypeHint(
            "ROW<snapshot_id BIGINT, committed TIMESTAMP_LTZ(3), operation STRING,"
                + " resolved TIMESTAMP_LTZ(3), lsn BIGINT, checkpoint_id BIGINT, added_rows BIGINT,"
                + " deleted_rows BIGINT>"))
public final class SnapshotsProcedure implements Procedure {
  private final LakeTables tables;

  SnapshotsProcedure(LakeTables tables) {
    this.tables = tables;
  }

  /** For Flink. */
  public Row[] call(ProcedureContext context, String table) {
    List<Row> rows = new ArrayList<>();
    for (Snapshot snapshot : tables.table(table).snapshots()) {
      rows.add(
          Row.of(
              snapshot.snapshotId(),
              Instant.ofEpochMilli(snapshot.timestampMillis()),
              snapshot.operation(),
              StatusProcedure.resolved(snapshot),
              LakeTables.stamp(snapshot, "dolake.lsn.0", 0),
              LakeTables.stamp(snapshot, "dolake.checkpoint-id", 0),
              LakeTables.stamp(snapshot, "added-records", 0),
              LakeTables.stamp(snapshot, "added-position-deletes", 0)));
    }
    return rows.toArray(Row[]::new);
  }
}
