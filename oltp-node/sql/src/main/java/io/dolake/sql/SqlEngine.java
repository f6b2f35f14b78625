package io.dolake.sql;

/**
 * SQL on one database. Thread-safe; holds the statement cache. Made by {@code
 * SqlEngines.create(ShardStore)}; the store is owned by the caller.
 */
public interface SqlEngine extends AutoCloseable {
  /** Opens a session; the caller closes it. */
  SqlSession openSession(SessionOptions options);

  /** Statements that ran without being planned for it, since the engine began. */
  long cacheHits();

  /** Statements that had to be planned. */
  long cacheMisses();

  @Override
  void close();
}
