package io.dolake.storage.check.isolation;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.storage.IsolationLevel;
import io.dolake.storage.KeyRange;
import io.dolake.storage.Row;
import io.dolake.storage.RowCursor;
import io.dolake.storage.ScanDirection;
import io.dolake.storage.ShardStore;
import io.dolake.storage.ShardTransaction;
import io.dolake.storage.TransactionOptions;
import io.dolake.storage.UniqueViolationException;
import io.dolake.storage.check.isolation.HistoryTransaction.Append;
import io.dolake.storage.check.isolation.HistoryTransaction.Read;
import io.dolake.storage.check.isolation.HistoryTransaction.Step;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A part of a list-append history on keys of its own, small enough to be checked in memory. Many
 * threads run random transactions of appends, reads of single lists and reads of key ranges; the
 * keys in use move on slowly, so that lists stay short and transactions keep meeting.
 */
final class ListAppendChunk {
  private static final int KEYS_IN_USE = 24;
  private static final int TRANSACTIONS_PER_KEY_STEP = 25;

  /** For transactions that end after the wanted number is reached. */
  private static final int SPARE_KEYS = 64;

  private static final int MOST_STEPS = 5;
  private static final int MOST_KEYS_PER_RANGE = 4;
  private static final int ROLLBACK_ONE_IN = 20;
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(10);

  private final ShardStore store;
  private final IsolationLevel level;
  private final int firstKey;
  private final int wanted;
  private final AtomicInteger committed = new AtomicInteger();
  private final AtomicInteger nextValue = new AtomicInteger(1);
  private final AtomicInteger retries = new AtomicInteger();

  /**
   * @param firstKey keys from here on are used by nobody else
   * @param wanted transactions to commit
   */
  ListAppendChunk(ShardStore store, IsolationLevel level, int firstKey, int wanted) {
    this.store = store;
    this.level = level;
    this.firstKey = firstKey;
    this.wanted = wanted;
  }

  /** Most keys that a chunk of this many transactions uses. */
  static int keySpan(int wanted) {
    return wanted / TRANSACTIONS_PER_KEY_STEP + KEYS_IN_USE + MOST_KEYS_PER_RANGE + SPARE_KEYS;
  }

  /** Runs the chunk; the anomalies its history shows. */
  List<String> run(long seed, int threads, ExecutorService executor) {
    List<CompletableFuture<List<HistoryTransaction>>> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Random random = new Random(seed * 1_000_003 + i);
      running.add(CompletableFuture.supplyAsync(() -> runThread(random), executor));
    }
    List<HistoryTransaction> history = new ArrayList<>();
    running.forEach(thread -> history.addAll(thread.join()));
    return new HistoryChecker(history, readAll()).anomaliesAt(level);
  }

  int committed() {
    return Math.min(wanted, committed.get());
  }

  /** Transactions that ended with a retryable error. */
  int retries() {
    return retries.get();
  }

  private List<HistoryTransaction> runThread(Random random) {
    TransactionOptions options = new TransactionOptions(level, false, LOCK_TIMEOUT);
    List<HistoryTransaction> history = new ArrayList<>();
    while (committed.get() < wanted) {
      List<Step> steps = new ArrayList<>();
      boolean done = false;
      try (ShardTransaction transaction = store.begin(options)) {
        int count = 1 + random.nextInt(MOST_STEPS);
        for (int i = 0; i < count; i++) {
          transaction.beginStatement();
          addStep(transaction, random, steps);
        }
        if (random.nextInt(ROLLBACK_ONE_IN) == 0) {
          transaction.rollback();
        } else {
          transaction.commit();
          done = true;
          committed.incrementAndGet();
        }
      } catch (DoLakeException e) {
        // A row that another transaction inserted meanwhile: an upsert would start over as well.
        boolean expected =
            e.code().action() == ErrorCode.Action.RETRY || e instanceof UniqueViolationException;
        if (!expected) {
          throw e;
        }
        retries.incrementAndGet();
      }
      history.add(new HistoryTransaction(done, steps));
    }
    return history;
  }

  private void addStep(ShardTransaction transaction, Random random, List<Step> steps) {
    int key = firstKey + committed.get() / TRANSACTIONS_PER_KEY_STEP + random.nextInt(KEYS_IN_USE);
    int kind = random.nextInt(20);
    if (kind < 10) {
      append(transaction, key, steps);
    } else if (kind < 16) {
      steps.add(new Read(key, decode(transaction.get(ScenarioTable.LISTS, (long) key))));
    } else {
      readRange(transaction, key, key + 1 + random.nextInt(MOST_KEYS_PER_RANGE), steps);
    }
  }

  private void append(ShardTransaction transaction, int key, List<Step> steps) {
    int value = nextValue.getAndIncrement();
    // Noted first: a failed commit must not hide that the value may be there.
    steps.add(new Append(key, value));
    Row row = transaction.getForUpdate(ScenarioTable.LISTS, (long) key);
    if (row == null) {
      transaction.insert(ScenarioTable.LISTS, new Object[] {(long) key, encode(value)});
      return;
    }
    byte[] list = (byte[]) row.value(1);
    byte[] longer = Arrays.copyOf(list, list.length + Integer.BYTES);
    ByteBuffer.wrap(longer).putInt(list.length, value);
    transaction.update(
        ScenarioTable.LISTS, new Object[] {(long) key}, new Object[] {(long) key, longer});
  }

  /** Keys of the range that have no row are empty lists: phantoms show as any other version. */
  private static void readRange(ShardTransaction transaction, int from, int to, List<Step> steps) {
    Set<Integer> absent = new HashSet<>();
    for (int key = from; key < to; key++) {
      absent.add(key);
    }
    KeyRange range =
        new KeyRange(new Object[] {(long) from}, true, new Object[] {(long) to}, false);
    ScanDirection direction = (from & 1) == 0 ? ScanDirection.FORWARD : ScanDirection.BACKWARD;
    try (RowCursor rows = transaction.scan(ScenarioTable.LISTS, range, direction)) {
      while (rows.next()) {
        int key = ((Long) rows.row().value(0)).intValue();
        absent.remove(key);
        steps.add(new Read(key, decode(rows.row())));
      }
    }
    absent.forEach(key -> steps.add(new Read(key, new int[0])));
  }

  private Map<Integer, int[]> readAll() {
    Map<Integer, int[]> lists = new HashMap<>();
    KeyRange range =
        new KeyRange(
            new Object[] {(long) firstKey},
            true,
            new Object[] {(long) firstKey + keySpan(wanted)},
            false);
    try (ShardTransaction transaction = store.begin(TransactionOptions.READ_ONLY);
        RowCursor rows = transaction.scan(ScenarioTable.LISTS, range, ScanDirection.FORWARD)) {
      while (rows.next()) {
        lists.put(((Long) rows.row().value(0)).intValue(), decode(rows.row()));
      }
    }
    return lists;
  }

  private static byte[] encode(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }

  private static int[] decode(Row row) {
    if (row == null) {
      return new int[0];
    }
    byte[] bytes = (byte[]) row.value(1);
    int[] list = new int[bytes.length / Integer.BYTES];
    ByteBuffer.wrap(bytes).asIntBuffer().get(list);
    return list;
  }
}
