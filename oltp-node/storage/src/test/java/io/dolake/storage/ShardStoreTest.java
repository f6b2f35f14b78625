package io.dolake.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.common.IndexId;
import io.dolake.common.Lsn;
import io.dolake.common.TableId;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardStoreTest {
  @TempDir Path directory;

  private ShardStore open() {
    return ShardStores.open(directory, StoreConfig.builder().build());
  }

  private static void insert(ShardStore store, TableId table, Object... row) {
    try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      transaction.insert(table, row);
      transaction.commit();
    }
  }

  private static List<Object> firstColumn(RowCursor cursor) {
    List<Object> values = new ArrayList<>();
    try (cursor) {
      while (cursor.next()) {
        values.add(cursor.row().value(0));
      }
    }
    return values;
  }

  @Test
  void committedRowIsReadAfterReopening() {
    TableId table;
    try (ShardStore store = open()) {
      table = Tables.createKeyValue(store, "t");
      insert(store, table, 1L, "one");
      assertThat(store.lastLsn()).isEqualTo(new Lsn(2));
    }
    try (ShardStore store = open();
        ShardTransaction reader = store.begin(TransactionOptions.READ_ONLY)) {
      assertThat(reader.get(table, 1L).copyOfValues()).containsExactly(1L, "one");
      assertThat(reader.get(table, 2L)).isNull();
      assertThat(store.lastLsn()).isEqualTo(new Lsn(2));
    }
  }

  @Test
  void scansMergeOwnWritesInBothDirections() {
    try (ShardStore store = open()) {
      TableId table = Tables.createKeyValue(store, "t");
      for (long k = 0; k < 20; k += 2) {
        insert(store, table, k, "committed");
      }
      try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
        transaction.insert(table, new Object[] {5L, "own"});
        transaction.delete(table, 6L);
        transaction.update(table, new Object[] {8L}, new Object[] {9L, "moved"});
        KeyRange range = new KeyRange(new Object[] {4L}, true, new Object[] {12L}, false);
        assertThat(firstColumn(transaction.scan(table, range, ScanDirection.FORWARD)))
            .containsExactly(4L, 5L, 9L, 10L);
        assertThat(firstColumn(transaction.scan(table, range, ScanDirection.BACKWARD)))
            .containsExactly(10L, 9L, 5L, 4L);
      }
    }
  }

  @Test
  void indexIsFilledFromExistingRowsAndKeptByWriters() {
    try (ShardStore store = open()) {
      TableId table = Tables.createKeyValue(store, "t");
      insert(store, table, 1L, "b");
      insert(store, table, 2L, "a");
      IndexId index = Tables.createIndex(store, table, "t_c2", false, 2);
      insert(store, table, 3L, "aa");
      try (ShardTransaction reader = store.begin(TransactionOptions.READ_ONLY)) {
        assertThat(firstColumn(reader.scanIndex(index, KeyRange.ALL, ScanDirection.FORWARD)))
            .containsExactly(2L, 3L, 1L);
        assertThat(
                firstColumn(
                    reader.scanIndexOnly(index, KeyRange.prefix("aa"), ScanDirection.FORWARD)))
            .containsExactly(3L);
      }
    }
  }

  @Test
  void duplicateKeysAreRefusedAndNamed() {
    try (ShardStore store = open()) {
      TableId table = Tables.create(store, "t", 1, ColumnType.INTEGER, ColumnType.TEXT);
      Tables.createIndex(store, table, "t_c2", true, 2);
      insert(store, table, 1L, "x");
      try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
        assertThatThrownBy(() -> transaction.insert(table, new Object[] {1L, "y"}))
            .isInstanceOfSatisfying(
                UniqueViolationException.class,
                e -> assertThat(e.constraint()).isEqualTo("t_pkey"));
        assertThatThrownBy(() -> transaction.insert(table, new Object[] {2L, "x"}))
            .isInstanceOfSatisfying(
                UniqueViolationException.class,
                e -> {
                  assertThat(e.constraint()).isEqualTo("t_c2");
                  assertThat(e.existingKey()).containsExactly(1L);
                });
        transaction.insert(table, new Object[] {2L, "z"});
        transaction.commit();
      }
    }
  }

  @Test
  void savepointTakesBackRowsAndTables() {
    try (ShardStore store = open()) {
      TableId table = Tables.createKeyValue(store, "t");
      try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
        transaction.insert(table, new Object[] {1L, "kept"});
        Savepoint savepoint = transaction.savepoint();
        transaction.insert(table, new Object[] {2L, "undone"});
        transaction.delete(table, 1L);
        TableId other = Tables.create(transaction, "other", 1, ColumnType.INTEGER);
        transaction.rollbackTo(savepoint);
        assertThat(transaction.catalog().table(other)).isEmpty();
        assertThat(firstColumn(transaction.scan(table, KeyRange.ALL, ScanDirection.FORWARD)))
            .containsExactly(1L);
        transaction.commit();
      }
      assertThat(store.catalog().tables()).hasSize(1);
    }
  }

  @Test
  void directoryIsOpenInOneStoreOnly() {
    try (ShardStore store = open()) {
      assertThat(store.lastLsn()).isEqualTo(Lsn.NONE);
      assertThatThrownBy(this::open)
          .isInstanceOfSatisfying(
              DoLakeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_LOCKED));
    }
  }

  @Test
  void usesAfterCloseAreRefused() {
    ShardStore store = open();
    TableId table = Tables.createKeyValue(store, "t");
    ShardTransaction left = store.begin(TransactionOptions.DEFAULT);
    assertThat(left.get(table, 1L)).isNull();
    store.close();
    store.close();
    assertThatThrownBy(() -> left.get(table, 1L))
        .isInstanceOfSatisfying(
            DoLakeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_CLOSED));
    left.close();
    assertThatThrownBy(() -> store.begin(TransactionOptions.DEFAULT))
        .isInstanceOf(DoLakeException.class);
  }
}
