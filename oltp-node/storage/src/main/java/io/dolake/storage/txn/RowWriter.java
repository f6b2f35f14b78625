package io.dolake.storage.txn;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.storage.UniqueViolationException;
import io.dolake.storage.catalog.IndexLayout;
import io.dolake.storage.catalog.TableLayout;
import io.dolake.storage.lmdb.Space;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;

/**
 * A transaction's changes of rows: takes locks, checks uniqueness, keeps index entries in step. An
 * operation that fails has changed nothing; locks it took are kept.
 */
final class RowWriter {
  private static final int MAX_KEY_BYTES = 1 << 20;

  private final TransactionContext context;
  private final Transaction transaction;
  private final TransactionView view;
  private final TransactionLocks locks;
  private final WriteSet writes;

  RowWriter(
      TransactionContext context,
      Transaction transaction,
      TransactionView view,
      TransactionWrites writes) {
    this.context = context;
    this.transaction = transaction;
    this.view = view;
    this.locks = writes.locks;
    this.writes = writes.set;
  }

  /** The transaction's lock on a row, and the row as it is now: locked, current, or null. */
  byte[] lockRow(TableLayout layout, byte[] key) {
    locks.shareTable(layout);
    LockKey row = LockKey.row(layout.tableId(), key);
    locks.lockIn(layout, row);
    view.requireCurrentRow(row, layout.storageId());
    // Not for validation: the row is current now, and nobody else can change it before the end.
    view.noteRead();
    RowWrite own = ownWrite(layout, key);
    if (own != null) {
      return own.after();
    }
    return hidesBase(layout) ? null : view.lockedImage(layout.storageId(), key);
  }

  /** Takes the transaction's lock on a row if that needs no waiting; whether it has it. */
  boolean tryLockRow(TableLayout layout, byte[] key) {
    locks.shareTable(layout);
    return locks.tryLockIn(layout, LockKey.row(layout.tableId(), key));
  }

  private RowWrite ownWrite(TableLayout layout, byte[] key) {
    TableWrites table = writes.existing(layout.tableId());
    return table == null ? null : table.rows.get(key);
  }

  private boolean hidesBase(TableLayout layout) {
    TableWrites table = writes.existing(layout.tableId());
    return table != null && table.withoutBase;
  }

  void insert(TableLayout layout, Object[] row) {
    byte[] key = layout.keyOfRow(row);
    byte[] image = layout.encodeRow(row);
    requireSizes(layout, key, image);
    if (lockRow(layout, key) != null) {
      throw primaryKeyViolation(layout, key);
    }
    List<IndexLayout.Entry> entries = entriesOf(layout, row);
    checkUnique(layout, row, entries, null);
    writes.requireRoom(key.length, image.length);
    put(layout, key, null, image, row);
    changeEntries(layout, null, entries);
  }

  boolean update(TableLayout layout, byte[] key, Object[] row) {
    byte[] newKey = layout.keyOfRow(row);
    byte[] image = layout.encodeRow(row);
    requireSizes(layout, newKey, image);
    byte[] before = lockRow(layout, key);
    if (before == null) {
      return false;
    }
    boolean sameKey = Arrays.equals(key, newKey);
    if (!sameKey && lockRow(layout, newKey) != null) {
      throw primaryKeyViolation(layout, newKey);
    }
    List<IndexLayout.Entry> oldEntries =
        layout.indexes().isEmpty() ? List.of() : entriesOf(layout, layout.decodeRow(before));
    List<IndexLayout.Entry> newEntries = entriesOf(layout, row);
    lockRemovedUnique(layout, oldEntries);
    checkUnique(layout, row, newEntries, oldEntries);
    writes.requireRoom(newKey.length, image.length);
    if (!sameKey) {
      put(layout, key, before, null, null);
    }
    put(layout, newKey, sameKey ? before : null, image, row);
    changeEntries(layout, oldEntries, newEntries);
    return true;
  }

  boolean delete(TableLayout layout, byte[] key) {
    byte[] before = lockRow(layout, key);
    if (before == null) {
      return false;
    }
    List<IndexLayout.Entry> entries =
        layout.indexes().isEmpty() ? List.of() : entriesOf(layout, layout.decodeRow(before));
    lockRemovedUnique(layout, entries);
    writes.requireRoom(key.length, before.length);
    put(layout, key, before, null, null);
    changeEntries(layout, entries, null);
    return true;
  }

  private void put(TableLayout layout, byte[] key, byte[] current, byte[] image, Object[] row) {
    TableWrites table = writes.of(layout.tableId());
    RowWrite own = table.rows.get(key);
    byte[] committed = own == null ? current : own.before();
    writes.putRow(table, key, new RowWrite(committed, image));
    if (row != null) {
      table.noteRowId(layout, row);
      long rowId = layout.rowIdOf(row);
      if (rowId != Long.MIN_VALUE) {
        context.rowIds.used(layout.tableId(), rowId);
      }
    }
  }

  private static List<IndexLayout.Entry> entriesOf(TableLayout layout, Object[] row) {
    if (layout.indexes().isEmpty()) {
      return List.of();
    }
    List<IndexLayout.Entry> entries = new ArrayList<>(layout.indexes().size());
    for (IndexLayout index : layout.indexes()) {
      entries.add(index.entryOf(row));
    }
    return entries;
  }

  private void changeEntries(
      TableLayout layout, List<IndexLayout.Entry> removed, List<IndexLayout.Entry> added) {
    for (int i = 0; i < layout.indexes().size(); i++) {
      IndexLayout.Entry old = removed == null ? null : removed.get(i);
      IndexLayout.Entry now = added == null ? null : added.get(i);
      changeEntry(layout, layout.indexes().get(i), old, now);
    }
  }

  private void changeEntry(
      TableLayout layout, IndexLayout index, IndexLayout.Entry removed, IndexLayout.Entry added) {
    TableWrites table = writes.of(layout.tableId());
    if (removed != null && added != null && Arrays.equals(removed.key(), added.key())) {
      return;
    }
    if (removed != null) {
      writes.putEntry(table, index.indexId(), removed.key(), false);
    }
    if (added != null) {
      writes.putEntry(table, index.indexId(), added.key(), true);
    }
  }

  /** Whoever inserts the same values waits to learn whether they are really gone. */
  private void lockRemovedUnique(TableLayout layout, List<IndexLayout.Entry> removed) {
    for (int i = 0; i < removed.size(); i++) {
      IndexLayout index = layout.indexes().get(i);
      IndexLayout.Entry entry = removed.get(i);
      if (entry != null && index.index().unique() && !entry.hasNull()) {
        locks.lockIn(layout, LockKey.unique(index.indexId(), entry.copyOfPrefix()));
      }
    }
  }

  private void checkUnique(
      TableLayout layout,
      Object[] row,
      List<IndexLayout.Entry> added,
      List<IndexLayout.Entry> removed) {
    for (int i = 0; i < added.size(); i++) {
      IndexLayout index = layout.indexes().get(i);
      IndexLayout.Entry entry = added.get(i);
      if (entry == null || !index.index().unique() || entry.hasNull()) {
        continue;
      }
      IndexLayout.Entry old = removed == null ? null : removed.get(i);
      checkUnique(layout, row, index, entry, old);
    }
  }

  private void checkUnique(
      TableLayout layout,
      Object[] row,
      IndexLayout index,
      IndexLayout.Entry entry,
      IndexLayout.Entry old) {
    byte[] prefix = entry.copyOfPrefix();
    if (old != null
        && old.prefixLength() == prefix.length
        && WriteSet.startsWith(old.key(), prefix)) {
      return;
    }
    locks.lockIn(layout, LockKey.unique(index.indexId(), prefix));
    KeyInterval interval = KeyInterval.ofPrefix(prefix);
    view.requireCurrentIndex(index.indexId(), interval);
    byte[] existing = findEntry(layout, index, interval);
    if (existing == null) {
      return;
    }
    byte[] existingKey =
        Arrays.copyOfRange(existing, index.primaryKeyOffset(existing), existing.length);
    ReadSet.Range range = view.noteIndexRange(index.indexId(), interval, false);
    if (range != null) {
      range.upper = interval.upper();
    }
    throw new UniqueViolationException(
        layout.table(),
        index.index().name(),
        layout.keyCodec().decode(existingKey),
        index.index().columns(),
        index.valuesOf(row),
        "a row with the same values is in unique index " + index.index().name());
  }

  /** An entry in the interval as of now, own writes included, or null. */
  private byte[] findEntry(TableLayout layout, IndexLayout index, KeyInterval interval) {
    boolean fresh = transaction.needsFreshView(index);
    if (!fresh) {
      return firstEntry(view.committed(), layout, index, interval);
    }
    SnapshotView now = view.openNow();
    try {
      return firstEntry(now, layout, index, interval);
    } finally {
      now.release();
    }
  }

  private byte[] firstEntry(
      SnapshotView snapshot, TableLayout layout, IndexLayout index, KeyInterval interval) {
    TableWrites table = writes.existing(layout.tableId());
    NavigableMap<byte[], Boolean> own =
        table == null ? null : table.indexEntries.get(index.indexId());
    if (own != null) {
      for (var entry : own.subMap(interval.lower(), true, interval.upper(), false).entrySet()) {
        if (entry.getValue()) {
          return entry.getKey();
        }
      }
    }
    if (index.storageId() == 0 || hidesBase(layout)) {
      return null;
    }
    try (var entries =
        snapshot.entries(
            Space.INDEX, index.storageId(), interval.lower(), interval.upper(), false)) {
      while (entries.next()) {
        if (own == null || !Boolean.FALSE.equals(own.get(entries.key()))) {
          return entries.key();
        }
      }
      return null;
    }
  }

  /** Gives all rows that the transaction has changed their entries in an index it makes. */
  void addEntriesOfOwnRows(TableLayout layout, IndexLayout index) {
    TableWrites table = writes.existing(layout.tableId());
    if (table == null) {
      return;
    }
    for (RowWrite write : table.rows.values()) {
      if (write.before() != null) {
        changeEntry(layout, index, index.entryOf(layout.decodeRow(write.before())), null);
      }
    }
    for (RowWrite write : table.rows.values()) {
      if (write.after() != null) {
        Object[] row = layout.decodeRow(write.after());
        IndexLayout.Entry entry = index.entryOf(row);
        if (entry != null && index.index().unique() && !entry.hasNull()) {
          checkUnique(layout, row, index, entry, null);
        }
        changeEntry(layout, index, null, entry);
      }
    }
  }

  private void requireSizes(TableLayout layout, byte[] key, byte[] image) {
    if (image.length > context.limits.maxRowBytes()) {
      throw new DoLakeException(
          ErrorCode.ROW_TOO_LARGE,
          String.format(
              "a row of %s takes %d bytes, the limit is %d",
              layout.table().name(), image.length, context.limits.maxRowBytes()),
          "store large values in pieces");
    }
    if (key.length > MAX_KEY_BYTES) {
      throw new DoLakeException(
          ErrorCode.ROW_TOO_LARGE,
          String.format(
              "the key of a row of %s takes %d bytes, the limit is %d",
              layout.table().name(), key.length, MAX_KEY_BYTES),
          "use a shorter key");
    }
  }

  private static UniqueViolationException primaryKeyViolation(TableLayout layout, byte[] key) {
    Object[] values = layout.keyCodec().decode(key);
    return new UniqueViolationException(
        layout.table(),
        layout.table().name() + "_pkey",
        values,
        layout.table().primaryKey(),
        values,
        "a row with the same primary key is in table " + layout.table().name());
  }
}
