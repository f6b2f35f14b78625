package io.dolake.catalog.store;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One transaction for each unit of work, many side by side, on connections of a pool: for a
 * database that orders and groups concurrent commits itself. A transaction that the database
 * refuses because of concurrency is run again.
 */
final class PooledTransactions implements Transactions {
  private static final Logger LOG = LoggerFactory.getLogger(PooledTransactions.class);
  private static final int MAX_ATTEMPTS = 8;

  private final Dialect dialect;
  private final HikariDataSource pool;
  private final CommitAttempt attempts;

  /**
   * @param pool closed along with this
   */
  PooledTransactions(Dialect dialect, HikariDataSource pool) {
    this.dialect = dialect;
    this.pool = pool;
    this.attempts = new CommitAttempt(pool);
  }

  @Override
  public <T> T run(Work<T> work, CommitProbe probe) {
    for (int attempt = 1; ; attempt++) {
      try {
        return runOnce(work, probe);
      } catch (SQLException e) {
        if (!dialect.isRetryable(e) || attempt == MAX_ATTEMPTS) {
          throw dialect.failureOf(e);
        }
        LOG.debug("transaction refused, running it again: attempt={}", attempt, e);
      }
    }
  }

  private <T> T runOnce(Work<T> work, CommitProbe probe) throws SQLException {
    Connection connection = attempts.begin();
    T result;
    try {
      result = work.run(connection);
    } catch (SQLException | RuntimeException e) {
      attempts.abandon(connection, e);
      throw e;
    }
    try {
      attempts.commit(connection);
      return result;
    } catch (SQLException e) {
      if (dialect.isRefusal(e) || !attempts.wasCommitted(probe, e)) {
        throw e;
      }
      return result;
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
