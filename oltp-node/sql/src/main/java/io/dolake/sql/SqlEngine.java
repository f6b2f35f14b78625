package io.dolake.sql;

/**
 * SQL on one database. Thread-safe; holds the statement cache. Made by {@code
 * SqlEngines.create(ShardStore)}; the store is owned by the caller.
 */
public interface SqlEngine extends AutoCloseable {
  /** Opens a session that belongs to no connection; the caller closes it. */
  default SqlSession openSession(SessionOptions options) {
    return openSession(options, SessionHost.EMBEDDED);
  }

  /** Opens a session; the caller closes it. */
  SqlSession openSession(SessionOptions options, SessionHost host);

  /** Statements that ran without being planned for it, since the engine began. */
  long cacheHits();

  /** Statements that had to be planned. */
  long cacheMisses();

  @Override
  void close();
}
