package io.dolake.flinksql.lake;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.ProcedureHint;
import org.apache.flink.table.procedure.ProcedureContext;
import org.apache.flink.table.procedures.Procedure;
import org.apache.flink.types.Row;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.UpdateRequirements;
import org.apache.iceberg.catalog.ImmutableTableCommit;
import org.apache.iceberg.catalog.TableCommit;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * {@code CALL sys.rollback_to(lsn)}: all tables go back, in one commit, to the last cut that holds
 * no transaction after the LSN. A running lake job moves a table forward again with its next
 * commit. ({@code ROLLBACK} alone is a reserved word of Flink SQL.)
 */
@ProcedureHint(output = @DataTypeHint("ROW<table_name STRING, snapshot_id BIGINT, lsn BIGINT>"))
public final class RollbackProcedure implements Procedure {
  private static final String LSN = "dolake.lsn.0";

  private final LakeTables tables;

  RollbackProcedure(LakeTables tables) {
    this.tables = tables;
  }

  /** For Flink. */
  public Row[] call(ProcedureContext context, Long lsn) {
    List<Row> rows = new ArrayList<>();
    List<TableCommit> commits = new ArrayList<>();
    for (Table table : tables.all()) {
      Snapshot target = lastUpTo(table, lsn);
      if (target == null) {
        throw new DoLakeException(
            ErrorCode.INVALID_PARAMETER,
            "the lake keeps no state of " + LakeTables.nameOf(table) + " up to LSN " + lsn,
            "CALL sys.snapshots('table') shows what it keeps");
      }
      TableMetadata base = LakeTables.metadataOf(table);
      if (target.snapshotId() != base.currentSnapshot().snapshotId()) {
        commits.add(moveTo(target, base, LakeTables.nameOf(table)));
      }
      rows.add(
          Row.of(LakeTables.nameOf(table), target.snapshotId(), LakeTables.stamp(target, LSN, 0)));
    }
    if (!commits.isEmpty()) {
      tables.commit(commits);
    }
    return rows.toArray(Row[]::new);
  }

  private static Snapshot lastUpTo(Table table, long lsn) {
    Snapshot last = null;
    for (Snapshot snapshot : table.snapshots()) {
      boolean included = LakeTables.stamp(snapshot, LSN, Long.MAX_VALUE) <= lsn;
      if (included && (last == null || snapshot.sequenceNumber() > last.sequenceNumber())) {
        last = snapshot;
      }
    }
    return last;
  }

  private static TableCommit moveTo(Snapshot target, TableMetadata base, String name) {
    TableMetadata next =
        TableMetadata.buildFrom(base)
            .setBranchSnapshot(target.snapshotId(), SnapshotRef.MAIN_BRANCH)
            .build();
    return ImmutableTableCommit.builder()
        .identifier(TableIdentifier.parse(name))
        .requirements(UpdateRequirements.forUpdateTable(base, next.changes()))
        .updates(next.changes())
        .build();
  }
}
