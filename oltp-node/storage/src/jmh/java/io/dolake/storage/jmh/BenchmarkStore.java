package io.dolake.storage.jmh;

import io.dolake.common.TableId;
import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.type.ColumnType;
import io.dolake.storage.Durability;
import io.dolake.storage.ShardStore;
import io.dolake.storage.ShardStores;
import io.dolake.storage.ShardTransaction;
import io.dolake.storage.StoreConfig;
import io.dolake.storage.TransactionOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** A store in a temporary directory with one table of an integer key and 100 bytes. */
final class BenchmarkStore implements AutoCloseable {
  static final int ROWS = 200_000;
  static final int ROW_BYTES = 100;

  private static final int ROWS_PER_TRANSACTION = 10_000;

  private final Path directory;
  private final ShardStore store;
  private final TableId table;

  BenchmarkStore(Durability durability) throws IOException {
    directory = Files.createTempDirectory("dolake-jmh");
    store = ShardStores.open(directory, StoreConfig.builder().durability(durability).build());
    table = createTable();
    for (int first = 0; first < ROWS; first += ROWS_PER_TRANSACTION) {
      insert(first, ROWS_PER_TRANSACTION);
    }
  }

  private TableId createTable() {
    try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      TableId id = transaction.allocateTableId();
      transaction.apply(
          new CatalogChange.CreateTable(
              TableDef.keyedByFirst(
                  id,
                  "t",
                  ColumnDef.of(1, "id", ColumnType.INTEGER, false),
                  ColumnDef.of(2, "v", ColumnType.BLOB, false))));
      transaction.commit();
      return id;
    }
  }

  ShardStore store() {
    return store;
  }

  TableId table() {
    return table;
  }

  /** Inserts rows with ascending keys in one transaction. */
  void insert(long firstId, int count) {
    try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      for (long id = firstId; id < firstId + count; id++) {
        transaction.insert(table, new Object[] {id, randomContent()});
      }
      transaction.commit();
    }
  }

  static byte[] randomContent() {
    byte[] content = new byte[ROW_BYTES];
    ThreadLocalRandom.current().nextBytes(content);
    return content;
  }

  static long randomId() {
    return ThreadLocalRandom.current().nextInt(ROWS);
  }

  @Override
  public void close() throws IOException {
    store.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
