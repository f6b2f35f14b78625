package io.dolake.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dolake.common.TableId;
import io.dolake.common.catalog.CatalogChange;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that are read by key again and again, through the cache in front of LMDB. */
class CachedRowsTest {
  private static final int ROWS = 200;

  @TempDir Path directory;

  private ShardStore open(long rowCacheBytes) {
    return ShardStores.open(
        directory,
        StoreConfig.builder().memtableBytes(1 << 10).rowCacheBytes(rowCacheBytes).build());
  }

  private static void write(ShardStore store, TableId table, long key, String value) {
    try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      transaction.delete(table, key);
      if (value != null) {
        transaction.insert(table, new Object[] {key, value});
      }
      transaction.commit();
    }
  }

  private static void writeAll(ShardStore store, TableId table, String value) {
    for (long key = 0; key < ROWS; key++) {
      write(store, table, key, value);
    }
    // Fills the memtable, which is moved at once then.
    write(store, table, ROWS, "x".repeat(2 << 10));
    await().until(() -> store.metrics().memtableBytes() == 0);
  }

  private static void assertAll(ShardTransaction reader, TableId table, String value) {
    for (long key = 0; key < ROWS; key++) {
      Row row = reader.get(table, key);
      assertThat(row == null ? null : row.value(1)).isEqualTo(value);
    }
  }

  private static void assertAllTwice(ShardStore store, TableId table, String value) {
    for (int i = 0; i < 2; i++) {
      try (ShardTransaction reader = store.begin(TransactionOptions.READ_ONLY)) {
        assertAll(reader, table, value);
      }
    }
  }

  @Test
  void readersSeeChangesAndOldSnapshotsDoNot() {
    try (ShardStore store = open(64 << 10)) {
      TableId table = Tables.createKeyValue(store, "t");
      writeAll(store, table, "old");
      assertAllTwice(store, table, "old");
      try (ShardTransaction before = store.begin(TransactionOptions.READ_ONLY)) {
        assertAll(before, table, "old");
        writeAll(store, table, "new");
        assertAllTwice(store, table, "new");
        assertAll(before, table, "old");
        writeAll(store, table, null);
        assertAllTwice(store, table, null);
        assertAll(before, table, "old");
      }
      writeAll(store, table, "again");
      assertAllTwice(store, table, "again");
      assertThat(store.metrics().rowCacheHits()).isPositive();
    }
  }

  @Test
  void truncatedTableIsEmptyAlsoWhenItsRowsWereCached() {
    try (ShardStore store = open(64 << 10)) {
      TableId table = Tables.createKeyValue(store, "t");
      writeAll(store, table, "old");
      assertAllTwice(store, table, "old");
      try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
        transaction.apply(new CatalogChange.TruncateTable(table));
        transaction.commit();
      }
      assertAllTwice(store, table, null);
      writeAll(store, table, "new");
      assertAllTwice(store, table, "new");
    }
  }

  @Test
  void memoryIsTakenWhenEnoughRowsAreRead() {
    try (ShardStore store = open(16 << 20)) { // after 1,024 reads
      TableId table = Tables.createKeyValue(store, "t");
      writeAll(store, table, "value");
      assertThat(store.metrics().rowCacheBytes()).isZero();
      for (int i = 0; i < 3; i++) {
        assertAllTwice(store, table, "value");
      }
      await().until(() -> store.metrics().rowCacheBytes() == 16 << 20);
      assertAllTwice(store, table, "value");
      assertThat(store.metrics().rowCacheHits()).isPositive();
    }
  }

  @Test
  void withoutMemoryForItThereIsNone() {
    try (ShardStore store = open(0)) {
      TableId table = Tables.createKeyValue(store, "t");
      writeAll(store, table, "value");
      assertAllTwice(store, table, "value");
      await() // for more than a period of housekeeping
          .during(Duration.ofMillis(500))
          .until(() -> store.metrics().rowCacheBytes() == 0);
      assertAllTwice(store, table, "value");
      assertThat(store.metrics().rowCacheBytes()).isZero();
      assertThat(store.metrics().rowCacheHits()).isZero();
    }
  }
}
