package io.dolake.storage.txn;

import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything a transaction is going to change, private until it commits, with the undo log of its
 * savepoints. Bounded in bytes and rows.
 */
final class WriteSet {
  /** About what a row costs in memory beside its bytes. */
  private static final int ROW_OVERHEAD_BYTES = 120;

  /** A DDL step and, for an index that was filled ahead of the commit, where. */
  record CatalogStep(CatalogChange change, byte[] encoded, int preparedStorageId) {}

  private final long maxBytes;
  private final long maxRows;
  private final TreeMap<Integer, TableWrites> tables = new TreeMap<>();
  private final List<CatalogStep> catalogSteps = new ArrayList<>();
  private final ArrayList<Runnable> undoLog = new ArrayList<>();
  private int savepoints;
  private long bytes;
  private long rows;

  WriteSet(long maxBytes, long maxRows) {
    this.maxBytes = maxBytes;
    this.maxRows = maxRows;
  }

  boolean isEmpty() {
    return rows == 0 && catalogSteps.isEmpty();
  }

  /** Whether the catalog is another one afterwards; to keep a row number leaves it as it is. */
  boolean changesCatalog() {
    for (CatalogStep step : catalogSteps) {
      if (!(step.change() instanceof CatalogChange.KeepRowId)) {
        return true;
      }
    }
    return false;
  }

  List<CatalogStep> catalogSteps() {
    return catalogSteps;
  }

  Map<Integer, TableWrites> tables() {
    return tables;
  }

  long bytes() {
    return bytes;
  }

  /** The table's changes, or null if there are none. */
  TableWrites existing(int tableId) {
    return tables.get(tableId);
  }

  TableWrites of(int tableId) {
    TableWrites writes = tables.get(tableId);
    if (writes == null) {
      writes = new TableWrites(tableId, false);
      tables.put(tableId, writes);
    }
    return writes;
  }

  /** Forgets what was done to the table and hides what it had before the transaction. */
  void withoutBase(int tableId) {
    TableWrites before = tables.put(tableId, new TableWrites(tableId, true));
    undo(
        () -> {
          if (before == null) {
            tables.remove(tableId);
          } else {
            tables.put(tableId, before);
          }
        });
  }

  /** WRITE_SET_TOO_LARGE when a change of this size does not fit any more. */
  void requireRoom(int keyLength, int imageLength) {
    if (rows >= maxRows || bytes + keyLength + imageLength + ROW_OVERHEAD_BYTES > maxBytes) {
      throw new DoLakeException(
          ErrorCode.WRITE_SET_TOO_LARGE,
          "the transaction changes more than " + maxRows + " rows or " + maxBytes + " bytes",
          "split it into smaller transactions or raise the shard's limit");
    }
  }

  void putRow(TableWrites table, byte[] key, RowWrite write) {
    RowWrite previous = table.rows.put(key, write);
    long delta = sizeOf(write) - (previous == null ? 0 : sizeOf(previous));
    if (previous == null) {
      delta += key.length + ROW_OVERHEAD_BYTES;
      rows++;
    }
    bytes += delta;
    if (savepoints > 0) {
      long change = delta;
      undoLog.add(
          () -> {
            bytes -= change;
            if (previous == null) {
              rows--;
              table.rows.remove(key);
            } else {
              table.rows.put(key, previous);
            }
          });
    }
  }

  private static long sizeOf(RowWrite write) {
    long before = write.before() == null ? 0 : write.before().length;
    long after = write.after() == null ? 0 : write.after().length;
    return before + after;
  }

  /** Adds or removes an index entry. */
  void putEntry(TableWrites table, int indexId, byte[] key, boolean present) {
    TreeMap<byte[], Boolean> entries = table.entriesOf(indexId);
    Boolean previous = entries.put(key, present);
    bytes += previous == null ? key.length + ROW_OVERHEAD_BYTES : 0;
    if (savepoints > 0) {
      undoLog.add(
          () -> {
            if (previous == null) {
              entries.remove(key);
              bytes -= key.length + ROW_OVERHEAD_BYTES;
            } else {
              entries.put(key, previous);
            }
          });
    }
  }

  void addCatalogStep(CatalogStep step) {
    catalogSteps.add(step);
    bytes += step.encoded().length;
    undo(
        () -> {
          catalogSteps.remove(catalogSteps.size() - 1);
          bytes -= step.encoded().length;
        });
  }

  /** Remembers how to take something back that the write set does not know. */
  void undo(Runnable action) {
    if (savepoints > 0) {
      undoLog.add(action);
    }
  }

  /** Starts to remember how to undo; returns the position to come back to. */
  int mark() {
    savepoints++;
    return undoLog.size();
  }

  /** Ends one remembering; with the last one the undo log goes. */
  void releaseMarks(int count) {
    savepoints -= count;
    if (savepoints == 0) {
      undoLog.clear();
    }
  }

  /** Takes back everything since the position. */
  void rollbackTo(int position) {
    while (undoLog.size() > position) {
      undoLog.remove(undoLog.size() - 1).run();
    }
  }

  /** Steps that the log record will have. */
  int stepCount() {
    int count = catalogSteps.size();
    for (TableWrites table : tables.values()) {
      for (RowWrite write : table.rows.values()) {
        if (write.op() != null) {
          count++;
        }
      }
    }
    return count;
  }

  static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }
}
