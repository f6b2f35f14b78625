package io.dolake.storage.check.crash;

import io.dolake.common.catalog.Catalog;
import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.Collation;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.type.ColumnType;
import io.dolake.storage.KeyRange;
import io.dolake.storage.RowCursor;
import io.dolake.storage.ScanDirection;
import io.dolake.storage.ShardTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A fixed cycle of DDL steps, so that the catalog follows from the number of steps made: create a
 * side table with rows, add a column to the transfers or drop it again, create an index, drop it,
 * truncate the side table, drop it. Each is one transaction that also notes its number.
 */
final class DdlPlan {
  private static final int CYCLE = 6;
  private static final int SIDE_ROWS = 3;
  private static final String EXTRA_COLUMN = "extra";
  private static final String INDEX = "transfers_by_amount";
  private static final long EXTRA_DEFAULT = 7;

  private DdlPlan() {}

  /** Makes step number {@code step}, counted from 1, inside the transaction. */
  static void apply(ShardTransaction transaction, long step) {
    Catalog catalog = transaction.catalog();
    switch ((int) ((step - 1) % CYCLE)) {
      case 0 -> createSideTable(transaction);
      case 1 -> alterTransfers(transaction, BankTables.table(catalog, BankTables.TRANSFERS));
      case 2 ->
          transaction.apply(
              new CatalogChange.CreateIndex(
                  BankTables.index(
                      transaction.allocateIndexId(),
                      BankTables.table(catalog, BankTables.TRANSFERS),
                      INDEX,
                      5)));
      case 3 -> transaction.apply(new CatalogChange.DropIndex(catalog.index(INDEX).get().id()));
      case 4 ->
          transaction.apply(
              new CatalogChange.TruncateTable(BankTables.table(catalog, BankTables.SIDE).id()));
      default ->
          transaction.apply(
              new CatalogChange.DropTable(BankTables.table(catalog, BankTables.SIDE).id()));
    }
    transaction.insert(
        BankTables.table(transaction.catalog(), BankTables.DDL_STEPS).id(), new Object[] {step});
  }

  private static void createSideTable(ShardTransaction transaction) {
    TableDef side = BankTables.define(transaction.allocateTableId(), BankTables.SIDE, 1, "id");
    transaction.apply(new CatalogChange.CreateTable(side));
    for (long id = 0; id < SIDE_ROWS; id++) {
      transaction.insert(side.id(), new Object[] {id});
    }
  }

  private static void alterTransfers(ShardTransaction transaction, TableDef table) {
    List<ColumnDef> columns = new ArrayList<>(table.columns());
    int lastColumnId = table.lastColumnId();
    if (!columns.removeIf(column -> column.name().equals(EXTRA_COLUMN))) {
      lastColumnId++;
      columns.add(
          new ColumnDef(
              lastColumnId,
              EXTRA_COLUMN,
              ColumnType.INTEGER,
              "INTEGER",
              true,
              null,
              EXTRA_DEFAULT,
              null,
              false,
              Collation.BINARY,
              false,
              false,
              ""));
    }
    transaction.apply(
        new CatalogChange.AlterTable(
            new TableDef(
                table.id(),
                table.schemaVersion() + 1,
                table.schema(),
                table.name(),
                columns,
                table.primaryKey(),
                table.checks(),
                table.foreignKeys(),
                lastColumnId,
                table.createSql(),
                table.comment())));
  }

  /** A transfer as a row of the transfers table as it is now. */
  static Object[] transferRow(TableDef transfers, Object... values) {
    Object[] row = new Object[transfers.columns().size()];
    System.arraycopy(values, 0, row, 0, values.length);
    if (row.length > values.length) {
      row[values.length] = EXTRA_DEFAULT;
    }
    return row;
  }

  /** Number of the last step made; fails if one before it is missing. */
  static long lastStep(ShardTransaction transaction) {
    TableDef steps = BankTables.table(transaction.catalog(), BankTables.DDL_STEPS);
    long last = 0;
    try (RowCursor rows = transaction.scan(steps.id(), KeyRange.ALL, ScanDirection.FORWARD)) {
      while (rows.next()) {
        long step = (Long) rows.row().value(0);
        Violations.require(step == last + 1, "DDL step %d follows step %d", step, last);
        last = step;
      }
    }
    return last;
  }

  /** Fails unless the catalog and the side table are as after this many steps. */
  static void check(ShardTransaction transaction, long steps) {
    Catalog catalog = transaction.catalog();
    int inCycle = (int) (steps % CYCLE);
    Optional<TableDef> side = catalog.table(TableDef.DEFAULT_SCHEMA, BankTables.SIDE);
    Violations.require(side.isPresent() == (inCycle != 0), "side table after DDL step %d", steps);
    if (side.isPresent()) {
      int rows = count(transaction, side.get());
      int expected = inCycle == 5 ? 0 : SIDE_ROWS;
      Violations.require(rows == expected, "%d rows in side after DDL step %d", rows, steps);
    }
    long alters = (steps + CYCLE - 2) / CYCLE;
    TableDef transfers = BankTables.table(catalog, BankTables.TRANSFERS);
    boolean extra = transfers.ordinalOf(EXTRA_COLUMN) >= 0;
    Violations.require(extra == (alters % 2 == 1), "column extra after DDL step %d", steps);
    Violations.require(
        transfers.schemaVersion() == 1 + alters,
        "transfers has version %d after DDL step %d",
        transfers.schemaVersion(),
        steps);
    Violations.require(
        catalog.index(INDEX).isPresent() == (inCycle == 3), "index after DDL step %d", steps);
  }

  private static int count(ShardTransaction transaction, TableDef table) {
    int count = 0;
    try (RowCursor rows = transaction.scan(table.id(), KeyRange.ALL, ScanDirection.FORWARD)) {
      while (rows.next()) {
        count++;
      }
    }
    return count;
  }
}
