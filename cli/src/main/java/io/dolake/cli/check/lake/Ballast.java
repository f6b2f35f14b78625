package io.dolake.cli.check.lake;

import io.dolake.common.TableId;
import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.type.ColumnType;
import io.dolake.storage.ShardStore;
import io.dolake.storage.ShardTransaction;
import io.dolake.storage.TransactionOptions;

/** A table that is not in the lake and only there to fill the log. For one thread. */
final class Ballast {
  /** Name of the table, for the job to leave it out. */
  static final String TABLE = "ballast";

  private static final int ROWS = 16;
  private static final String TEXT = "x".repeat(64 << 10);

  private final ShardStore store;
  private final TableId table;
  private boolean filled;

  Ballast(ShardStore store) {
    this.store = store;
    try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      table = transaction.allocateTableId();
      transaction.apply(
          new CatalogChange.CreateTable(
              TableDef.keyedByFirst(
                  table,
                  TABLE,
                  ColumnDef.of(1, "id", ColumnType.INTEGER, false),
                  ColumnDef.of(2, "text", ColumnType.TEXT, false))));
      transaction.commit();
    }
  }

  /** Lets the log grow by about a megabyte. */
  void write() {
    try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      for (long id = 0; id < ROWS; id++) {
        Object[] row = {id, TEXT};
        if (filled) {
          transaction.update(table, new Object[] {id}, row);
        } else {
          transaction.insert(table, row);
        }
      }
      transaction.commit();
      filled = true;
    }
  }
}
