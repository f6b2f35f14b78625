package io.dolake.cli.lake;

import io.dolake.common.HlcTimestamp;
import io.dolake.common.Lsn;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.storage.ShardStore;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.duckdb.DuckDBConnection;

/**
 * Makes the views that one statement reads: for each lake table it names, the table at the moment
 * it asks for. References without AS OF all read one cut, the newest.
 *
 * <p>A moment between two cuts is exact as long as the shard's log reaches back to the cut before
 * it: the log's changes are laid over that cut. Where the log is gone, a time reads the cut before
 * it and an LSN that is no cut is an error.
 */
final class LakeViews {
  private final Lake lake;
  private final ShardStore store;
  private final DuckDBConnection duckdb;
  private final LakeView view;
  private final Map<AsOf, Lake.ReadableCut> cuts = new HashMap<>();
  private final Map<LakeReference, String> names = new HashMap<>();

  LakeViews(Lake lake, ShardStore store, DuckDBConnection duckdb) {
    this.lake = lake;
    this.store = store;
    this.duckdb = duckdb;
    this.view = new LakeView(duckdb, new LocalFiles());
  }

  /**
   * Makes the view for a reference and returns its quoted name; views are shared within a
   * statement.
   */
  String viewFor(LakeReference reference, Expression filter) {
    return names.computeIfAbsent(reference, missing -> create(missing, names.size(), filter));
  }

  private String create(LakeReference reference, int number, Expression filter) {
    String tableName = reference.table().toLowerCase(Locale.ROOT);
    Lsn target = targetLsn(reference.asOf());
    Lake.ReadableCut readable =
        cuts.computeIfAbsent(reference.asOf(), asOf -> cutFor(asOf, target));
    Table table = readable.tables().get(tableName);
    if (table == null) {
      throw new DoLakeException(
          ErrorCode.UNDEFINED_TABLE,
          "there is no table '" + reference.table() + "' in the lake",
          readable.tables().isEmpty()
              ? "nothing has been committed to the lake yet"
              : "tables: " + String.join(", ", readable.tables().keySet()));
    }
    Long snapshotId = readable.cut().snapshots().get(tableName);
    String name = tableName + "@" + number;
    try {
      Schema schema = LakeQuery.schemaAt(table, snapshotId);
      boolean exact = target == null || readable.cut().lsn().equals(target);
      view.create(name, table, schema, snapshotId, exact ? filter : Expressions.alwaysTrue());
      if (exact) {
        return LakeView.inLake(name);
      }
      String exactName = name + "+log";
      TableDef definition =
          store
              .catalog()
              .table(TableDef.DEFAULT_SCHEMA, tableName)
              .orElseThrow(
                  () ->
                      new DoLakeException(
                          ErrorCode.UNDEFINED_TABLE,
                          "table '" + reference.table() + "' is not in the database any more",
                          "leave AS OF out, or name the moment of a cut"));
      LogDelta delta = LogDelta.read(store, definition, readable.cut().lsn(), target);
      new DeltaView(duckdb).create(LakeView.inLake(name), exactName, schema, delta);
      return LakeView.inLake(exactName);
    } catch (SQLException e) {
      throw new DoLakeException(
          ErrorCode.INTERNAL_ERROR, "lake table could not be opened: " + e.getMessage(), null, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DoLakeException(ErrorCode.QUERY_CANCELED, "interrupted while reading the log");
    }
  }

  /**
   * The LSN whose state is asked for; null for the newest cut and for times the log has forgotten.
   */
  private Lsn targetLsn(AsOf asOf) {
    if (asOf instanceof AsOf.AtLsn at) {
      if (at.lsn().compareTo(store.lastLsn()) > 0) {
        throw new DoLakeException(
            ErrorCode.LSN_IN_FUTURE,
            "LSN " + at.lsn() + " has not been reached; the last is " + store.lastLsn(),
            "ask for LSN " + store.lastLsn() + " or an earlier one");
      }
      return at.lsn();
    }
    if (asOf instanceof AsOf.Time time) {
      HlcTimestamp timestamp = HlcTimestamp.of(time.instant().toEpochMilli(), 0xffff);
      if (timestamp.compareTo(store.resolvedTimestamp()) > 0) {
        throw new DoLakeException(
            ErrorCode.INVALID_PARAMETER,
            "AS OF names a moment in the future: " + time.instant(),
            "it is " + java.time.Instant.ofEpochMilli(store.resolvedTimestamp().epochMillis()));
      }
      return logReaches(timestamp) ? store.positionAt(timestamp) : null;
    }
    return null;
  }

  private boolean logReaches(HlcTimestamp timestamp) {
    try {
      return store.positionAt(timestamp).next().compareTo(store.firstRetainedLsn()) >= 0;
    } catch (DoLakeException e) {
      if (e.code() == ErrorCode.LSN_REMOVED) {
        return false;
      }
      throw e;
    }
  }

  private Lake.ReadableCut cutFor(AsOf asOf, Lsn target) {
    if (target != null) {
      return lake.atOrBefore(target);
    }
    if (asOf instanceof AsOf.Time time) {
      return lake.atOrBefore(HlcTimestamp.of(time.instant().toEpochMilli(), 0xffff));
    }
    return lake.newest();
  }
}
