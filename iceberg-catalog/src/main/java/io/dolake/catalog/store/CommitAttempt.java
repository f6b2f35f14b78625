package io.dolake.catalog.store;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of a transaction whose mistakes would cost a commit, in one place. */
final class CommitAttempt {
  private static final Logger LOG = LoggerFactory.getLogger(CommitAttempt.class);

  private final HikariDataSource pool;

  CommitAttempt(HikariDataSource pool) {
    this.pool = pool;
  }

  /** A connection in a new transaction; to be ended by {@link #commit} or {@link #abandon}. */
  Connection begin() throws SQLException {
    Connection connection = pool.getConnection();
    try {
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException | RuntimeException e) {
      abandon(connection, e);
      throw e;
    }
  }

  /**
   * Commits and gives the connection back.
   *
   * @throws SQLException if the database refused or broke off; the connection is given back, too
   */
  void commit(Connection connection) throws SQLException {
    try {
      // Not commit(): SQLite's driver begins the next transaction in there, and if that fails, the
      // commit looks refused although it was not.
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      abandon(connection, e);
      throw e;
    }
    release(connection);
  }

  /** Rolls back because of {@code cause} and gives the connection back. */
  void abandon(Connection connection, Exception cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
      // What state it is in is not known. SQLite's driver, for one, takes a connection that could
      // not begin a transaction for one that has, and would then run the next one without.
      pool.evictConnection(connection);
    }
    release(connection);
  }

  /**
   * Finds out whether an interrupted transaction was committed.
   *
   * @throws OutcomeUnknownException if the database does not say
   */
  boolean wasCommitted(Transactions.CommitProbe probe, SQLException interrupted) {
    LOG.warn("commit was interrupted, finding out whether it was applied", interrupted);
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      boolean committed = probe.isCommitted(connection);
      connection.rollback();
      return committed;
    } catch (SQLException e) {
      e.addSuppressed(interrupted);
      throw new OutcomeUnknownException("The catalog's database broke off during a commit", e);
    }
  }

  /** Gives a connection back. What was committed stays committed, so a failure is not reported. */
  private static void release(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.debug("database connection did not close cleanly", e);
    }
  }
}
