package io.dolake.storage.txn;

import io.dolake.storage.Row;
import io.dolake.storage.RowCursor;
import io.dolake.storage.catalog.TableLayout;

/** Rows of a table in primary-key order. */
final class TableCursor implements RowCursor {
  private final Transaction transaction;
  private final MergedCursor<RowWrite> entries;
  private final StoredRow row;

  TableCursor(Transaction transaction, TableLayout layout, MergedCursor<RowWrite> entries) {
    this.transaction = transaction;
    this.entries = entries;
    this.row = new StoredRow(layout.rowDecoder());
  }

  @Override
  public boolean next() {
    transaction.checkActive();
    while (entries.next()) {
      RowWrite own = entries.ownValue();
      byte[] image = own == null ? entries.baseValue() : own.after();
      if (image != null) {
        row.wrap(image);
        return true;
      }
    }
    return false;
  }

  @Override
  public Row row() {
    return row;
  }

  @Override
  public void close() {
    entries.close();
    transaction.forget(this);
  }
}
