package io.dolake.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dolake.common.TableId;
import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What others may see and do between the log write of a commit and its sync. */
@Timeout(60)
class EarlyLockReleaseTest {
  @TempDir Path directory;

  private FaultyFiles files;
  private ShardStore store;
  private TableId table;

  @BeforeEach
  void openStore() throws IOException {
    files = new FaultyFiles(directory.resolve("log"));
    store = ShardStores.open(directory, StoreConfig.builder().logFiles(ignored -> files).build());
    table = Tables.create(store, "t", 1, ColumnType.INTEGER, ColumnType.INTEGER);
    try (ShardTransaction setup = store.begin(TransactionOptions.DEFAULT)) {
      setup.insert(table, new Object[] {1L, 10L});
      setup.insert(table, new Object[] {2L, 10L});
      setup.commit();
    }
  }

  @AfterEach
  void closeStore() {
    files.letSyncsGo();
    store.close();
  }

  private ShardTransaction begin(IsolationLevel isolation) {
    return store.begin(new TransactionOptions(isolation, false, Duration.ofSeconds(20)));
  }

  private void write(ShardTransaction transaction, long key, long value) {
    assertThat(transaction.update(table, new Object[] {key}, new Object[] {key, value})).isTrue();
  }

  private long published(long key) {
    try (ShardTransaction transaction = store.begin(TransactionOptions.READ_ONLY)) {
      return (Long) transaction.get(table, key).value(1);
    }
  }

  /** A transaction that is in the log but not durable: both rows are 20. */
  private CompletableFuture<CommitResult> commitThatIsNotSynced() {
    files.holdSyncs();
    ShardTransaction transaction = begin(IsolationLevel.SERIALIZABLE);
    write(transaction, 1, 20);
    write(transaction, 2, 20);
    CompletableFuture<CommitResult> outcome = transaction.commitAsync();
    await().until(files::isSyncHeld);
    return outcome;
  }

  @ParameterizedTest
  @EnumSource(IsolationLevel.class)
  void whoGetsTheLockSeesTheCommitAndIsDurableAfterIt(IsolationLevel isolation) throws Exception {
    CompletableFuture<CommitResult> first = commitThatIsNotSynced();
    ShardTransaction next = begin(isolation);
    assertThat(next.getForUpdate(table, 1L).value(1)).isEqualTo(20L);
    write(next, 1, 21);
    CompletableFuture<CommitResult> second = next.commitAsync();

    assertThat(published(1)).isEqualTo(10L);
    assertThat(first).isNotDone();
    assertThat(second).isNotDone();
    files.letSyncsGo();
    assertThat(second.get().lsn()).isGreaterThan(first.get().lsn());
    assertThat(published(1)).isEqualTo(21L);
    assertThat(published(2)).isEqualTo(20L);
  }

  @ParameterizedTest
  @EnumSource(IsolationLevel.class)
  void whatWasSeenUnderALockStaysInSight(IsolationLevel isolation) {
    commitThatIsNotSynced();
    try (ShardTransaction next = begin(isolation)) {
      next.beginStatement();
      next.getForUpdate(table, 1L);
      next.beginStatement();
      assertThat(next.get(table, 2L).value(1)).isEqualTo(20L);
    }
  }

  @ParameterizedTest
  @EnumSource(IsolationLevel.class)
  void whoOnlyLookedIsNotAcknowledgedBeforeWhatHeSaw(IsolationLevel isolation) throws Exception {
    CompletableFuture<CommitResult> first = commitThatIsNotSynced();
    ShardTransaction next = begin(isolation);
    assertThat(next.getForUpdate(table, 1L).value(1)).isEqualTo(20L);
    CompletableFuture<CommitResult> second = next.commitAsync();
    assertThat(second).isNotDone();
    files.letSyncsGo();
    second.get();
    assertThat(first).isDone();
  }

  @Test
  void afterAFailedSyncNobodyIsAcknowledgedWhoSawTheCommit() {
    CompletableFuture<CommitResult> first = commitThatIsNotSynced();
    ShardTransaction looked = begin(IsolationLevel.SERIALIZABLE);
    looked.getForUpdate(table, 1L);
    ShardTransaction wrote = begin(IsolationLevel.SERIALIZABLE);
    write(wrote, 2, 22);
    files.failSyncs();
    files.letSyncsGo();
    assertThatThrownBy(first::get)
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            DoLakeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.COMMIT_OUTCOME_UNKNOWN));
    for (ShardTransaction transaction : new ShardTransaction[] {looked, wrote}) {
      assertThatThrownBy(transaction::commit)
          .isInstanceOfSatisfying(
              DoLakeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_FAILED));
    }
    assertThat(published(1)).isEqualTo(10L);
    assertThat(published(2)).isEqualTo(10L);
  }

  @Test
  void ddlWaitsForTheSync() throws Exception {
    commitThatIsNotSynced();
    CompletableFuture<Void> ddl =
        CompletableFuture.runAsync(
            () -> {
              try (ShardTransaction transaction = begin(IsolationLevel.SERIALIZABLE)) {
                transaction.apply(
                    new CatalogChange.CreateTable(
                        TableDef.keyedByFirst(
                            transaction.allocateTableId(),
                            "u",
                            ColumnDef.of(1, "id", ColumnType.INTEGER, false))));
                assertThat(transaction.get(table, 1L).value(1)).isEqualTo(20L);
                transaction.commit();
              }
            });
    await().during(Duration.ofMillis(100)).until(() -> !ddl.isDone());
    files.letSyncsGo();
    ddl.get();
  }
}
