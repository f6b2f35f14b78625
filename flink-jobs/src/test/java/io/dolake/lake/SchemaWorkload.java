package io.dolake.lake;

import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.type.ColumnType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Random rows and schema changes, both often in one transaction. */
final class SchemaWorkload {
  private static final int KEYS = 40;

  private final TestDatabase database;
  private final Random random;
  private final List<Integer> tables = new ArrayList<>();
  private int nextTableId = 1;
  private int nextName = 1;

  SchemaWorkload(TestDatabase database, Random random) {
    this.database = database;
    this.random = random;
    database.transact(this::create);
  }

  void step() {
    for (int i = 0; i < 10; i++) {
      database.transact(this::rows);
    }
    database.transact(
        () -> {
          rows();
          change();
          rows();
        });
  }

  /** Changes a row of every table, so that each gets a snapshot. */
  void touchAll() {
    database.transact(() -> tables.forEach(this::put));
  }

  private void rows() {
    for (int table : tables) {
      for (int i = random.nextInt(5); i > 0; i--) {
        if (random.nextInt(4) == 0) {
          database.delete(table, row(table));
        } else {
          put(table);
        }
      }
    }
  }

  private void put(int table) {
    database.put(table, row(table));
  }

  private Object[] row(int table) {
    Object[] row = TestTables.randomRow(database.table(table), random);
    row[0] = (long) random.nextInt(KEYS);
    return row;
  }

  private void change() {
    int table = tables.get(random.nextInt(tables.size()));
    switch (random.nextInt(8)) {
      case 0 -> create();
      case 1 -> {
        if (tables.size() > 1) {
          tables.remove((Integer) table);
          database.dropTable(table);
        }
      }
      case 2 -> database.truncateTable(table);
      case 3 -> rename(table);
      case 4 -> renameColumn(table);
      case 5 -> dropColumn(table);
      case 6 -> widen(table);
      default -> addColumn(table);
    }
  }

  private void create() {
    int id = nextTableId++;
    tables.add(id);
    database.createTable(
        TestTables.table(
            id,
            1,
            "t" + nextName++,
            TestTables.key(1, "id", ColumnType.INTEGER),
            TestTables.column(2, "name", ColumnType.TEXT),
            TestTables.column(3, "amount", ColumnType.decimal(8, 2))));
  }

  private void rename(int id) {
    TableDef old = database.table(id);
    database.alterTable(next(old, "t" + nextName++, old.columns(), old.lastColumnId()), row -> row);
  }

  private void renameColumn(int id) {
    TableDef old = database.table(id);
    List<ColumnDef> columns = new ArrayList<>(old.columns());
    int ordinal = random.nextInt(columns.size());
    ColumnDef column = columns.get(ordinal);
    columns.set(
        ordinal, ColumnDef.of(column.id(), "c" + nextName++, column.type(), column.nullable()));
    database.alterTable(
        next(old, old.name(), keepDefaults(old, columns), old.lastColumnId()), r -> r);
  }

  private static List<ColumnDef> keepDefaults(TableDef old, List<ColumnDef> columns) {
    List<ColumnDef> kept = new ArrayList<>();
    for (ColumnDef column : columns) {
      Object value = old.columns().get(old.ordinalOf(column.id())).initialDefault();
      kept.add(value == null ? column : TestTables.withDefault(column, value));
    }
    return kept;
  }

  private void dropColumn(int id) {
    TableDef old = database.table(id);
    if (old.columns().size() < 3) {
      return;
    }
    int ordinal = 1 + random.nextInt(old.columns().size() - 1);
    List<ColumnDef> columns = new ArrayList<>(old.columns());
    columns.remove(ordinal);
    database.alterTable(
        next(old, old.name(), columns, old.lastColumnId()),
        row -> {
          List<Object> values = new ArrayList<>(Arrays.asList(row));
          values.remove(ordinal);
          return values.toArray();
        });
  }

  private void widen(int id) {
    TableDef old = database.table(id);
    int ordinal = old.ordinalOf(3);
    if (ordinal < 0 || old.columns().get(ordinal).type().precision() > 30) {
      return;
    }
    ColumnDef column = old.columns().get(ordinal);
    List<ColumnDef> columns = new ArrayList<>(old.columns());
    columns.set(
        ordinal,
        ColumnDef.of(
            3,
            column.name(),
            ColumnType.decimal(column.type().precision() + 6, 2),
            column.nullable()));
    database.alterTable(next(old, old.name(), columns, old.lastColumnId()), row -> row);
  }

  private void addColumn(int id) {
    TableDef old = database.table(id);
    int columnId = old.lastColumnId() + 1;
    ColumnType type = random.nextBoolean() ? ColumnType.TEXT : ColumnType.decimal(8, 2);
    ColumnDef column = TestTables.column(columnId, "c" + nextName++, type);
    Object value = null;
    if (random.nextBoolean()) {
      value = type == ColumnType.TEXT ? "added " + columnId : BigDecimal.valueOf(columnId, 2);
    }
    addColumn(old, column, value);
  }

  private void addColumn(TableDef old, ColumnDef column, Object value) {
    List<ColumnDef> columns = new ArrayList<>(old.columns());
    columns.add(column);
    TableDef added = next(old, old.name(), columns, column.id());
    database.alterTable(added, row -> TestTables.append(row, value));
    if (value != null) {
      // As ALTER TABLE does it: the rows' value comes with a version of its own.
      columns.set(columns.size() - 1, TestTables.withDefault(column, value));
      database.alterTable(next(added, added.name(), columns, column.id()), row -> row);
    }
  }

  private static TableDef next(
      TableDef old, String name, List<ColumnDef> columns, int lastColumnId) {
    return new TableDef(
        old.id(),
        old.schemaVersion() + 1,
        old.schema(),
        name,
        columns,
        old.primaryKey(),
        List.of(),
        List.of(),
        lastColumnId,
        old.createSql(),
        "");
  }
}
