package io.dolake.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.dolake.common.TableId;
import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.Collation;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.type.ColumnType;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** LMDB's map grows in the middle of a group, whose changes are then put into it once more. */
class MapGrowthTest {
  private static final int MAX_TEXT = 200_000;

  @TempDir Path directory;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void numberIsNotReusedWhenTheMapGrewInItsCommit(long seed) {
    Random random = new Random(seed);
    TableId table;
    long highest = 0;
    try (ShardStore store = open()) {
      table = createNumbered(store);
      // Written after the numbered table, so that the map is full when the number is in the batch.
      TableId wide = Tables.createKeyValue(store, "wide");
      long mapBytes = store.metrics().mapBytes();
      while (store.metrics().mapBytes() == mapBytes) {
        highest = insertBoth(store, table, wide, random);
      }
      // Now only the kept counter can know the number.
      try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
        transaction.delete(table, highest);
        transaction.commit();
      }
    }
    try (ShardStore store = open();
        ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      assertThat(transaction.allocateRowId(table)).isEqualTo(highest + 1);
    }
  }

  private ShardStore open() {
    return ShardStores.open(directory, StoreConfig.builder().initialMapBytes(1 << 20).build());
  }

  /** Inserts a row with the next number, and a long one; returns the number. */
  private static long insertBoth(ShardStore store, TableId table, TableId wide, Random random) {
    try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      long number = transaction.allocateRowId(table);
      transaction.insert(table, new Object[] {number, "v"});
      transaction.insert(wide, new Object[] {number, "x".repeat(random.nextInt(MAX_TEXT))});
      transaction.commit();
      return number;
    }
  }

  private static TableId createNumbered(ShardStore store) {
    try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      TableId id = transaction.allocateTableId();
      ColumnDef number =
          new ColumnDef(
              1,
              "id",
              ColumnType.INTEGER,
              "INTEGER",
              false,
              null,
              null,
              null,
              false,
              Collation.BINARY,
              true,
              false,
              "");
      transaction.apply(
          new CatalogChange.CreateTable(
              TableDef.keyedByFirst(
                  id, "numbered", number, ColumnDef.of(2, "text", ColumnType.TEXT, true))));
      transaction.commit();
      return id;
    }
  }
}
