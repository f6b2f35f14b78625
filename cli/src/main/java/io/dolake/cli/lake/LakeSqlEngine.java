package io.dolake.cli.lake;

import io.dolake.sql.SessionHost;
import io.dolake.sql.SessionOptions;
import io.dolake.sql.SqlEngine;
import io.dolake.sql.SqlSession;
import io.dolake.storage.ShardStore;
import java.util.function.Supplier;

/**
 * The database's SQL engine with the lake beside it: statements that name {@code lake.<table>} are
 * answered by an embedded DuckDB over the lake's files, all others by the engine behind.
 * Thread-safe.
 */
public final class LakeSqlEngine implements SqlEngine {
  private final SqlEngine database;
  private final ShardStore store;
  private final Supplier<Lake> lake;

  /**
   * @param database answers everything else; closed with this engine
   * @param lake gives the lake, which its owner closes; asked at each lake statement, so that a
   *     catalog may start after the database
   */
  public LakeSqlEngine(SqlEngine database, ShardStore store, Supplier<Lake> lake) {
    this.database = database;
    this.store = store;
    this.lake = lake;
  }

  @Override
  public SqlSession openSession(SessionOptions options, SessionHost host) {
    return new LakeSqlSession(database.openSession(options, host), store, lake);
  }

  @Override
  public long cacheHits() {
    return database.cacheHits();
  }

  @Override
  public long cacheMisses() {
    return database.cacheMisses();
  }

  @Override
  public void close() {
    database.close();
  }
}
