package io.dolake.storage.catalog;

import io.dolake.common.buffer.ByteWriter;
import io.dolake.common.catalog.Catalog;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.key.KeyCodec;
import io.dolake.common.row.RowCodec;
import io.dolake.common.row.RowDecoder;
import io.dolake.common.type.TypeKind;
import io.dolake.storage.ExpressionCompiler;
import io.dolake.storage.catalog.CatalogState.StoredIndex;
import io.dolake.storage.catalog.CatalogState.StoredTable;
import java.util.List;

/**
 * A table's current version, compiled: how its keys and rows become bytes and back, and which
 * indexes its writers maintain. Immutable, thread-safe.
 */
public final class TableLayout {
  private static final int NONE = -1;

  private final TableDef table;
  private final int storageId;
  private final KeyCodec keyCodec;
  private final RowCodec rowCodec;
  private final RowDecoder rowDecoder;
  private final List<IndexLayout> indexes;
  private final int rowIdOrdinal;
  private final boolean rowIdNeverReused;

  private TableLayout(StoredTable stored, List<IndexLayout> indexes, Catalog catalog) {
    this.table = stored.table();
    this.storageId = stored.storageId();
    this.keyCodec = KeyCodec.forTable(table);
    this.rowCodec = RowCodec.of(table);
    this.rowDecoder = RowDecoder.of(table, catalog);
    this.indexes = indexes;
    this.rowIdOrdinal = findRowIdOrdinal(table);
    this.rowIdNeverReused =
        rowIdOrdinal != NONE && table.columns().get(rowIdOrdinal).autoIncrement();
  }

  static TableLayout compile(
      StoredTable stored,
      List<StoredIndex> storedIndexes,
      Catalog catalog,
      ExpressionCompiler expressions) {
    List<IndexLayout> indexes =
        storedIndexes.stream()
            .map(index -> IndexLayout.compile(index, stored.table(), expressions))
            .toList();
    return new TableLayout(stored, indexes, catalog);
  }

  private static int findRowIdOrdinal(TableDef table) {
    for (int i = 0; i < table.columns().size(); i++) {
      if (table.columns().get(i).autoIncrement()) {
        return i;
      }
    }
    if (table.primaryKey().size() != 1) {
      return NONE;
    }
    int ordinal = table.ordinalOf(table.primaryKey().get(0).columnId());
    ColumnDef column = table.columns().get(ordinal);
    return column.type().kind() == TypeKind.INTEGER ? ordinal : NONE;
  }

  public TableDef table() {
    return table;
  }

  public int tableId() {
    return table.id().value();
  }

  public int storageId() {
    return storageId;
  }

  public KeyCodec keyCodec() {
    return keyCodec;
  }

  public RowDecoder rowDecoder() {
    return rowDecoder;
  }

  public List<IndexLayout> indexes() {
    return indexes;
  }

  /** The index with this id, which the table must have. */
  public IndexLayout index(int indexId) {
    for (IndexLayout index : indexes) {
      if (index.indexId() == indexId) {
        return index;
      }
    }
    throw new IllegalArgumentException(table.name() + " has no index with id " + indexId);
  }

  /** The encoded key of these values, given in the order of the primary key. */
  public byte[] keyOf(Object[] key) {
    if (key.length != keyCodec.size()) {
      throw new IllegalArgumentException(
          key.length + " values for the key of " + table.name() + ", which has " + keyCodec.size());
    }
    return keyCodec.encodeToBytes(key);
  }

  public byte[] keyOfRow(Object[] row) {
    ByteWriter out = new ByteWriter(32);
    keyCodec.encodeRow(out, row);
    return out.copyOfBytes();
  }

  public byte[] encodeRow(Object[] row) {
    return rowCodec.encode(row);
  }

  public Object[] decodeRow(byte[] image) {
    return rowDecoder.decode(image);
  }

  /**
   * The value of the column that {@code allocateRowId} numbers, or {@link Long#MIN_VALUE} if the
   * table has no such column or the row no number there.
   */
  public long rowIdOf(Object[] row) {
    return rowIdOrdinal != NONE && row[rowIdOrdinal] instanceof Long value ? value : Long.MIN_VALUE;
  }

  /** Whether the numbered column is the whole primary key, so that the last row has the largest. */
  public boolean isRowIdTheKey() {
    return rowIdOrdinal != NONE
        && table.primaryKey().size() == 1
        && table.ordinalOf(table.primaryKey().get(0).columnId()) == rowIdOrdinal;
  }

  /** Whether numbers are remembered beyond the rows that have them. */
  public boolean isRowIdNeverReused() {
    return rowIdNeverReused;
  }
}
