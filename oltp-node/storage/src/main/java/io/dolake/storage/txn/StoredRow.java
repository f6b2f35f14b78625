package io.dolake.storage.txn;

import io.dolake.common.row.RowDecoder;
import io.dolake.common.row.RowView;
import io.dolake.storage.Row;

/** A row seen through its image, of which a cursor reuses one for all its rows. */
final class StoredRow implements Row {
  private final RowView view;

  StoredRow(RowDecoder decoder) {
    this.view = new RowView(decoder);
  }

  StoredRow wrap(byte[] image) {
    view.wrap(image);
    return this;
  }

  @Override
  public Object value(int ordinal) {
    return view.value(ordinal);
  }

  @Override
  public Object[] copyOfValues() {
    return view.copyOfValues();
  }
}
