package io.dolake.storage.check;

import io.dolake.common.TableId;
import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import io.dolake.storage.KeyRange;
import io.dolake.storage.Row;
import io.dolake.storage.RowCursor;
import io.dolake.storage.ScanDirection;
import io.dolake.storage.ShardStore;
import io.dolake.storage.ShardTransaction;
import io.dolake.storage.TransactionOptions;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * The process of {@link BigStoreCheck}: opens the store, fills it if it is new, counts its rows,
 * and puts it under load until it is killed. Tells what it measures in lines of a prefix, a name
 * and a number. Arguments: directory, rows, seed.
 */
public final class BigStoreChild {
  static final String PREFIX = "big";
  static final String LOAD_SECONDS = "load.seconds";

  private static final TableId TABLE = new TableId(1);
  private static final int ROW_BYTES = 100;
  private static final int ROWS_PER_TRANSACTION = 10_000;
  private static final int WRITERS = 6;
  private static final int READERS = 2;
  private static final long SECOND_NANOS = 1_000_000_000L;

  private final ShardStore store;
  private final int rows;
  private final long seed;
  private final LongAdder commits = new LongAdder();
  private final LongAdder reads = new LongAdder();

  private BigStoreChild(ShardStore store, int rows, long seed) {
    this.store = store;
    this.rows = rows;
    this.seed = seed;
  }

  public static void main(String[] arguments) {
    int rows = Integer.parseInt(arguments[1]);
    long start = System.nanoTime();
    ShardStore store = CheckStores.open(Path.of(arguments[0]));
    BigStoreChild child = new BigStoreChild(store, rows, Long.parseLong(arguments[2]));
    if (store.catalog().table(TABLE).isPresent()) {
      child.readRow(rows / 2);
      tell("open.millis", millisSince(start));
    } else {
      tell("open.millis", millisSince(start));
      child.load();
    }
    child.count();
    child.runUntilKilled();
  }

  private static void tell(String name, long value) {
    System.out.println(PREFIX + " " + name + " " + value);
  }

  private static long millisSince(long startNanos) {
    return (System.nanoTime() - startNanos) / 1_000_000;
  }

  private void load() {
    long start = System.nanoTime();
    try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      transaction.apply(
          new CatalogChange.CreateTable(
              TableDef.keyedByFirst(
                  transaction.allocateTableId(),
                  "big",
                  ColumnDef.of(1, "id", ColumnType.INTEGER, false),
                  ColumnDef.of(2, "content", ColumnType.BLOB, false))));
      transaction.commit();
    }
    Random random = new Random(seed);
    for (int first = 0; first < rows; first += ROWS_PER_TRANSACTION) {
      try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
        for (long id = first; id < Math.min(rows, first + ROWS_PER_TRANSACTION); id++) {
          transaction.insert(TABLE, new Object[] {id, content(random)});
        }
        transaction.commit();
      }
    }
    tell("load.rowsPerSecond", rows * 1_000L / Math.max(1, millisSince(start)));
  }

  private static byte[] content(Random random) {
    byte[] content = new byte[ROW_BYTES];
    random.nextBytes(content);
    return content;
  }

  private void count() {
    long start = System.nanoTime();
    long count = 0;
    try (ShardTransaction transaction = store.begin(TransactionOptions.READ_ONLY);
        RowCursor cursor = transaction.scan(TABLE, KeyRange.ALL, ScanDirection.FORWARD)) {
      while (cursor.next()) {
        count++;
      }
    }
    tell("rows", count);
    tell("scan.rowsPerSecond", count * 1_000L / Math.max(1, millisSince(start)));
  }

  private void runUntilKilled() {
    for (int i = 0; i < WRITERS; i++) {
      Random random = new Random(seed * 31 + i);
      start("big-writer-" + i, () -> updateRow(random));
    }
    for (int i = 0; i < READERS; i++) {
      Random random = new Random(seed * 37 + i);
      start(
          "big-reader-" + i,
          () -> {
            readRow(random.nextInt(rows));
            reads.increment();
          });
    }
    for (long second = 1; true; second++) {
      LockSupport.parkNanos(SECOND_NANOS);
      Runtime runtime = Runtime.getRuntime();
      tell("commitsPerSecond", commits.sumThenReset());
      tell("readsPerSecond", reads.sumThenReset());
      tell("heap.mebibytes", (runtime.totalMemory() - runtime.freeMemory()) >> 20);
      tell(LOAD_SECONDS, second);
    }
  }

  private static void start(String name, Runnable step) {
    Thread thread =
        new Thread(
            () -> {
              while (true) {
                step.run();
              }
            },
            name);
    // An error of a client ends the process with a code that the parent does not expect.
    thread.setUncaughtExceptionHandler(
        (failed, error) -> {
          System.err.println(name + ": " + error);
          Runtime.getRuntime().halt(1);
        });
    thread.setDaemon(true);
    thread.start();
  }

  private void updateRow(Random random) {
    long id = random.nextInt(rows);
    try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      transaction.update(TABLE, new Object[] {id}, new Object[] {id, content(random)});
      transaction.commit();
      commits.increment();
    } catch (DoLakeException e) {
      if (e.code().action() != ErrorCode.Action.RETRY) {
        throw e;
      }
    }
  }

  private void readRow(long id) {
    try (ShardTransaction transaction = store.begin(TransactionOptions.READ_ONLY)) {
      Row row = transaction.get(TABLE, id);
      if (row == null || ((byte[]) row.value(1)).length != ROW_BYTES) {
        throw new IllegalStateException("row " + id + " is missing");
      }
    }
  }
}
