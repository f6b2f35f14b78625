package io.dolake.storage.verify;

import io.dolake.common.buffer.ByteWriter;
import io.dolake.common.catalog.Catalog;
import io.dolake.common.catalog.IndexDef;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.key.KeyCodec;
import io.dolake.common.row.RowDecoder;
import io.dolake.storage.ExpressionCompiler;
import io.dolake.storage.KeyRange;
import io.dolake.storage.RowCursor;
import io.dolake.storage.ScanDirection;
import io.dolake.storage.ShardStore;
import io.dolake.storage.ShardTransaction;
import io.dolake.storage.SnapshotScan;
import io.dolake.storage.TransactionOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Reads every row of a table and compares each index with the rows. Belongs to one thread. */
final class RowVerifier {
  private final ShardStore store;
  private final Catalog catalog;
  private final ExpressionCompiler compiler;
  private final Findings findings;

  RowVerifier(ShardStore store, Catalog catalog, ExpressionCompiler compiler, Findings findings) {
    this.store = store;
    this.catalog = catalog;
    this.compiler = compiler;
    this.findings = findings;
  }

  void verify(TableDef table) {
    List<IndexEntries> indexes = new ArrayList<>();
    for (IndexDef index : catalog.indexesOf(table.id())) {
      if (index.ready()) {
        indexes.add(new IndexEntries(index, table));
      }
    }
    try {
      readRows(table, indexes);
      for (IndexEntries index : indexes) {
        index.compareWithStore();
      }
    } catch (DoLakeException e) {
      findings.problem("table %s: %s", table.name(), e.getMessage());
    }
  }

  private void readRows(TableDef table, List<IndexEntries> indexes) {
    RowDecoder decoder = RowDecoder.of(table, catalog);
    KeyCodec keys = KeyCodec.forTable(table);
    ByteWriter key = new ByteWriter();
    byte[] previous = null;
    try (SnapshotScan rows = store.scanSnapshot(table.id(), null, null, ScanDirection.FORWARD)) {
      while (rows.next()) {
        findings.rows++;
        byte[] stored = rows.copyOfKey();
        Object[] row = decoder.decode(rows.copyOfImage());
        keys.encodeRow(key.clear(), row);
        if (!Arrays.equals(stored, 0, stored.length, key.array(), 0, key.length())) {
          findings.problem("a row of table %s lies under another row's key", table.name());
        }
        if (previous != null && Arrays.compareUnsigned(previous, stored) >= 0) {
          findings.problem("rows of table %s are not in the order of their keys", table.name());
        }
        previous = stored;
        indexes.forEach(index -> index.expect(row));
      }
    }
  }

  /** What an index should have, as a count and a sum of hashes, which need no order. */
  private final class IndexEntries {
    private final IndexDef index;
    private final KeyCodec keys;
    private final List<Function<Object[], Object>> parts = new ArrayList<>();
    private final Function<Object[], Object> predicate;
    private final ByteWriter entry = new ByteWriter();
    private long count;
    private long hashes;

    IndexEntries(IndexDef index, TableDef table) {
      this.index = index;
      this.keys = KeyCodec.forIndex(index, table);
      for (int i = 0; i < keys.size(); i++) {
        int ordinal = keys.part(i).columnOrdinal();
        KeyColumn column = i < index.columns().size() ? index.columns().get(i) : null;
        parts.add(
            ordinal >= 0 ? row -> row[ordinal] : compiler.compile(column.expression(), table));
      }
      predicate =
          index.predicate() == null
              ? row -> Boolean.TRUE
              : compiler.compile(index.predicate(), table);
    }

    void expect(Object[] row) {
      if (Boolean.TRUE.equals(predicate.apply(row))) {
        count++;
        hashes += Fingerprint.of(entryOf(row));
      }
    }

    private byte[] entryOf(Object[] row) {
      Object[] tuple = parts.stream().map(part -> part.apply(row)).toArray();
      keys.encode(entry.clear(), tuple);
      return entry.copyOfBytes();
    }

    void compareWithStore() {
      byte[] previous = null;
      boolean ordered = true;
      try (ShardTransaction transaction = store.begin(TransactionOptions.READ_ONLY);
          RowCursor rows = transaction.scanIndex(index.id(), KeyRange.ALL, ScanDirection.FORWARD)) {
        while (rows.next()) {
          findings.indexEntries++;
          byte[] found = entryOf(rows.row().copyOfValues());
          ordered &= previous == null || Arrays.compareUnsigned(previous, found) < 0;
          previous = found;
          count--;
          hashes -= Fingerprint.of(found);
        }
      }
      if (count != 0 || hashes != 0) {
        findings.problem(
            "index %s does not have the entries of its table's rows (%d missing)",
            index.name(), count);
      }
      if (!ordered) {
        findings.problem("index %s has entries out of order", index.name());
      }
    }
  }
}
