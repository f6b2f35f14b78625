package io.dolake.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.dolake.common.TableId;
import io.dolake.common.type.ColumnType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Network threads that do the commits of a lone client themselves. */
@Timeout(120)
class LoneClientCommitTest {
  /** Until a store that does not sync knows that commits are short, and a thread is alone. */
  private static final int WARM_UP = 200;

  @TempDir Path directory;
  private final List<ExecutorService> executors = new ArrayList<>();
  private ShardStore store;
  private TableId table;

  /** A thread as the server has them. */
  private static final class NetworkThread extends Thread implements NonWaitingThread {
    private final boolean servesOneClient;

    NetworkThread(Runnable task, boolean servesOneClient) {
      super(task, "network");
      this.servesOneClient = servesOneClient;
    }

    @Override
    public boolean servesOneClient() {
      return servesOneClient;
    }
  }

  @BeforeEach
  void open() {
    open(Durability.OS);
    table = Tables.create(store, "t", 1, ColumnType.INTEGER, ColumnType.INTEGER);
  }

  private void open(Durability durability) {
    store = ShardStores.open(directory, StoreConfig.builder().durability(durability).build());
  }

  @AfterEach
  void close() {
    executors.forEach(ExecutorService::shutdownNow);
    store.close();
  }

  private <T> Future<T> onNetworkThread(boolean servesOneClient, Callable<T> task) {
    ExecutorService executor =
        Executors.newSingleThreadExecutor(run -> new NetworkThread(run, servesOneClient));
    executors.add(executor);
    return executor.submit(task);
  }

  private CompletableFuture<CommitResult> insert(long key) {
    try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      transaction.insert(table, new Object[] {key, key});
      return transaction.commitAsync();
    }
  }

  /** Commits that were over when they had been handed in. */
  private int insertAll(long from, int count) throws Exception {
    int atOnce = 0;
    for (long key = from; key < from + count; key++) {
      CompletableFuture<CommitResult> outcome = insert(key);
      atOnce += outcome.isDone() ? 1 : 0;
      outcome.get();
    }
    return atOnce;
  }

  private long rows() {
    try (ShardTransaction transaction = store.begin(TransactionOptions.READ_ONLY);
        RowCursor cursor = transaction.scan(table, KeyRange.ALL, ScanDirection.FORWARD)) {
      long rows = 0;
      while (cursor.next()) {
        rows++;
      }
      return rows;
    }
  }

  @Test
  void aLoneClientsCommitIsOverAtOnce() throws Exception {
    int atOnce =
        onNetworkThread(
                true,
                () -> {
                  insertAll(0, WARM_UP);
                  return insertAll(WARM_UP, 100);
                })
            .get();
    assertThat(atOnce).isGreaterThan(90); // a pause of the machine may make a group look long
    assertThat(rows()).isEqualTo(WARM_UP + 100);
  }

  @Test
  void changesOfTheCatalogAreLeftToTheWriter() throws Exception {
    int tables = 20;
    int atOnce =
        onNetworkThread(
                true,
                () -> {
                  insertAll(0, WARM_UP);
                  int over = 0;
                  for (int i = 0; i < tables; i++) {
                    try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
                      Tables.create(transaction, "t" + i, 1, ColumnType.INTEGER);
                      CompletableFuture<CommitResult> outcome = transaction.commitAsync();
                      over += outcome.isDone() ? 1 : 0;
                      outcome.get();
                    }
                  }
                  return over;
                })
            .get();
    assertThat(atOnce).as("the writer may be quick now and then").isLessThan(tables);
  }

  @ParameterizedTest
  @EnumSource(Durability.class)
  void nothingIsLostAmongOthers(Durability durability) throws Exception {
    store.close();
    open(durability);
    int each = 500;
    List<Future<Integer>> runs = new ArrayList<>();
    runs.add(onNetworkThread(true, () -> insertAll(0, each)));
    runs.add(onNetworkThread(true, () -> insertAll(each, each)));
    runs.add(onNetworkThread(false, () -> insertAll(2 * each, each)));
    ExecutorService worker = Executors.newSingleThreadExecutor();
    executors.add(worker);
    runs.add(
        worker.submit(
            () -> {
              for (long key = 3L * each; key < 4L * each; key++) {
                try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
                  transaction.insert(table, new Object[] {key, key});
                  transaction.commit();
                }
              }
              return 0;
            }));
    for (Future<Integer> run : runs) {
      run.get(60, TimeUnit.SECONDS);
    }
    assertThat(rows()).isEqualTo(4L * each);
    store.close();
    open(durability);
    assertThat(rows()).isEqualTo(4L * each);
  }
}
