package io.dolake.sql.sequence;

import io.dolake.common.TableId;
import io.dolake.common.catalog.CatalogChange;
import io.dolake.storage.IsolationLevel;
import io.dolake.storage.LockWouldWaitException;
import io.dolake.storage.NonWaitingThread;
import io.dolake.storage.ShardStore;
import io.dolake.storage.ShardTransaction;
import io.dolake.storage.TransactionOptions;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The counters of committed tables as sequences. A row that is inserted keeps its number by itself;
 * numbers drawn by nextval() may go elsewhere, so they are logged, a batch ahead. Thread-safe.
 */
final class RowNumbers {
  private static final int NUMBERS_AHEAD = 32;

  private final ShardStore store;

  /** Up to where numbers are logged. */
  private final ConcurrentHashMap<TableId, Long> kept = new ConcurrentHashMap<>();

  RowNumbers(ShardStore store) {
    this.store = store;
  }

  long next(TableId table, Duration timeout) {
    try (ShardTransaction transaction = begin(timeout)) {
      if (NonWaitingThread.isCurrent() && transaction.lastRowId(table) >= keptOf(table)) {
        throw LockWouldWaitException.INSTANCE;
      }
      long next = transaction.allocateRowId(table);
      if (next > keptOf(table)) {
        keep(transaction, table, next + Math.min(NUMBERS_AHEAD, Long.MAX_VALUE - next));
      }
      return next;
    }
  }

  void set(TableId table, long last, Duration timeout) {
    if (NonWaitingThread.isCurrent()) {
      throw LockWouldWaitException.INSTANCE;
    }
    try (ShardTransaction transaction = begin(timeout)) {
      transaction.setLastRowId(table, last);
      keep(transaction, table, last);
    }
  }

  private long keptOf(TableId table) {
    return kept.getOrDefault(table, 0L);
  }

  private void keep(ShardTransaction transaction, TableId table, long last) {
    transaction.apply(new CatalogChange.KeepRowId(table, last));
    transaction.commit();
    kept.merge(table, last, Math::max);
    if (kept.size() > store.catalog().tables().size()) {
      kept.keySet().removeIf(id -> store.catalog().table(id).isEmpty());
    }
  }

  private ShardTransaction begin(Duration timeout) {
    return store.begin(new TransactionOptions(IsolationLevel.READ_COMMITTED, false, timeout));
  }
}
