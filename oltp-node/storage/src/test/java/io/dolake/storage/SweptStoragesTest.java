package io.dolake.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.dolake.common.TableId;
import io.dolake.common.catalog.CatalogChange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What truncated tables leave behind is removed beside commits, in whatever state those are. */
class SweptStoragesTest {
  private static final int WRITERS = 2;
  private static final int KEYS = 300;
  private static final int COMMITS = 10_000;
  private static final int TRUNCATIONS = 30;
  private static final int ROWS_TO_SWEEP = 15_000;

  @TempDir Path directory;

  private ShardStore open() {
    // Small, so that at any moment a memtable is frozen or on its way into LMDB.
    return ShardStores.open(directory, StoreConfig.builder().memtableBytes(4 << 10).build());
  }

  @Test
  void commitsBesideSweepingAreAllThere() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Map<Long, String> expected = new HashMap<>();
    try (ShardStore store = open()) {
      TableId kept = Tables.createKeyValue(store, "kept");
      TableId emptied = Tables.createKeyValue(store, "emptied");
      for (Map<Long, String> rows : writeWhileSweeping(store, kept, emptied, seed)) {
        expected.putAll(rows);
      }
      assertThat(rowsOf(store, kept)).isEqualTo(expected);
      assertThat(rowsOf(store, emptied)).isEmpty();
    }
    try (ShardStore store = open()) {
      TableId kept = store.catalog().table("main", "kept").orElseThrow().id();
      assertThat(rowsOf(store, kept)).isEqualTo(expected);
    }
  }

  private static List<Map<Long, String>> writeWhileSweeping(
      ShardStore store, TableId kept, TableId emptied, long seed) throws Exception {
    for (int i = 0; i < TRUNCATIONS; i++) {
      fillAndTruncate(store, emptied);
    }
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    try {
      List<Callable<Map<Long, String>>> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        long first = (long) i * KEYS;
        Random random = new Random(seed + i);
        writers.add(() -> write(store, kept, first, random));
      }
      List<Map<Long, String>> written = new ArrayList<>();
      for (Future<Map<Long, String>> writer : threads.invokeAll(writers)) {
        written.add(writer.get());
      }
      return written;
    } finally {
      threads.shutdown();
    }
  }

  /** Changes rows of its own and looks at each again; returns what it left. */
  private static Map<Long, String> write(
      ShardStore store, TableId table, long firstKey, Random random) {
    Map<Long, String> rows = new HashMap<>();
    for (int i = 0; i < COMMITS; i++) {
      long key = firstKey + random.nextInt(KEYS);
      String value = random.nextInt(4) == 0 ? null : "value " + random.nextInt();
      try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
        Row before = transaction.get(table, key);
        assertThat(before == null ? null : before.value(1)).isEqualTo(rows.get(key));
        transaction.delete(table, key);
        if (value != null) {
          transaction.insert(table, new Object[] {key, value});
        }
        transaction.commit();
      }
      if (value == null) {
        rows.remove(key);
      } else {
        rows.put(key, value);
      }
    }
    return rows;
  }

  private static void fillAndTruncate(ShardStore store, TableId table) {
    try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      for (long key = 0; key < ROWS_TO_SWEEP; key++) {
        transaction.insert(table, new Object[] {key, "to be swept"});
      }
      transaction.commit();
    }
    try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      transaction.apply(new CatalogChange.TruncateTable(table));
      transaction.commit();
    }
  }

  private static Map<Long, String> rowsOf(ShardStore store, TableId table) {
    Map<Long, String> rows = new HashMap<>();
    try (ShardTransaction reader = store.begin(TransactionOptions.READ_ONLY);
        RowCursor cursor = reader.scan(table, KeyRange.ALL, ScanDirection.FORWARD)) {
      while (cursor.next()) {
        rows.put((Long) cursor.row().value(0), (String) cursor.row().value(1));
      }
    }
    return rows;
  }
}
