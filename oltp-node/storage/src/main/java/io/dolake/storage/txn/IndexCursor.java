package io.dolake.storage.txn;

import io.dolake.storage.Row;
import io.dolake.storage.RowCursor;
import io.dolake.storage.catalog.IndexLayout;
import io.dolake.storage.catalog.TableLayout;
import java.util.Arrays;

/** Rows found through a secondary index, in index order. */
final class IndexCursor implements RowCursor {
  private final Transaction transaction;
  private final TableLayout layout;
  private final IndexLayout index;
  private final MergedCursor<Boolean> entries;
  private final StoredRow storedRow;

  /** Null when rows are read from the table. */
  private final IndexEntryRow entryRow;

  IndexCursor(
      Transaction transaction,
      TableLayout layout,
      IndexLayout index,
      MergedCursor<Boolean> entries,
      boolean entriesOnly) {
    this.transaction = transaction;
    this.layout = layout;
    this.index = index;
    this.entries = entries;
    this.storedRow = new StoredRow(layout.rowDecoder());
    this.entryRow = entriesOnly ? new IndexEntryRow(layout, index) : null;
  }

  @Override
  public boolean next() {
    transaction.checkActive();
    while (entries.next()) {
      if (Boolean.FALSE.equals(entries.ownValue())) {
        continue;
      }
      byte[] entry = entries.key();
      if (entryRow != null) {
        entryRow.wrap(entry);
        return true;
      }
      byte[] key = Arrays.copyOfRange(entry, index.primaryKeyOffset(entry), entry.length);
      byte[] image = transaction.readImage(layout, key);
      if (image != null) {
        storedRow.wrap(image);
        return true;
      }
    }
    return false;
  }

  @Override
  public Row row() {
    return entryRow != null ? entryRow : storedRow;
  }

  @Override
  public void close() {
    entries.close();
    transaction.forget(this);
  }
}
