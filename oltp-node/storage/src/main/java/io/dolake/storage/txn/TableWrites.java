package io.dolake.storage.txn;

import io.dolake.storage.catalog.TableLayout;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** A transaction's net changes of one table and of its indexes, in key order. */
final class TableWrites {
  final int tableId;

  /** Whether rows from before the transaction are gone: created or truncated in it. */
  final boolean withoutBase;

  final TreeMap<byte[], RowWrite> rows = new TreeMap<>(Arrays::compareUnsigned);

  /** Per index id: entries that appear (true) or disappear (false). */
  final Map<Integer, TreeMap<byte[], Boolean>> indexEntries = new HashMap<>();

  /** Highest number seen in the numbered column. */
  long highestRowId = Long.MIN_VALUE;

  TableWrites(int tableId, boolean withoutBase) {
    this.tableId = tableId;
    this.withoutBase = withoutBase;
  }

  TreeMap<byte[], Boolean> entriesOf(int indexId) {
    TreeMap<byte[], Boolean> entries = indexEntries.get(indexId);
    if (entries == null) {
      entries = new TreeMap<>(Arrays::compareUnsigned);
      indexEntries.put(indexId, entries);
    }
    return entries;
  }

  void noteRowId(TableLayout layout, Object[] row) {
    highestRowId = Math.max(highestRowId, layout.rowIdOf(row));
  }
}
