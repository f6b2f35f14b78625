package io.dolake.cli.lake;

import io.dolake.common.catalog.Catalog;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.BulkLoad;
import io.dolake.sql.PreparedSql;
import io.dolake.sql.SqlCursor;
import io.dolake.sql.SqlSession;
import io.dolake.storage.ShardStore;
import java.util.List;
import java.util.function.Supplier;

/** A session whose statements go to the lake when they name it, and to the database otherwise. */
final class LakeSqlSession implements SqlSession {
  private final SqlSession database;
  private final ShardStore store;
  private final Supplier<Lake> lake;
  private volatile LakeSqlCursor running;

  LakeSqlSession(SqlSession database, ShardStore store, Supplier<Lake> lake) {
    this.database = database;
    this.store = store;
    this.lake = lake;
  }

  @Override
  public List<String> split(String script) {
    return database.split(script);
  }

  @Override
  public PreparedSql prepare(String sql, List<ColumnType> parameterTypes) {
    LakeStatement statement = LakeStatement.parse(sql);
    if (statement.references().isEmpty()) {
      return database.prepare(sql, parameterTypes);
    }
    return LakePreparedSql.prepare(statement, parameterTypes, lake.get(), store);
  }

  @Override
  public SqlCursor execute(PreparedSql statement, Object... parameters) {
    if (!(statement instanceof LakePreparedSql prepared)) {
      return database.execute(statement, parameters);
    }
    LakeSqlCursor cursor = LakeSqlCursor.open(prepared, parameters, lake.get(), store);
    running = cursor;
    return cursor;
  }

  @Override
  public BulkLoad bulkLoad(String schema, String table, List<String> columns) {
    return database.bulkLoad(schema, table, columns);
  }

  @Override
  public TransactionState transactionState() {
    return database.transactionState();
  }

  @Override
  public void failTransaction() {
    database.failTransaction();
  }

  @Override
  public Catalog catalog() {
    return database.catalog();
  }

  @Override
  public long settingChanges() {
    return database.settingChanges();
  }

  @Override
  public String setting(String name) {
    return database.setting(name);
  }

  @Override
  public void cancel() {
    LakeSqlCursor cursor = running;
    if (cursor != null) {
      cursor.cancel();
    }
    database.cancel();
  }

  @Override
  public void close() {
    LakeSqlCursor cursor = running;
    if (cursor != null) {
      cursor.close();
    }
    database.close();
  }
}
