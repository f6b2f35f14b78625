package io.dolake.cli.feed;

import io.dolake.cli.bench.NumbersTable;
import io.dolake.common.TableId;
import io.dolake.storage.ShardStore;
import io.dolake.storage.ShardTransaction;
import io.dolake.storage.TransactionOptions;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/** A table of rows of about 80 bytes with an integer key, and load on it. Belongs to one thread. */
final class UpdatedTable {
  private static final int ROWS_PER_TRANSACTION = 1_000;
  private static final int MAX_COMMITS_UNDER_WAY = 2_000;
  private static final String PAYLOAD = "x".repeat(60);

  private final ShardStore store;
  private final TableId table;
  private long rows;

  private UpdatedTable(ShardStore store, TableId table) {
    this.store = store;
    this.table = table;
  }

  static UpdatedTable create(ShardStore store) {
    return new UpdatedTable(store, NumbersTable.create(store, "bench"));
  }

  /** Inserts so many further rows, many in a transaction. */
  void load(long count) {
    long end = rows + count;
    for (long start = rows; start < end; start += ROWS_PER_TRANSACTION) {
      try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
        for (long id = start; id < Math.min(end, start + ROWS_PER_TRANSACTION); id++) {
          transaction.insert(table, new Object[] {id, id, PAYLOAD});
        }
        transaction.commit();
      }
    }
    rows = end;
  }

  /** Updates every row once, many in a transaction. */
  void updateAll(long seed) {
    Random random = new Random(seed);
    for (long start = 0; start < rows; start += ROWS_PER_TRANSACTION) {
      try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
        for (long id = start; id < Math.min(rows, start + ROWS_PER_TRANSACTION); id++) {
          update(transaction, id, random);
        }
        transaction.commit();
      }
    }
  }

  private void update(ShardTransaction transaction, long id, Random random) {
    transaction.update(table, new Object[] {id}, new Object[] {id, random.nextLong(), PAYLOAD});
  }

  /**
   * Commits so many transactions of one update each.
   *
   * @param perSecond at this rate; 0 for as fast as the store takes them
   * @return nanoseconds until the last one was durable
   */
  long commitUpdates(long transactions, int perSecond, long seed) throws InterruptedException {
    Random random = new Random(seed);
    Semaphore free = new Semaphore(MAX_COMMITS_UNDER_WAY);
    long begin = System.nanoTime();
    for (long i = 0; i < transactions; i++) {
      if (perSecond > 0) {
        waitUntil(begin + i * 1_000_000_000L / perSecond);
      }
      free.acquire();
      ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT);
      update(transaction, i % rows, random);
      transaction
          .commitAsync()
          .whenComplete(
              (result, failure) -> {
                free.release();
                transaction.close();
              });
    }
    free.acquire(MAX_COMMITS_UNDER_WAY);
    return System.nanoTime() - begin;
  }

  private static void waitUntil(long dueNanos) {
    for (long left = dueNanos - System.nanoTime(); left > 0; left = dueNanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
