package io.dolake.cli.bench.lake;

import io.dolake.cli.bench.NumbersTable;
import io.dolake.common.TableId;
import io.dolake.storage.ShardStore;
import io.dolake.storage.ShardTransaction;
import io.dolake.storage.TransactionOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Commits transactions over several tables at a steady rate. For one thread. */
final class FreshnessLoad {
  static final int TABLES = 5;
  private static final int ROWS_PER_LOADING_TRANSACTION = 1_000;

  /** Told of every commit right after its acknowledgement. */
  interface Acknowledged {
    void commit(long timestamp, long acknowledgedNanos);
  }

  private final ShardStore store;
  private final Random random;
  private final int keys;
  private final List<TableId> tables = new ArrayList<>();

  FreshnessLoad(ShardStore store, long seed, int keys) {
    this.store = store;
    this.random = new Random(seed);
    this.keys = keys;
  }

  static String tableName(int index) {
    return "fresh" + index;
  }

  void createTables() {
    for (int i = 0; i < TABLES; i++) {
      tables.add(NumbersTable.create(store, tableName(i)));
    }
    for (TableId table : tables) {
      for (long from = 0; from < keys; from += ROWS_PER_LOADING_TRANSACTION) {
        try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
          for (long id = from; id < Math.min(keys, from + ROWS_PER_LOADING_TRANSACTION); id++) {
            transaction.insert(table, row(id));
          }
          transaction.commit();
        }
      }
    }
  }

  private Object[] row(long id) {
    return new Object[] {id, random.nextLong(), "payload " + random.nextInt(1_000)};
  }

  /**
   * @param changesPerSecond of rows, one in each table per transaction
   */
  void run(long seconds, int changesPerSecond, Acknowledged acknowledged) {
    long transactions = seconds * changesPerSecond / TABLES;
    long begin = System.nanoTime();
    for (long i = 0; i < transactions; i++) {
      long due = begin + i * TimeUnit.SECONDS.toNanos(1) * TABLES / changesPerSecond;
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
        for (TableId table : tables) {
          long id = random.nextInt(keys);
          transaction.update(table, new Object[] {id}, row(id));
        }
        long timestamp = transaction.commit().commitTimestamp().value();
        acknowledged.commit(timestamp, System.nanoTime());
      }
    }
  }
}
