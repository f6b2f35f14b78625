package io.dolake.catalog.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.Properties;
import org.sqlite.SQLiteConfig;

/** Opens pools of connections that are set up the way the store needs them. */
final class ConnectionPools {
  /** How long a statement may run before the server gives up on PostgreSQL. */
  private static final Duration STATEMENT_LIMIT = Duration.ofSeconds(30);

  private static final Duration POSTGRES_MAX_AGE = Duration.ofMinutes(30);
  private static final int MAX_VALIDATION_MILLIS = 5_000;

  private ConnectionPools() {}

  /** Connections to PostgreSQL. */
  static HikariDataSource postgres(DatabaseConfig config) {
    Properties properties = new Properties();
    properties.setProperty("socketTimeout", Long.toString(STATEMENT_LIMIT.toSeconds()));
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("reWriteBatchedInserts", "true");
    properties.setProperty("ApplicationName", "dolake-catalog");
    HikariConfig pool = pool(config, "postgres", config.connections(), properties);
    pool.setMaxLifetime(POSTGRES_MAX_AGE.toMillis());
    return open(pool);
  }

  /** The one connection to SQLite that writes. */
  static HikariDataSource sqliteWriter(DatabaseConfig config) {
    SQLiteConfig sqlite = sqlite(config);
    // A write transaction takes the write lock at its start: upgrading a read lock could fail.
    sqlite.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    return open(pool(config, "writer", 1, sqlite.toProperties()));
  }

  /** Connections to SQLite that only read. */
  static HikariDataSource sqliteReaders(DatabaseConfig config, int connections) {
    return open(pool(config, "readers", connections, sqlite(config).toProperties()));
  }

  private static SQLiteConfig sqlite(DatabaseConfig config) {
    SQLiteConfig sqlite = new SQLiteConfig();
    sqlite.setJournalMode(SQLiteConfig.JournalMode.WAL);
    sqlite.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    sqlite.setBusyTimeout(Math.toIntExact(config.connectionWait().toMillis()));
    sqlite.enforceForeignKeys(true);
    return sqlite;
  }

  private static HikariConfig pool(
      DatabaseConfig config, String role, int connections, Properties properties) {
    long waitMillis = config.connectionWait().toMillis();
    HikariConfig pool = new HikariConfig();
    pool.setPoolName("catalog-" + role);
    pool.setJdbcUrl(config.jdbcUrl());
    pool.setMaximumPoolSize(connections);
    pool.setMinimumIdle(connections);
    pool.setConnectionTimeout(waitMillis);
    pool.setValidationTimeout(Math.min(MAX_VALIDATION_MILLIS, waitMillis));
    pool.setInitializationFailTimeout(waitMillis);
    pool.setMaxLifetime(0);
    pool.setDataSourceProperties(properties);
    if (config.user() != null) {
      pool.setUsername(config.user());
      pool.setPassword(config.password());
    }
    return pool;
  }

  private static HikariDataSource open(HikariConfig pool) {
    try {
      return new HikariDataSource(pool);
    } catch (RuntimeException e) {
      throw new StoreUnavailableException(
          "Cannot open the catalog's database: " + rootMessage(e), e);
    }
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage();
  }
}
