package io.dolake.storage.check.crash;

import io.dolake.common.Lsn;
import io.dolake.common.TableId;
import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.change.Change;
import io.dolake.common.change.RowChange;
import io.dolake.common.change.SchemaChange;
import io.dolake.common.change.TransactionHeader;
import io.dolake.storage.LogReader;
import io.dolake.storage.ScanDirection;
import io.dolake.storage.ShardStore;
import io.dolake.storage.SnapshotScan;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The tables as a consumer of the log knows them, who outlives the store's crashes: it resumes at
 * its own position and must find that every change fits on what it has, and that what it has is
 * what the store holds. Belongs to one thread.
 */
final class LogModel {
  static final String SLOT = "model";

  private final Map<TableId, TreeMap<byte[], byte[]>> tables = new HashMap<>();
  private Lsn position = Lsn.NONE;

  /** Reads what is new in the log, compares with the store, and confirms the slot. */
  void follow(ShardStore store) throws InterruptedException {
    try (LogReader reader = store.readLogAfter(position)) {
      TransactionHeader header;
      while ((header = reader.nextTransaction(Duration.ZERO)) != null) {
        Violations.require(
            header.lsn().equals(position.next()),
            "LSN %s follows %s for a resumed slot",
            header.lsn(),
            position);
        position = header.lsn();
        apply(reader, header);
      }
    }
    Violations.require(
        position.equals(store.lastLsn()),
        "the log can be read up to %s and ends at %s",
        position,
        store.lastLsn());
    tables.forEach((table, rows) -> compare(store, table, rows));
    store.slots().confirm(SLOT, position);
  }

  Lsn position() {
    return position;
  }

  private void apply(LogReader reader, TransactionHeader header) {
    int count = 0;
    Change change;
    while ((change = reader.nextChange()) != null) {
      count++;
      if (change instanceof RowChange row) {
        apply(row, header.lsn());
      } else if (change instanceof SchemaChange schema) {
        apply(schema.change());
      }
    }
    Violations.require(
        count == header.changeCount(),
        "LSN %s has %d changes, its header says %d",
        header.lsn(),
        count,
        header.changeCount());
  }

  private void apply(CatalogChange change) {
    if (change instanceof CatalogChange.CreateTable create) {
      tables.put(create.table().id(), new TreeMap<>(Arrays::compareUnsigned));
    } else if (change instanceof CatalogChange.DropTable drop) {
      tables.remove(drop.table());
    } else if (change instanceof CatalogChange.TruncateTable truncate) {
      tables.get(truncate.table()).clear();
    }
  }

  private void apply(RowChange change, Lsn lsn) {
    TreeMap<byte[], byte[]> rows = tables.get(change.table());
    Violations.require(rows != null, "LSN %s changes the unknown table %s", lsn, change.table());
    byte[] known =
        change.after() == null ? rows.remove(change.key()) : rows.put(change.key(), change.after());
    Violations.require(
        Arrays.equals(known, change.before()),
        "the %s of LSN %s in table %s does not fit on the row before it",
        change.op(),
        lsn,
        change.table());
  }

  private static void compare(ShardStore store, TableId table, TreeMap<byte[], byte[]> expected) {
    int count = 0;
    try (SnapshotScan rows = store.scanSnapshot(table, null, null, ScanDirection.FORWARD)) {
      while (rows.next()) {
        byte[] image = expected.get(rows.copyOfKey());
        Violations.require(
            Arrays.equals(image, rows.copyOfImage()),
            "a row of table %s differs from what the log says",
            table);
        count++;
      }
    }
    Violations.require(
        count == expected.size(),
        "table %s has %d rows, the log says %d",
        table,
        count,
        expected.size());
  }
}
