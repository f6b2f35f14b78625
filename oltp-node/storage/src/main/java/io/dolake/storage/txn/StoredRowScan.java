package io.dolake.storage.txn;

import io.dolake.common.HlcTimestamp;
import io.dolake.common.Lsn;
import io.dolake.common.TableId;
import io.dolake.common.catalog.Catalog;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.storage.SnapshotScan;
import io.dolake.storage.catalog.TableLayout;
import io.dolake.storage.lmdb.Space;

/** Committed rows of a table as they are stored, from one snapshot. */
final class StoredRowScan implements SnapshotScan {
  private final SnapshotView snapshot;
  private final SnapshotEntries entries;
  private boolean closed;

  private StoredRowScan(SnapshotView snapshot, SnapshotEntries entries) {
    this.snapshot = snapshot;
    this.entries = entries;
  }

  static StoredRowScan open(
      TransactionContext context, TableId table, KeyInterval interval, boolean backward) {
    SnapshotView snapshot = context.versions.open(context.environment);
    TableLayout layout = snapshot.catalog().layout(table);
    if (layout == null) {
      snapshot.release();
      throw new DoLakeException(ErrorCode.UNDEFINED_TABLE, "there is no table with id " + table);
    }
    SnapshotEntries entries =
        snapshot.entries(
            Space.DATA, layout.storageId(), interval.lower(), interval.upper(), backward);
    return new StoredRowScan(snapshot, entries);
  }

  @Override
  public Lsn lsn() {
    return new Lsn(snapshot.lsn());
  }

  @Override
  public HlcTimestamp timestamp() {
    return new HlcTimestamp(snapshot.timestamp());
  }

  @Override
  public Catalog catalog() {
    return snapshot.catalog();
  }

  @Override
  public boolean next() {
    return entries.next();
  }

  @Override
  public byte[] copyOfKey() {
    return entries.key();
  }

  @Override
  public byte[] copyOfImage() {
    return entries.value();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      entries.close();
      snapshot.release();
    }
  }
}
