package io.dolake.cli.bench;

import io.dolake.common.TableId;
import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.type.ColumnType;
import io.dolake.storage.ShardStore;
import io.dolake.storage.ShardTransaction;
import io.dolake.storage.TransactionOptions;

/** The table that benchmarks update: an integer key, a number, a text. */
public final class NumbersTable {
  private NumbersTable() {}

  /** Creates it in a transaction of its own. */
  public static TableId create(ShardStore store, String name) {
    try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      TableId id = transaction.allocateTableId();
      transaction.apply(
          new CatalogChange.CreateTable(
              TableDef.keyedByFirst(
                  id,
                  name,
                  ColumnDef.of(1, "id", ColumnType.INTEGER, false),
                  ColumnDef.of(2, "number", ColumnType.INTEGER, true),
                  ColumnDef.of(3, "payload", ColumnType.TEXT, true))));
      transaction.commit();
      return id;
    }
  }
}
