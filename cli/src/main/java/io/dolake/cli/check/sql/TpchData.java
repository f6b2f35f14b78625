package io.dolake.cli.check.sql;

import io.dolake.common.type.ColumnType;
import io.dolake.sql.BulkLoad;
import io.trino.tpch.TpchColumn;
import io.trino.tpch.TpchColumnType;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** TPC-H's tables, loaded alike into our engine (dates as DATE) and SQLite (dates as text). */
final class TpchData {
  private static final int SQLITE_BATCH = 1_000;
  private static final Map<String, String> KEYS =
      Map.of(
          "lineitem", "l_orderkey, l_linenumber",
          "orders", "o_orderkey",
          "customer", "c_custkey",
          "part", "p_partkey",
          "supplier", "s_suppkey",
          "partsupp", "ps_partkey, ps_suppkey",
          "nation", "n_nationkey",
          "region", "r_regionkey");

  private final double scale;

  TpchData(double scale) {
    this.scale = scale;
  }

  void load(EmbeddedDatabase ours, SqlitePeer sqlite) throws SQLException {
    for (TpchTable<?> table : TpchTable.getTables()) {
      load(table, ours, sqlite);
    }
  }

  private <E extends TpchEntity> void load(
      TpchTable<E> table, EmbeddedDatabase ours, SqlitePeer sqlite) throws SQLException {
    String name = table.getTableName();
    StringJoiner columns = new StringJoiner(", ");
    StringJoiner marks = new StringJoiner(", ");
    for (TpchColumn<E> column : table.getColumns()) {
      columns.add(column.getColumnName() + " " + declaredType(column.getType()));
      marks.add("?");
    }
    String create =
        "create table " + name + " (" + columns + ", primary key (" + KEYS.get(name) + "))";
    ours.run(create);
    sqlite.run(create);
    sqlite.connection().setAutoCommit(false);
    List<String> columnNames = table.getColumns().stream().map(TpchColumn::getColumnName).toList();
    try (BulkLoad load = ours.session().bulkLoad("main", name, columnNames);
        PreparedStatement insert =
            sqlite
                .connection()
                .prepareStatement("insert into " + name + " values (" + marks + ")")) {
      List<ColumnType> types = load.columnTypes();
      int pending = 0;
      for (E entity : table.createGenerator(scale, 1, 1)) {
        Object[] row = new Object[types.size()];
        for (int i = 0; i < row.length; i++) {
          row[i] = value(table.getColumns().get(i), entity);
          insert.setObject(i + 1, row[i] instanceof LocalDate date ? date.toString() : row[i]);
        }
        load.add(row);
        insert.addBatch();
        if (++pending % SQLITE_BATCH == 0) {
          insert.executeBatch();
        }
      }
      insert.executeBatch();
      load.finish().join();
    }
    sqlite.connection().commit();
    sqlite.connection().setAutoCommit(true);
  }

  private static String declaredType(TpchColumnType type) {
    return switch (type.getBase()) {
      case INTEGER, IDENTIFIER -> "INTEGER";
      case DOUBLE -> "REAL";
      case DATE -> "DATE";
      case VARCHAR -> "TEXT";
    };
  }

  private static <E extends TpchEntity> Object value(TpchColumn<E> column, E entity) {
    return switch (column.getType().getBase()) {
      case INTEGER -> (long) column.getInteger(entity);
      case IDENTIFIER -> column.getIdentifier(entity);
      case DOUBLE -> column.getDouble(entity);
      case DATE -> LocalDate.ofEpochDay(column.getDate(entity));
      case VARCHAR -> column.getString(entity);
    };
  }
}
