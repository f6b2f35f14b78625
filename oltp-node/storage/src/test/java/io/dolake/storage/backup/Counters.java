package io.dolake.storage.backup;

import io.dolake.common.TableId;
import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.type.ColumnType;
import io.dolake.storage.CommitResult;
import io.dolake.storage.ShardStore;
import io.dolake.storage.ShardTransaction;
import io.dolake.storage.TransactionOptions;

/** A table of rows that every transaction counts up together, so that a torn one shows. */
final class Counters {
  static final TableId TABLE = new TableId(1);
  static final int ROWS = 50;

  private Counters() {}

  static void create(ShardStore store) {
    try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      transaction.apply(
          new CatalogChange.CreateTable(
              TableDef.keyedByFirst(
                  transaction.allocateTableId(),
                  "counters",
                  ColumnDef.of(1, "id", ColumnType.INTEGER, false),
                  ColumnDef.of(2, "count", ColumnType.INTEGER, false),
                  ColumnDef.of(3, "filler", ColumnType.BLOB, false))));
      for (long id = 0; id < ROWS; id++) {
        transaction.insert(TABLE, new Object[] {id, 0L, new byte[200]});
      }
      transaction.commit();
    }
  }

  /** Sets all rows to a number in one transaction. */
  static CommitResult setAll(ShardStore store, long count) {
    try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      for (long id = 0; id < ROWS; id++) {
        transaction.update(TABLE, new Object[] {id}, new Object[] {id, count, new byte[200]});
      }
      return transaction.commit();
    }
  }

  /** The number that all rows have. */
  static long read(ShardStore store) {
    try (ShardTransaction transaction = store.begin(TransactionOptions.READ_ONLY)) {
      long first = (Long) transaction.get(TABLE, 0L).value(1);
      for (long id = 1; id < ROWS; id++) {
        if ((Long) transaction.get(TABLE, id).value(1) != first) {
          throw new IllegalStateException("row " + id + " differs from row 0");
        }
      }
      return first;
    }
  }
}
