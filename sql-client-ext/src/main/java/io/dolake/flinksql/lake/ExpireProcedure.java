package io.dolake.flinksql.lake;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.util.concurrent.TimeUnit;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.ProcedureHint;
import org.apache.flink.table.procedure.ProcedureContext;
import org.apache.flink.table.procedures.Procedure;
import org.apache.flink.types.Row;
import org.apache.iceberg.Table;

/**
 * {@code CALL sys.expire('table', minutes)}: drops snapshots older than that, but for the newest
 * and those that branches and tags name, and the files that only they need.
 */
@ProcedureHint(output = @DataTypeHint("ROW<expired_snapshots BIGINT, kept_snapshots BIGINT>"))
public final class ExpireProcedure implements Procedure {
  private final LakeTables tables;

  ExpireProcedure(LakeTables tables) {
    this.tables = tables;
  }

  /** For Flink. */
  public Row[] call(ProcedureContext context, String name, Integer olderThanMinutes) {
    if (olderThanMinutes == null || olderThanMinutes < 0) {
      throw new DoLakeException(
          ErrorCode.INVALID_PARAMETER,
          "sys.expire needs an age in minutes, not " + olderThanMinutes,
          "write CALL sys.expire('table', 60)");
    }
    Table table = tables.table(name);
    long before = count(table);
    table
        .expireSnapshots()
        .expireOlderThan(System.currentTimeMillis() - TimeUnit.MINUTES.toMillis(olderThanMinutes))
        .retainLast(1)
        .commit();
    table.refresh();
    long kept = count(table);
    return new Row[] {Row.of(before - kept, kept)};
  }

  private static long count(Table table) {
    return table.snapshots().spliterator().estimateSize();
  }
}
