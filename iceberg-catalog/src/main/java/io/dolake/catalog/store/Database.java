package io.dolake.catalog.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;

/**
 * Connections to the catalog's database and the rules of its transactions.
 *
 * <p>SQLite has one connection that writes and a few that read; PostgreSQL has one pool for both.
 * Safe for use by many threads. A caller waits for a connection at most the configured time.
 */
final class Database implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);
  private static final int MAX_ATTEMPTS = 8;
  private static final int SQLITE_READERS = 4;

  /** How long a statement may run before the server gives up on the database. */
  private static final Duration STATEMENT_LIMIT = Duration.ofSeconds(30);

  /**
   * A unit of work on one connection. It may run more than once, so it must only touch the store.
   */
  @FunctionalInterface
  interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  /** Finds out, on a fresh connection, whether an interrupted transaction was committed. */
  @FunctionalInterface
  interface CommitProbe {
    boolean isCommitted(Connection connection) throws SQLException;
  }

  private final Dialect dialect;
  private final HikariDataSource writers;
  private final HikariDataSource readers;

  Database(DatabaseConfig config) {
    this.dialect = Dialect.of(config.jdbcUrl());
    this.writers = open(config, dialect == Dialect.SQLITE ? 1 : config.connections(), "writers");
    this.readers = dialect == Dialect.SQLITE ? open(config, SQLITE_READERS, "readers") : writers;
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
      throw unavailable(e);
    }
  }

  /**
   * Runs {@code work} in one transaction and commits it. A transaction that the database refuses
   * because of concurrency is run again.
   *
   * @param probe asked when the database breaks off in the middle of the commit
   * @throws StoreUnavailableException nothing was applied
   * @throws OutcomeUnknownException the transaction may or may not have been applied
   * @throws DuplicateKeyException nothing was applied, a key was taken
   * @throws MissingReferenceException nothing was applied, a foreign key was violated
   */
  <T> T write(Work<T> work, CommitProbe probe) {
    for (int attempt = 1; ; attempt++) {
      try {
        return writeOnce(work, probe);
      } catch (SQLException e) {
        if (dialect.isUniqueViolation(e)) {
          throw new DuplicateKeyException(e);
        }
        if (dialect.isForeignKeyViolation(e)) {
          throw new MissingReferenceException(e);
        }
        if (!dialect.isRetryable(e) || attempt == MAX_ATTEMPTS) {
          throw unavailable(e);
        }
        LOG.debug("transaction refused, running it again: attempt={}", attempt, e);
      }
    }
  }

  private <T> T writeOnce(Work<T> work, CommitProbe probe) throws SQLException {
    Connection connection = writers.getConnection();
    T result;
    try {
      connection.setAutoCommit(false);
      result = work.run(connection);
    } catch (SQLException | RuntimeException e) {
      rollBackAndRelease(connection, e);
      throw e;
    }
    SQLException interrupted;
    try {
      connection.commit();
      release(connection);
      return result;
    } catch (SQLException e) {
      rollBackAndRelease(connection, e);
      if (dialect.isRefusal(e)) {
        throw e;
      }
      interrupted = e;
    }
    if (wasCommitted(probe, interrupted)) {
      return result;
    }
    throw unavailable(interrupted);
  }

  private boolean wasCommitted(CommitProbe probe, SQLException interrupted) {
    LOG.warn("commit was interrupted, finding out whether it was applied", interrupted);
    try (Connection connection = writers.getConnection()) {
      connection.setAutoCommit(false);
      boolean committed = probe.isCommitted(connection);
      connection.rollback();
      return committed;
    } catch (SQLException e) {
      e.addSuppressed(interrupted);
      throw new OutcomeUnknownException("The catalog's database broke off during a commit", e);
    }
  }

  private void rollBackAndRelease(Connection connection, Exception cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
      // What state it is in is not known. SQLite's driver, for one, takes a connection that could
      // not
      // begin a transaction for one that has, and would then run the next one without.
      writers.evictConnection(connection);
    }
    release(connection);
  }

  /** Gives a connection back. What was committed stays committed, so a failure is not reported. */
  private static void release(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.debug("database connection did not close cleanly", e);
    }
  }

  private static StoreUnavailableException unavailable(SQLException e) {
    return new StoreUnavailableException(
        "The catalog's database does not answer: " + e.getMessage(), e);
  }

  private HikariDataSource open(DatabaseConfig config, int connections, String role) {
    HikariConfig pool = new HikariConfig();
    pool.setPoolName("catalog-" + role);
    pool.setJdbcUrl(config.jdbcUrl());
    pool.setMaximumPoolSize(connections);
    pool.setMinimumIdle(connections);
    pool.setConnectionTimeout(config.connectionWait().toMillis());
    pool.setValidationTimeout(Math.min(5_000, config.connectionWait().toMillis()));
    pool.setInitializationFailTimeout(config.connectionWait().toMillis());
    pool.setMaxLifetime(dialect == Dialect.SQLITE ? 0 : Duration.ofMinutes(30).toMillis());
    pool.setDataSourceProperties(
        dialect == Dialect.SQLITE
            ? sqliteProperties(role, config.connectionWait())
            : postgresProperties());
    if (config.user() != null) {
      pool.setUsername(config.user());
      pool.setPassword(config.password());
    }
    try {
      return new HikariDataSource(pool);
    } catch (RuntimeException e) {
      throw new StoreUnavailableException(
          "Cannot open the catalog's database: " + rootMessage(e), e);
    }
  }

  private static Properties sqliteProperties(String role, Duration wait) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(Math.toIntExact(wait.toMillis()));
    config.enforceForeignKeys(true);
    if (role.equals("writers")) {
      // A write transaction takes the write lock at its start: upgrading a read lock could fail.
      config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    }
    return config.toProperties();
  }

  private static Properties postgresProperties() {
    Properties properties = new Properties();
    properties.setProperty("socketTimeout", Long.toString(STATEMENT_LIMIT.toSeconds()));
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("reWriteBatchedInserts", "true");
    properties.setProperty("ApplicationName", "dolake-catalog");
    return properties;
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage();
  }

  @Override
  public void close() {
    if (readers != writers) {
      readers.close();
    }
    writers.close();
  }
}
