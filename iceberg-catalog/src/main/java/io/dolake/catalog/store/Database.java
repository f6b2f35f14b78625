package io.dolake.catalog.store;

import com.zaxxer.hikari.HikariDataSource;
import io.dolake.catalog.store.Transactions.CommitProbe;
import io.dolake.catalog.store.Transactions.Work;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Connections to the catalog's database.
 *
 * <p>SQLite has one connection that writes and a few that read; PostgreSQL has one pool for both.
 * Safe for use by many threads. A caller waits for a connection at most the configured time.
 */
final class Database implements AutoCloseable {
  private static final int SQLITE_READERS = 4;

  private final Dialect dialect;
  private final HikariDataSource readers;
  private final Transactions transactions;

  Database(DatabaseConfig config) {
    this.dialect = Dialect.of(config.jdbcUrl());
    if (dialect == Dialect.SQLITE) {
      // The writer first: it creates the file.
      HikariDataSource writer = ConnectionPools.sqliteWriter(config);
      this.transactions = new GroupedTransactions(dialect, writer, config.connectionWait());
      this.readers = openOrClose(transactions, config);
    } else {
      this.readers = ConnectionPools.postgres(config);
      this.transactions = new PooledTransactions(dialect, readers);
    }
  }

  private static HikariDataSource openOrClose(Transactions opened, DatabaseConfig config) {
    try {
      return ConnectionPools.sqliteReaders(config, SQLITE_READERS);
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  Dialect dialect() {
    return dialect;
  }

  /**
   * Runs queries outside a transaction.
   *
   * @throws StoreUnavailableException if the database does not answer
   */
  <T> T read(Work<T> work) {
    try (Connection connection = readers.getConnection()) {
      return work.run(connection);
    } catch (SQLException e) {
      throw new StoreUnavailableException(
          "The catalog's database does not answer: " + e.getMessage(), e);
    }
  }

  /** See {@link Transactions#run}. */
  <T> T write(Work<T> work, CommitProbe probe) {
    return transactions.run(work, probe);
  }

  @Override
  public void close() {
    transactions.close();
    readers.close();
  }
}
