package io.dolake.sql.session;

import io.dolake.sql.ColumnNames;
import io.dolake.sql.SessionHost;
import io.dolake.sql.SessionOptions;
import io.dolake.sql.SqlEngine;
import io.dolake.sql.SqlSession;
import io.dolake.sql.advisory.AdvisoryLockTable;
import io.dolake.sql.cache.StatementCache;
import io.dolake.sql.expr.ScalarCompiler;
import io.dolake.sql.notify.NotificationHub;
import io.dolake.sql.plan.QueryPlanner;
import io.dolake.sql.plan.RelationProvider;
import io.dolake.sql.sequence.SharedSequences;
import io.dolake.storage.ShardStore;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** The engine on one store: what sessions share. */
public final class Engine implements SqlEngine {
  private static final int CACHED_STATEMENTS = 10_000;

  private final ShardStore store;
  private final RelationProvider relations;
  private final ColumnNames columnNames;
  private final QueryPlanner planner = new QueryPlanner();
  private final ScalarCompiler scalars = new ScalarCompiler();
  private final StatementCache<CachedStatement> cache = new StatementCache<>(CACHED_STATEMENTS);
  private final AdvisoryLockTable advisoryLocks = new AdvisoryLockTable();
  private final NotificationHub notifications = new NotificationHub();
  private final SharedSequences sequences;
  private final ScheduledThreadPoolExecutor timeouts;

  public Engine(ShardStore store, RelationProvider relations, ColumnNames columnNames) {
    this.store = store;
    this.relations = relations;
    this.columnNames = columnNames;
    sequences = new SharedSequences(store);
    timeouts =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "dolake-statement-timeouts");
              thread.setDaemon(true);
              return thread;
            });
    timeouts.setRemoveOnCancelPolicy(true);
  }

  @Override
  public SqlSession openSession(SessionOptions options, SessionHost host) {
    return new Session(this, options, host);
  }

  @Override
  public long cacheHits() {
    return cache.hits();
  }

  @Override
  public long cacheMisses() {
    return cache.misses();
  }

  ShardStore store() {
    return store;
  }

  RelationProvider relations() {
    return relations;
  }

  ColumnNames columnNames() {
    return columnNames;
  }

  QueryPlanner planner() {
    return planner;
  }

  ScalarCompiler scalars() {
    return scalars;
  }

  StatementCache<CachedStatement> cache() {
    return cache;
  }

  AdvisoryLockTable advisoryLocks() {
    return advisoryLocks;
  }

  NotificationHub notifications() {
    return notifications;
  }

  SharedSequences sequences() {
    return sequences;
  }

  ScheduledThreadPoolExecutor timeouts() {
    return timeouts;
  }

  @Override
  public void close() {
    timeouts.shutdownNow();
    sequences.close();
  }
}
