package io.dolake.storage.check.crash;

import io.dolake.common.IndexId;
import io.dolake.common.TableId;
import io.dolake.common.catalog.Catalog;
import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.Collation;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.IndexDef;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.type.ColumnType;
import io.dolake.storage.ShardStore;
import io.dolake.storage.ShardTransaction;
import io.dolake.storage.TransactionOptions;
import java.util.List;

/** The campaign's tables: accounts, transfers between them, and the DDL steps made so far. */
final class BankTables {
  static final String ACCOUNTS = "accounts";
  static final String TRANSFERS = "transfers";
  static final String DDL_STEPS = "ddl_steps";
  static final String SIDE = "side";

  static final int ACCOUNT_COUNT = 40;
  static final long FIRST_BALANCE = 1_000;

  private BankTables() {}

  static void create(ShardStore store) {
    try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      TableDef accounts = define(transaction.allocateTableId(), ACCOUNTS, 1, "id", "balance");
      transaction.apply(new CatalogChange.CreateTable(accounts));
      TableDef transfers =
          define(
              transaction.allocateTableId(),
              TRANSFERS,
              2,
              "client",
              "seq",
              "payer",
              "payee",
              "amount");
      transaction.apply(new CatalogChange.CreateTable(transfers));
      TableDef steps = define(transaction.allocateTableId(), DDL_STEPS, 1, "step");
      transaction.apply(new CatalogChange.CreateTable(steps));
      transaction.apply(
          new CatalogChange.CreateIndex(
              index(transaction.allocateIndexId(), transfers, "transfers_by_payer", 3)));
      for (long id = 0; id < ACCOUNT_COUNT; id++) {
        transaction.insert(accounts.id(), new Object[] {id, FIRST_BALANCE});
      }
      transaction.commit();
    }
  }

  /** A table of INTEGER columns, the first ones its primary key. */
  static TableDef define(TableId id, String name, int keyColumns, String... columnNames) {
    ColumnDef[] columns = new ColumnDef[columnNames.length];
    KeyColumn[] key = new KeyColumn[keyColumns];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = ColumnDef.of(i + 1, columnNames[i], ColumnType.INTEGER, false);
      if (i < keyColumns) {
        key[i] = KeyColumn.ascending(i + 1);
      }
    }
    return new TableDef(
        id,
        1,
        TableDef.DEFAULT_SCHEMA,
        name,
        List.of(columns),
        List.of(key),
        List.of(),
        List.of(),
        columns.length,
        "",
        "");
  }

  static IndexDef index(IndexId id, TableDef table, String name, int columnId) {
    return new IndexDef(
        id,
        table.id(),
        name,
        List.of(new KeyColumn(columnId, null, true, Collation.BINARY)),
        false,
        null,
        true,
        "");
  }

  static TableDef table(Catalog catalog, String name) {
    return catalog
        .table(TableDef.DEFAULT_SCHEMA, name)
        .orElseThrow(() -> new IllegalStateException("table " + name + " is missing"));
  }
}
