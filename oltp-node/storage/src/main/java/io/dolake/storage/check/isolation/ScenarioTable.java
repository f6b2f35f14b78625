package io.dolake.storage.check.isolation;

import io.dolake.common.TableId;
import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.type.ColumnType;
import io.dolake.storage.ShardStore;
import io.dolake.storage.ShardTransaction;
import io.dolake.storage.TransactionOptions;

/** The tables of the campaign: Hermitage's {@code test(id, value)} and the lists. */
final class ScenarioTable {
  /** The store is new, so that its first tables get these ids. */
  static final TableId ID = new TableId(1);

  static final TableId LISTS = new TableId(2);

  private ScenarioTable() {}

  static void create(ShardStore store) {
    try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      create(transaction, ID, "test", ColumnType.INTEGER);
      create(transaction, LISTS, "lists", ColumnType.BLOB);
      transaction.commit();
    }
  }

  private static void create(
      ShardTransaction transaction, TableId id, String name, ColumnType valueType) {
    TableId given = transaction.allocateTableId();
    if (!given.equals(id)) {
      throw new IllegalStateException("a new store gave table id " + given + " for " + id);
    }
    transaction.apply(
        new CatalogChange.CreateTable(
            TableDef.keyedByFirst(
                id,
                name,
                ColumnDef.of(1, "id", ColumnType.INTEGER, false),
                ColumnDef.of(2, "value", valueType, false))));
  }

  /** The rows (1, 10) and (2, 20), and no others. */
  static void reset(ShardStore store) {
    try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      transaction.apply(new CatalogChange.TruncateTable(ID));
      transaction.insert(ID, new Object[] {1L, 10L});
      transaction.insert(ID, new Object[] {2L, 20L});
      transaction.commit();
    }
  }

  static long valueOf(ShardStore store, long id) {
    try (ShardTransaction transaction = store.begin(TransactionOptions.READ_ONLY)) {
      return (Long) transaction.get(ID, id).value(1);
    }
  }
}
