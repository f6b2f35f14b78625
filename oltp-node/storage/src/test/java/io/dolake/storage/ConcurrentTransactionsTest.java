package io.dolake.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dolake.common.IndexId;
import io.dolake.common.TableId;
import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class ConcurrentTransactionsTest {
  @TempDir Path directory;

  private ShardStore store;
  private TableId table;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @BeforeEach
  void openStore() {
    store =
        ShardStores.open(
            directory,
            StoreConfig.builder().durability(Durability.OS).memtableBytes(1 << 10).build());
    table = Tables.create(store, "t", 1, ColumnType.INTEGER, ColumnType.INTEGER);
    try (ShardTransaction setup = begin(IsolationLevel.SERIALIZABLE)) {
      for (long k = 1; k <= 4; k++) {
        setup.insert(table, new Object[] {k, 10L});
      }
      setup.commit();
    }
  }

  @AfterEach
  void closeStore() throws InterruptedException {
    threads.shutdownNow();
    assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    store.close();
  }

  private ShardTransaction begin(IsolationLevel isolation) {
    return begin(isolation, Duration.ofSeconds(20));
  }

  private ShardTransaction begin(IsolationLevel isolation, Duration lockTimeout) {
    return store.begin(new TransactionOptions(isolation, false, lockTimeout));
  }

  private long read(ShardTransaction transaction, long key) {
    return (Long) transaction.get(table, key).value(1);
  }

  private void write(ShardTransaction transaction, long key, long value) {
    assertThat(transaction.update(table, new Object[] {key}, new Object[] {key, value})).isTrue();
  }

  private void add(ShardTransaction transaction, long key, long delta) {
    long value = (Long) transaction.getForUpdate(table, key).value(1);
    write(transaction, key, value + delta);
  }

  private static void assertCode(ErrorCode code, ThrowingCallable action) {
    assertThatThrownBy(action)
        .isInstanceOfSatisfying(DoLakeException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private static ErrorCode codeOf(Future<?> future) throws InterruptedException {
    try {
      future.get();
      return null;
    } catch (ExecutionException e) {
      return ((DoLakeException) e.getCause()).code();
    }
  }

  private Future<?> inThread(Callable<?> action) {
    return threads.submit(action);
  }

  @Test
  void youngestTransactionOfADeadlockIsTheVictim() throws Exception {
    ShardTransaction older = begin(IsolationLevel.SERIALIZABLE);
    ShardTransaction younger = begin(IsolationLevel.SERIALIZABLE);
    write(older, 1, 1);
    write(younger, 2, 2);
    Future<?> waiting =
        inThread(
            () -> {
              write(older, 2, 1);
              return older.commit();
            });
    assertCode(ErrorCode.DEADLOCK, () -> write(younger, 1, 2));
    assertThat(codeOf(waiting)).isNull();
    try (ShardTransaction reader = begin(IsolationLevel.SNAPSHOT)) {
      assertThat(List.of(read(reader, 1), read(reader, 2))).containsExactly(1L, 1L);
    }
    younger.close();
  }

  @Test
  void lockThatIsNotReleasedInTimeFailsTheStatementOnly() {
    try (ShardTransaction holder = begin(IsolationLevel.SERIALIZABLE);
        ShardTransaction waiter = begin(IsolationLevel.SERIALIZABLE, Duration.ofMillis(20))) {
      write(holder, 1, 1);
      assertCode(ErrorCode.LOCK_TIMEOUT, () -> write(waiter, 1, 2));
      write(waiter, 2, 2);
      waiter.commit();
    }
  }

  @Test
  void abortEndsALockWait() throws Exception {
    try (ShardTransaction holder = begin(IsolationLevel.SERIALIZABLE);
        ShardTransaction waiter = begin(IsolationLevel.SERIALIZABLE)) {
      write(holder, 1, 1);
      Future<?> waiting =
          inThread(
              () -> {
                write(waiter, 1, 2);
                return null;
              });
      waiter.abort();
      assertThat(codeOf(waiting)).isEqualTo(ErrorCode.QUERY_CANCELED);
    }
  }

  @Test
  void snapshotMovesOnWhenWhatWasReadIsUnchanged() throws Exception {
    try (ShardTransaction first = begin(IsolationLevel.SERIALIZABLE);
        ShardTransaction second = begin(IsolationLevel.SERIALIZABLE)) {
      assertThat(read(second, 3)).isEqualTo(10);
      add(first, 1, 5);
      Future<?> waiting =
          inThread(
              () -> {
                add(second, 1, 7);
                return second.commit();
              });
      first.commit();
      assertThat(codeOf(waiting)).isNull();
    }
    try (ShardTransaction reader = begin(IsolationLevel.SNAPSHOT)) {
      assertThat(read(reader, 1)).isEqualTo(22);
    }
  }

  @Test
  void readThatWasOverwrittenFailsTheWriterAtSerializable() {
    try (ShardTransaction stale = begin(IsolationLevel.SERIALIZABLE)) {
      assertThat(read(stale, 1)).isEqualTo(10);
      try (ShardTransaction other = begin(IsolationLevel.SERIALIZABLE)) {
        write(other, 1, 11);
        other.commit();
      }
      write(stale, 2, 0);
      assertCode(ErrorCode.SERIALIZATION_FAILURE, stale::commit);
    }
  }

  @Test
  void rowThatAppearsInAScannedRangeFailsTheScanner() {
    try (ShardTransaction scanner = begin(IsolationLevel.SERIALIZABLE)) {
      KeyRange range = new KeyRange(new Object[] {5L}, true, new Object[] {9L}, true);
      try (RowCursor cursor = scanner.scan(table, range, ScanDirection.FORWARD)) {
        assertThat(cursor.next()).isFalse();
      }
      try (ShardTransaction other = begin(IsolationLevel.SERIALIZABLE)) {
        other.insert(table, new Object[] {7L, 0L});
        other.commit();
      }
      scanner.insert(table, new Object[] {20L, 0L});
      assertCode(ErrorCode.SERIALIZATION_FAILURE, scanner::commit);
    }
  }

  @Test
  void rowsBeyondWhatACursorReadDoNotConflict() {
    try (ShardTransaction scanner = begin(IsolationLevel.SERIALIZABLE)) {
      try (RowCursor cursor = scanner.scan(table, KeyRange.ALL, ScanDirection.FORWARD)) {
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.next()).isTrue();
      }
      try (ShardTransaction other = begin(IsolationLevel.SERIALIZABLE)) {
        write(other, 3, 0);
        other.commit();
      }
      scanner.insert(table, new Object[] {20L, 0L});
      scanner.commit();
    }
  }

  @Test
  void secondUpdaterFailsAtSnapshot() {
    try (ShardTransaction stale = begin(IsolationLevel.SNAPSHOT)) {
      assertThat(read(stale, 2)).isEqualTo(10);
      try (ShardTransaction other = begin(IsolationLevel.SNAPSHOT)) {
        write(other, 1, 11);
        other.commit();
      }
      assertThat(read(stale, 1)).isEqualTo(10);
      assertCode(ErrorCode.SERIALIZATION_FAILURE, () -> write(stale, 1, 12));
      assertCode(ErrorCode.NO_ACTIVE_TRANSACTION, () -> read(stale, 1));
    }
  }

  @Test
  void readCommittedSeesTheLockedRowAsItIsNow() {
    try (ShardTransaction stale = begin(IsolationLevel.READ_COMMITTED)) {
      assertThat(read(stale, 1)).isEqualTo(10);
      try (ShardTransaction other = begin(IsolationLevel.READ_COMMITTED)) {
        write(other, 1, 11);
        other.commit();
      }
      assertThat(read(stale, 1)).isEqualTo(10);
      assertThat(stale.getForUpdate(table, 1L).value(1)).isEqualTo(11L);
      stale.beginStatement();
      assertThat(read(stale, 1)).isEqualTo(11);
    }
  }

  @Test
  void insertOfAUniqueValueWaitsForItsDeleter() throws Exception {
    Tables.createIndex(store, table, "unique_c2", false, 2);
    TableId unique = Tables.create(store, "u", 1, ColumnType.INTEGER, ColumnType.INTEGER);
    Tables.createIndex(store, unique, "u_c2", true, 2);
    try (ShardTransaction setup = begin(IsolationLevel.SERIALIZABLE)) {
      setup.insert(unique, new Object[] {1L, 7L});
      setup.commit();
    }
    try (ShardTransaction deleter = begin(IsolationLevel.SERIALIZABLE);
        ShardTransaction inserter = begin(IsolationLevel.SERIALIZABLE)) {
      deleter.delete(unique, 1L);
      Future<?> waiting =
          inThread(
              () -> {
                inserter.insert(unique, new Object[] {2L, 7L});
                return inserter.commit();
              });
      deleter.commit();
      assertThat(codeOf(waiting)).isNull();
    }
  }

  @Test
  void ddlWaitsForWritersOfItsTable() throws Exception {
    try (ShardTransaction writer = begin(IsolationLevel.SERIALIZABLE);
        ShardTransaction ddl = begin(IsolationLevel.SERIALIZABLE)) {
      write(writer, 1, 99);
      Future<?> waiting =
          inThread(
              () -> {
                ddl.apply(new CatalogChange.TruncateTable(table));
                return ddl.commit();
              });
      assertThat(waiting.isDone()).isFalse();
      writer.commit();
      assertThat(codeOf(waiting)).isNull();
    }
    try (ShardTransaction reader = begin(IsolationLevel.SNAPSHOT)) {
      assertThat(reader.get(table, 1L)).isNull();
    }
  }

  /** Transfers keep the sum, whatever fails and is run again. */
  @ParameterizedTest
  @EnumSource(
      value = IsolationLevel.class,
      names = {"SNAPSHOT", "SERIALIZABLE", "READ_COMMITTED"})
  void transfersKeepTheSum(IsolationLevel isolation) throws Exception {
    List<Future<?>> workers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Random random = new Random(i);
      workers.add(
          inThread(
              () -> {
                for (int n = 0; n < 300; n++) {
                  transfer(isolation, random);
                }
                return null;
              }));
    }
    for (Future<?> worker : workers) {
      worker.get();
    }
    try (ShardTransaction reader = begin(IsolationLevel.SNAPSHOT)) {
      long sum = 0;
      for (long k = 1; k <= 4; k++) {
        sum += read(reader, k);
      }
      assertThat(sum).isEqualTo(40);
    }
  }

  private void transfer(IsolationLevel isolation, Random random) {
    while (true) {
      long from = 1L + random.nextInt(4);
      long to = 1L + random.nextInt(4);
      try (ShardTransaction transaction = begin(isolation)) {
        add(transaction, from, -1);
        add(transaction, to, 1);
        transaction.commit();
        return;
      } catch (DoLakeException e) {
        assertThat(e.code()).isIn(ErrorCode.SERIALIZATION_FAILURE, ErrorCode.DEADLOCK);
      }
    }
  }

  @Test
  void indexIsBuiltWhileItsTableIsWritten() throws Exception {
    TableId busy = Tables.create(store, "busy", 1, ColumnType.INTEGER, ColumnType.INTEGER);
    try (ShardTransaction setup = begin(IsolationLevel.SERIALIZABLE)) {
      for (long k = 0; k < 20_000; k++) {
        setup.insert(busy, new Object[] {k, k % 100});
      }
      setup.commit();
    }
    IndexId index;
    try (ShardTransaction ddl = begin(IsolationLevel.SERIALIZABLE)) {
      index = ddl.allocateIndexId();
      ddl.apply(
          new CatalogChange.CreateIndex(
              Tables.defineIndex(index, busy, "busy_c2", false, false, 2)));
      ddl.commit();
    }
    Future<?> writer =
        inThread(
            () -> {
              Random random = new Random(1);
              while (!store.catalog().index(index).orElseThrow().ready()) {
                try (ShardTransaction transaction = begin(IsolationLevel.READ_COMMITTED)) {
                  long key = random.nextInt(30_000);
                  if (!transaction.delete(busy, key)) {
                    transaction.insert(busy, new Object[] {key, (long) random.nextInt(100)});
                  }
                  transaction.commit();
                } catch (DoLakeException e) {
                  // The index became ready between this transaction's plan and its lock.
                  assertThat(e.code()).isEqualTo(ErrorCode.SERIALIZATION_FAILURE);
                }
              }
              return null;
            });
    store.buildIndex(index);
    assertThat(codeOf(writer)).isNull();
    try (ShardTransaction reader = begin(IsolationLevel.SNAPSHOT)) {
      List<String> byTable = new ArrayList<>();
      try (RowCursor rows = reader.scan(busy, KeyRange.ALL, ScanDirection.FORWARD)) {
        while (rows.next()) {
          byTable.add(rows.row().value(1) + ":" + rows.row().value(0));
        }
      }
      List<String> byIndex = new ArrayList<>();
      try (RowCursor rows = reader.scanIndexOnly(index, KeyRange.ALL, ScanDirection.FORWARD)) {
        while (rows.next()) {
          byIndex.add(rows.row().value(1) + ":" + rows.row().value(0));
        }
      }
      assertThat(byIndex).containsExactlyInAnyOrderElementsOf(byTable);
    }
    assertThat(store.metrics().committedTransactions()).isPositive();
  }

  /** Would take the JVM down if anybody were left inside LMDB. */
  @Test
  void closingWhileOthersReadWriteAndBuildEndsThemWithAnError() throws Exception {
    for (int round = 0; round < 10; round++) {
      List<Future<?>> users = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        Random random = new Random(i);
        users.add(inThread(() -> workUntilClosed(random)));
      }
      users.add(inThread(this::createIndexesUntilClosed));
      long before = store.lastLsn().value();
      await().until(() -> store.metrics().lastLsn() > before + 5);
      store.close();
      for (Future<?> user : users) {
        assertThat(codeOf(user))
            .isIn(
                ErrorCode.STORE_CLOSED, ErrorCode.QUERY_CANCELED, ErrorCode.SERIALIZATION_FAILURE);
      }
      store = ShardStores.open(directory, StoreConfig.builder().durability(Durability.OS).build());
    }
  }

  private Void workUntilClosed(Random random) {
    while (true) {
      try (ShardTransaction transaction = begin(IsolationLevel.READ_COMMITTED)) {
        try (RowCursor cursor = transaction.scan(table, KeyRange.ALL, ScanDirection.FORWARD)) {
          while (cursor.next()) {
            assertThat(cursor.row().value(0)).isNotNull();
          }
        }
        long key = 100L + random.nextInt(500);
        if (!transaction.delete(table, key)) {
          transaction.insert(table, new Object[] {key, 0L});
        }
        transaction.commit();
      } catch (DoLakeException e) {
        if (e.code() != ErrorCode.SERIALIZATION_FAILURE) {
          throw e;
        }
      }
    }
  }

  private Void createIndexesUntilClosed() {
    while (true) {
      try (ShardTransaction ddl = begin(IsolationLevel.READ_COMMITTED)) {
        IndexId index = ddl.allocateIndexId();
        ddl.apply(
            new CatalogChange.CreateIndex(
                Tables.defineIndex(index, table, "i" + index, false, true, 2)));
        ddl.commit();
        ddl.close();
        try (ShardTransaction drop = begin(IsolationLevel.READ_COMMITTED)) {
          drop.apply(new CatalogChange.DropIndex(index));
          drop.commit();
        }
      } catch (DoLakeException e) {
        if (e.code() != ErrorCode.SERIALIZATION_FAILURE) {
          throw e;
        }
      }
    }
  }

  @Test
  void readersWorkWhileTheMapGrows() throws Exception {
    store.close();
    store =
        ShardStores.open(
            directory,
            StoreConfig.builder().durability(Durability.OS).initialMapBytes(1 << 20).build());
    Future<?> reader =
        inThread(
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                try (ShardTransaction transaction = begin(IsolationLevel.SNAPSHOT);
                    RowCursor cursor =
                        transaction.scan(table, KeyRange.ALL, ScanDirection.BACKWARD)) {
                  while (cursor.next()) {
                    assertThat(cursor.row().value(0)).isNotNull();
                  }
                }
              }
              return null;
            });
    TableId large = Tables.create(store, "large", 1, ColumnType.INTEGER, ColumnType.TEXT);
    String text = "z".repeat(10_000);
    for (long k = 0; k < 60; k++) {
      try (ShardTransaction writer = begin(IsolationLevel.SERIALIZABLE)) {
        for (long j = 0; j < 10; j++) {
          writer.insert(large, new Object[] {k * 10 + j, text});
          writer.update(table, new Object[] {1L}, new Object[] {1L, k});
        }
        writer.commit();
      }
    }
    assertThat(reader.isDone()).isFalse();
    reader.cancel(true);
    await().until(reader::isDone);
  }

  @Test
  void loneAsyncCommitsAreOverOnReturnWhereNothingIsSynced() {
    int over = 0;
    for (long k = 100; k < 150; k++) {
      CompletableFuture<CommitResult> commit = insertAsync(k);
      over += commit.isDone() ? 1 : 0;
      commit.join();
    }
    // A checkpoint may have the writer's role for a moment.
    assertThat(over).isGreaterThan(25);
  }

  @Test
  void asyncCommitsAreToldOnTheirOwnThreadOrTheCompletionThread() throws Exception {
    Set<String> strangers = ConcurrentHashMap.newKeySet();
    List<Future<?>> committers = new ArrayList<>();
    for (long first = 1_000; first <= 4_000; first += 1_000) {
      long from = first;
      committers.add(
          threads.submit(
              () -> {
                Thread own = Thread.currentThread();
                List<CompletableFuture<Void>> told = new ArrayList<>();
                for (long k = from; k < from + 500; k++) {
                  told.add(
                      insertAsync(k)
                          .thenAccept(
                              result -> {
                                Thread teller = Thread.currentThread();
                                if (teller != own
                                    && !teller.getName().startsWith("dolake-completion")) {
                                  strangers.add(teller.getName());
                                }
                              }));
                }
                told.forEach(CompletableFuture::join);
              }));
    }
    for (Future<?> committer : committers) {
      committer.get(30, TimeUnit.SECONDS);
    }
    assertThat(strangers).isEmpty();
  }

  private CompletableFuture<CommitResult> insertAsync(long key) {
    try (ShardTransaction transaction = begin(IsolationLevel.SNAPSHOT)) {
      transaction.insert(table, new Object[] {key, 1L});
      return transaction.commitAsync();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SERIALIZABLE", "SNAPSHOT"})
  void transactionIsValidatedAgainstAllThatWasCommittedSinceItBegan(IsolationLevel isolation) {
    try (ShardTransaction untouched = begin(isolation);
        ShardTransaction overtaken = begin(isolation)) {
      assertThat(read(untouched, 1)).isEqualTo(10);
      assertThat(read(overtaken, 2)).isEqualTo(10);
      // Far more than is remembered when nobody asks for it.
      for (int i = 0; i < 5_000; i++) {
        try (ShardTransaction other = begin(IsolationLevel.SERIALIZABLE)) {
          write(other, i == 0 ? 2 : 3, i);
          other.commit();
        }
      }
      write(untouched, 1, 11);
      untouched.commit();
      assertCode(
          ErrorCode.SERIALIZATION_FAILURE,
          () -> {
            write(overtaken, 2, 11);
            overtaken.commit();
          });
    }
  }
}
