package io.dolake.storage;

import io.dolake.common.IndexId;
import io.dolake.common.TableId;
import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.IndexDef;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.type.ColumnType;
import java.util.List;
import java.util.stream.IntStream;

/** Tables and indexes for tests: made in a transaction of their own. */
public final class Tables {
  private Tables() {}

  /** {@code (k INTEGER PRIMARY KEY, v TEXT)}. */
  public static TableId createKeyValue(ShardStore store, String name) {
    return create(store, name, 1, ColumnType.INTEGER, ColumnType.TEXT);
  }

  /** Columns c1, c2, ... of these types; the first {@code keyColumns} are the primary key. */
  public static TableId create(ShardStore store, String name, int keyColumns, ColumnType... types) {
    try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      TableId id = create(transaction, name, keyColumns, types);
      transaction.commit();
      return id;
    }
  }

  public static TableId create(
      ShardTransaction transaction, String name, int keyColumns, ColumnType... types) {
    TableId id = transaction.allocateTableId();
    transaction.apply(new CatalogChange.CreateTable(define(id, name, keyColumns, types)));
    return id;
  }

  public static TableDef define(TableId id, String name, int keyColumns, ColumnType... types) {
    List<ColumnDef> columns =
        IntStream.rangeClosed(1, types.length)
            .mapToObj(i -> ColumnDef.of(i, "c" + i, types[i - 1], i > keyColumns))
            .toList();
    List<KeyColumn> key =
        IntStream.rangeClosed(1, keyColumns).mapToObj(KeyColumn::ascending).toList();
    return new TableDef(
        id,
        1,
        TableDef.DEFAULT_SCHEMA,
        name,
        columns,
        key,
        List.of(),
        List.of(),
        types.length,
        "",
        "");
  }

  /** An index on the columns with these ids. */
  public static IndexId createIndex(
      ShardStore store, TableId table, String name, boolean unique, int... columnIds) {
    try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      IndexId id = transaction.allocateIndexId();
      transaction.apply(
          new CatalogChange.CreateIndex(defineIndex(id, table, name, unique, true, columnIds)));
      transaction.commit();
      return id;
    }
  }

  public static IndexDef defineIndex(
      IndexId id, TableId table, String name, boolean unique, boolean ready, int... columnIds) {
    List<KeyColumn> columns = IntStream.of(columnIds).mapToObj(KeyColumn::ascending).toList();
    return new IndexDef(id, table, name, columns, unique, null, ready, "");
  }
}
