package io.dolake.catalog.store;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs units of work on one thread, in the order they came; those that wait together share one
 * transaction and so one sync of the disk. For a database with one writer at a time.
 *
 * <p>Each unit of a group has a savepoint of its own, so one that fails takes nothing of the others
 * along. Nobody learns how his unit ended, not even that it failed, before the group's transaction
 * has ended: a unit may have failed because of another one of the group, which must then be
 * durable.
 */
final class GroupedTransactions implements Transactions {
  private static final Logger LOG = LoggerFactory.getLogger(GroupedTransactions.class);

  /** Bounds how long the first unit of a group waits for the last one. */
  private static final int MAX_GROUP = 64;

  private static final int MAX_WAITING = 1_024;
  private static final long CLOSE_SECONDS = 30;

  private final Dialect dialect;
  private final HikariDataSource pool;
  private final CommitAttempt attempts;
  private final Duration wait;
  private final BlockingQueue<UnitOfWork<?>> waiting = new ArrayBlockingQueue<>(MAX_WAITING);

  /** Tells the thread to end; everything that was added before it is still run. */
  private final UnitOfWork<?> end = new UnitOfWork<>(connection -> null, connection -> false);

  private final Thread thread = new Thread(this::runUntilTheEnd, "catalog-store-writer");
  private volatile boolean closed;

  /**
   * @param pool where the connection comes from; closed along with this
   * @param wait how long a unit may wait for its turn
   */
  GroupedTransactions(Dialect dialect, HikariDataSource pool, Duration wait) {
    this.dialect = dialect;
    this.pool = pool;
    this.attempts = new CommitAttempt(pool);
    this.wait = wait;
    thread.start();
  }

  @Override
  public <T> T run(Work<T> work, CommitProbe probe) {
    UnitOfWork<T> unit = new UnitOfWork<>(work, probe);
    if (closed || !waiting.offer(unit)) {
      throw new StoreUnavailableException(
          "Too many requests wait for the catalog's database", null);
    }
    return unit.await(wait);
  }

  private void runUntilTheEnd() {
    List<UnitOfWork<?>> group = new ArrayList<>(MAX_GROUP);
    boolean ended = false;
    while (!ended) {
      group.clear();
      try {
        group.add(waiting.take());
      } catch (InterruptedException e) {
        // Nobody interrupts this thread, and waiting commits must not depend on it.
        LOG.warn("interrupted while waiting for work, going on", e);
        continue;
      }
      waiting.drainTo(group, MAX_GROUP - 1);
      ended = group.remove(end);
      group.removeIf(unit -> !unit.take());
      runGroup(group);
    }
  }

  /** Throws nothing: the thread has to go on, and the callers have to be told. */
  private void runGroup(List<UnitOfWork<?>> group) {
    if (group.isEmpty()) {
      return;
    }
    try {
      runInTransaction(group);
    } catch (SQLException | RuntimeException e) {
      LOG.debug("transaction of {} units of work was rolled back", group.size(), e);
      group.forEach(unit -> unit.failUnapplied(e));
    }
    group.forEach(UnitOfWork::settle);
  }

  private void runInTransaction(List<UnitOfWork<?>> group) throws SQLException {
    Connection connection = attempts.begin();
    try {
      for (UnitOfWork<?> unit : group) {
        Savepoint savepoint = connection.setSavepoint();
        if (unit.runOn(connection, dialect)) {
          connection.releaseSavepoint(savepoint);
        } else {
          connection.rollback(savepoint);
        }
      }
    } catch (SQLException | RuntimeException e) {
      attempts.abandon(connection, e);
      throw e;
    }
    try {
      attempts.commit(connection);
    } catch (SQLException e) {
      if (dialect.isRefusal(e)) {
        throw e;
      }
      group.forEach(unit -> unit.resolve(attempts, e));
    }
  }

  /** Runs what is waiting. What comes later is refused, or given up by its caller after a while. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (waiting.offer(end, CLOSE_SECONDS, TimeUnit.SECONDS)) {
        thread.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      LOG.warn("the catalog's database is closed although work is under way or waiting for it");
    }
    pool.close();
  }
}
