package io.dolake.cli.lake;

import io.dolake.common.Lsn;
import io.dolake.common.TableId;
import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.change.Change;
import io.dolake.common.change.RowChange;
import io.dolake.common.change.SchemaChange;
import io.dolake.common.change.TransactionHeader;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.row.RowDecoder;
import io.dolake.storage.LogReader;
import io.dolake.storage.ShardStore;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What happened to one table between a cut of the lake and a later LSN, taken from the shard's log:
 * the last image of every row that changed.
 *
 * @param table the table as it is defined now
 * @param before an image of each changed row from before the change, to find it in the cut; values
 *     in the table's column order
 * @param after the rows as they stood at the LSN, in the table's column order; deleted ones are not
 *     there
 */
record LogDelta(TableDef table, Iterable<Object[]> before, Iterable<Object[]> after) {
  private static final int MAX_ROWS = 2_000_000;
  private static final Duration NO_WAIT = Duration.ZERO;

  /** Images of one row: what finds it, and what it became (null when it was deleted). */
  private record Images(byte[] any, byte[] last) {}

  /**
   * Reads the log after {@code from} up to and including {@code to}.
   *
   * @throws DoLakeException LSN_REMOVED when the log does not reach back that far any more
   */
  static LogDelta read(ShardStore store, TableDef table, Lsn from, Lsn to)
      throws InterruptedException {
    Map<ByteBuffer, Images> changed = new LinkedHashMap<>();
    try (LogReader log = store.readLogAfter(from)) {
      TransactionHeader header = null;
      while ((header == null || header.lsn().compareTo(to) < 0)
          && (header = log.nextTransaction(NO_WAIT)) != null
          && header.lsn().compareTo(to) <= 0) {
        Change change;
        while ((change = log.nextChange()) != null) {
          note(table.id(), change, changed);
        }
      }
    }
    RowDecoder decoder = RowDecoder.of(table, store.catalog());
    return new LogDelta(
        table,
        () -> changed.values().stream().map(images -> decoder.decode(images.any())).iterator(),
        () ->
            changed.values().stream()
                .filter(images -> images.last() != null)
                .map(images -> decoder.decode(images.last()))
                .iterator());
  }

  private static void note(TableId table, Change change, Map<ByteBuffer, Images> changed) {
    if (change instanceof RowChange row && row.table().equals(table)) {
      byte[] any = row.before() != null ? row.before() : row.after();
      changed.put(ByteBuffer.wrap(row.key()), new Images(any, row.after()));
      if (changed.size() > MAX_ROWS) {
        throw new DoLakeException(
            ErrorCode.PROGRAM_LIMIT_EXCEEDED,
            "more than " + MAX_ROWS + " rows changed between the lake's cut and that moment",
            "ask for a moment nearer to a cut; dolake status lists them");
      }
    }
    if (change instanceof SchemaChange schema && touches(schema.change(), table)) {
      throw new DoLakeException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "the table was altered, truncated or dropped between the lake's cut and that moment",
          "ask for a moment a second earlier or later");
    }
  }

  private static boolean touches(CatalogChange change, TableId table) {
    return (change instanceof CatalogChange.AlterTable alter && alter.table().id().equals(table))
        || (change instanceof CatalogChange.TruncateTable truncate
            && truncate.table().equals(table))
        || (change instanceof CatalogChange.DropTable drop && drop.table().equals(table));
  }
}
