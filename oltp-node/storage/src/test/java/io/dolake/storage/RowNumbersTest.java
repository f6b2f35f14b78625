package io.dolake.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.dolake.common.TableId;
import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.Collation;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.type.ColumnType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Numbers that a table draws for its rows, across the end of a process. */
class RowNumbersTest {
  @TempDir private Path directory;

  private ShardStore open(String name) {
    return ShardStores.open(
        directory.resolve(name), StoreConfig.builder().durability(Durability.OS).build());
  }

  /** What a process that is killed now leaves behind. */
  private void crashTo(String from, String to) throws IOException {
    Path source = directory.resolve(from);
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.toList()) {
        Files.copy(file, directory.resolve(to).resolve(source.relativize(file).toString()));
      }
    }
  }

  private static TableId createNumbered(ShardStore store) {
    try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      TableId id = transaction.allocateTableId();
      ColumnDef key =
          new ColumnDef(
              1,
              "k",
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
      transaction.apply(new CatalogChange.CreateTable(TableDef.keyedByFirst(id, "numbered", key)));
      transaction.commit();
      return id;
    }
  }

  private static long insert(ShardStore store, TableId table) {
    try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      long number = transaction.allocateRowId(table);
      transaction.insert(table, new Object[] {number});
      transaction.commit();
      return number;
    }
  }

  private static void keep(ShardStore store, TableId table, long last) {
    try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      transaction.apply(new CatalogChange.KeepRowId(table, last));
      transaction.commit();
    }
  }

  @Test
  void rowsOfTheReplayedLogKeepTheirNumbers() throws IOException {
    TableId table;
    try (ShardStore store = open("a")) {
      table = createNumbered(store);
      assertThat(insert(store, table)).isEqualTo(1);
    }
    try (ShardStore store = open("a")) {
      assertThat(insert(store, table)).isEqualTo(2);
      assertThat(insert(store, table)).isEqualTo(3);
      crashTo("a", "crashed");
    }
    try (ShardStore store = open("crashed")) {
      assertThat(insert(store, table)).isEqualTo(4);
    }
  }

  @Test
  void numbersThatAreKeptAreNeverGivenAgain() throws IOException {
    TableId table;
    try (ShardStore store = open("a")) {
      table = createNumbered(store);
      long version = store.catalog().version();
      keep(store, table, 100);
      keep(store, table, 50);
      assertThat(store.catalog().version()).isEqualTo(version);
      crashTo("a", "crashed");
    }
    for (String name : new String[] {"a", "crashed"}) {
      try (ShardStore store = open(name)) {
        assertThat(insert(store, table)).isEqualTo(101);
      }
    }
  }

  @Test
  void numbersAreSetBackUntilTheStoreIsClosed() {
    TableId table;
    try (ShardStore store = open("a")) {
      table = createNumbered(store);
      keep(store, table, 9);
      try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
        assertThat(transaction.lastRowId(table)).isZero();
        transaction.setLastRowId(table, 7);
        assertThat(transaction.lastRowId(table)).isEqualTo(7);
      }
      assertThat(insert(store, table)).isEqualTo(8);
      try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
        transaction.setLastRowId(table, 1);
      }
      assertThat(insert(store, table)).isEqualTo(2);
    }
    try (ShardStore store = open("a")) {
      assertThat(insert(store, table)).isEqualTo(10);
    }
  }
}
