package io.dolake.storage;

import io.dolake.common.TableId;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The process of {@link DiskFullITCase}: inserts rows and tells each commit, and reads meanwhile.
 * Argument: the store's directory.
 */
public final class DiskFullChild {
  static final String COMMITTED = "committed ";
  static final String READ = "read ";

  private static final int ROW_CHARACTERS = 500;

  private DiskFullChild() {}

  static StoreConfig config() {
    // Segments stay below the limit of a file's size, so that LMDB's file is the first to meet it;
    // memory is full of commits long before the store gives up waiting, also on a slow disk.
    return StoreConfig.builder().segmentBytes(1 << 20).memtableBytes(256 << 10).build();
  }

  public static void main(String[] arguments) {
    ShardStore store = ShardStores.open(Path.of(arguments[0]), config());
    TableId table = Tables.createKeyValue(store, "t");
    insert(store, table, 0);
    Thread reader = new Thread(() -> readForever(store, table), "reader");
    reader.setDaemon(true);
    reader.start();
    for (long key = 1; true; key++) {
      insert(store, table, key);
      System.out.println(COMMITTED + key);
    }
  }

  private static void insert(ShardStore store, TableId table, long key) {
    try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      transaction.insert(table, new Object[] {key, "v".repeat(ROW_CHARACTERS)});
      transaction.commit();
    }
  }

  private static void readForever(ShardStore store, TableId table) {
    long nextLineAt = System.nanoTime();
    for (long count = 1; true; count++) {
      try (ShardTransaction transaction = store.begin(TransactionOptions.READ_ONLY)) {
        transaction.get(table, 0L).value(1);
      }
      if (System.nanoTime() - nextLineAt >= 0) {
        System.out.println(READ + count);
        nextLineAt += Duration.ofMillis(100).toNanos();
      }
    }
  }
}
