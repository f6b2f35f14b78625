package io.dolake.cli.check.source;

import io.dolake.common.TableId;
import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import io.dolake.storage.ShardStore;
import io.dolake.storage.ShardTransaction;
import io.dolake.storage.TransactionOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random transactions on a shard: rows of several tables, now and then DDL. */
final class SourceWorkload {
  private static final int KEYS = 400;

  private final ShardStore store;
  private final Random random;
  private long nextValue;
  private int nextTable;

  SourceWorkload(ShardStore store, long seed) {
    this.store = store;
    this.random = new Random(seed);
  }

  /** Tables and rows that are there before the source starts. */
  void prepare() {
    int tables = 1 + random.nextInt(3);
    for (int i = 0; i < tables; i++) {
      createTable();
    }
    for (TableDef table : tables()) {
      int rows = random.nextInt(KEYS);
      attempt(
          transaction -> {
            for (int key = 0; key < rows; key++) {
              transaction.insert(table.id(), row(transaction, table.id(), key));
            }
          });
    }
  }

  /** One transaction; expected refusals, such as of a key that is taken, undo it. */
  void step() {
    int dice = random.nextInt(200);
    if (dice == 0) {
      createTable();
    } else if (dice == 1) {
      tableAtRandom().ifPresent(this::dropTable);
    } else if (dice <= 4) {
      tableAtRandom().ifPresent(this::addColumn);
    } else if (dice <= 6) {
      tableAtRandom()
          .ifPresent(table -> attempt(t -> t.apply(new CatalogChange.TruncateTable(table.id()))));
    } else {
      rowChanges(dice == 7 ? 300 : 1 + random.nextInt(6));
    }
  }

  private interface Work {
    void on(ShardTransaction transaction);
  }

  private void attempt(Work work) {
    try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      work.on(transaction);
      transaction.commit();
    } catch (DoLakeException e) {
      if (e.code() != ErrorCode.UNIQUE_VIOLATION
          && e.code() != ErrorCode.UNDEFINED_TABLE
          && e.code() != ErrorCode.OBJECT_IN_USE
          && e.code().action() != ErrorCode.Action.RETRY) {
        throw e;
      }
    }
  }

  private void rowChanges(int count) {
    List<TableDef> tables = tables();
    if (tables.isEmpty()) {
      return;
    }
    attempt(
        transaction -> {
          for (int i = 0; i < count; i++) {
            change(transaction, tables.get(random.nextInt(tables.size())).id());
          }
        });
  }

  private void change(ShardTransaction transaction, TableId table) {
    long key = random.nextInt(KEYS);
    boolean exists = transaction.get(table, key) != null;
    if (!exists) {
      transaction.insert(table, row(transaction, table, key));
    } else if (random.nextInt(4) == 0) {
      transaction.delete(table, key);
    } else {
      long newKey = random.nextInt(10) == 0 ? KEYS + random.nextInt(KEYS) : key;
      if (newKey == key || transaction.get(table, newKey) == null) {
        transaction.update(table, new Object[] {key}, row(transaction, table, newKey));
      }
    }
  }

  /** A row whose image no other row has. */
  private Object[] row(ShardTransaction transaction, TableId table, long key) {
    int columns = transaction.catalog().table(table).orElseThrow().columns().size();
    Object[] row = new Object[columns];
    row[0] = key;
    for (int i = 1; i < columns; i++) {
      row[i] = "value " + nextValue++ + " " + "x".repeat(random.nextInt(40));
    }
    return row;
  }

  List<TableDef> tables() {
    return new ArrayList<>(store.catalog().tables());
  }

  private java.util.Optional<TableDef> tableAtRandom() {
    List<TableDef> tables = tables();
    return tables.isEmpty()
        ? java.util.Optional.empty()
        : java.util.Optional.of(tables.get(random.nextInt(tables.size())));
  }

  private void createTable() {
    String name = "t" + nextTable++;
    attempt(
        transaction ->
            transaction.apply(
                new CatalogChange.CreateTable(
                    TableDef.keyedByFirst(
                        transaction.allocateTableId(),
                        name,
                        ColumnDef.of(1, "id", ColumnType.INTEGER, false),
                        ColumnDef.of(2, "value", ColumnType.TEXT, true)))));
  }

  private void dropTable(TableDef table) {
    if (tables().size() > 1) {
      attempt(t -> t.apply(new CatalogChange.DropTable(table.id())));
    }
  }

  private void addColumn(TableDef known) {
    attempt(
        transaction -> {
          TableDef table = transaction.catalog().table(known.id()).orElse(null);
          if (table == null || table.columns().size() > 8) {
            return;
          }
          int id = table.lastColumnId() + 1;
          List<ColumnDef> columns = new ArrayList<>(table.columns());
          columns.add(ColumnDef.of(id, "c" + id, ColumnType.TEXT, true));
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
                      id,
                      "",
                      "")));
        });
  }
}
