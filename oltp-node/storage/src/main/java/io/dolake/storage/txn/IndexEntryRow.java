package io.dolake.storage.txn;

import io.dolake.common.key.KeyCodec;
import io.dolake.storage.Row;
import io.dolake.storage.catalog.IndexLayout;
import io.dolake.storage.catalog.TableLayout;
import java.util.Arrays;

/** The columns of a row that are in an index entry. */
final class IndexEntryRow implements Row {
  private static final int ABSENT = -1;

  private final KeyCodec codec;

  /** For each column of the table: its part of the entry, or ABSENT. */
  private final int[] partOfColumn;

  private byte[] entry;
  private Object[] decoded;

  IndexEntryRow(TableLayout layout, IndexLayout index) {
    this.codec = index.keyCodec();
    this.partOfColumn = new int[layout.table().columns().size()];
    Arrays.fill(partOfColumn, ABSENT);
    for (int part = codec.size() - 1; part >= 0; part--) {
      int ordinal = codec.part(part).columnOrdinal();
      if (ordinal >= 0) {
        partOfColumn[ordinal] = part;
      }
    }
  }

  void wrap(byte[] newEntry) {
    entry = newEntry;
    decoded = null;
  }

  @Override
  public Object value(int ordinal) {
    if (partOfColumn[ordinal] == ABSENT) {
      throw new IllegalStateException("column " + ordinal + " is not in the index");
    }
    if (decoded == null) {
      decoded = codec.decode(entry);
    }
    return decoded[partOfColumn[ordinal]];
  }

  /** Columns that are not in the index are null. */
  @Override
  public Object[] copyOfValues() {
    Object[] row = new Object[partOfColumn.length];
    for (int ordinal = 0; ordinal < row.length; ordinal++) {
      if (partOfColumn[ordinal] != ABSENT) {
        row[ordinal] = value(ordinal);
      }
    }
    return row;
  }
}
