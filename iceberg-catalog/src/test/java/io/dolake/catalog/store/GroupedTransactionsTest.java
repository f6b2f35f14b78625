package io.dolake.catalog.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.catalog.store.Transactions.CommitProbe;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupedTransactionsTest {
  private static final int THREADS = 16;
  private static final Duration WAIT = Duration.ofSeconds(2);
  private static final CommitProbe NOT_ASKED =
      connection -> {
        throw new SQLException("nothing was interrupted");
      };

  @TempDir Path directory;
  private String url;
  private Transactions transactions;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  @BeforeEach
  void open() {
    url = "jdbc:sqlite:" + directory.resolve("grouped.db");
    DatabaseConfig config = new DatabaseConfig(url, null, null, 1, WAIT);
    transactions =
        new GroupedTransactions(Dialect.SQLITE, ConnectionPools.sqliteWriter(config), WAIT);
    transactions.run(
        connection -> execute(connection, "CREATE TABLE t (k INTEGER PRIMARY KEY, v INTEGER)"),
        NOT_ASKED);
  }

  @AfterEach
  void close() {
    transactions.close();
    threads.shutdownNow();
  }

  /**
   * Many threads insert pairs of rows, on keys that collide, and some break off between the two
   * rows. What each was told must be what the database holds in the end.
   */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void everyUnitIsAppliedWholeOrNotAtAllAndItsCallerKnows(long seed) throws Exception {
    int units = 60;
    int keys = 400;
    List<Callable<Map<Integer, Integer>>> work = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      int number = thread;
      Random random = new Random(seed * THREADS + thread);
      work.add(
          () -> {
            Map<Integer, Integer> applied = new HashMap<>();
            for (int i = 0; i < units; i++) {
              int key = 2 * random.nextInt(keys);
              int value = number * units + i;
              if (insertPair(key, value, random.nextInt(4) == 0)) {
                applied.put(key, value);
              }
            }
            return applied;
          });
    }

    Map<Integer, Integer> expected = new HashMap<>();
    int told = 0;
    for (Future<Map<Integer, Integer>> applied : threads.invokeAll(work)) {
      told += applied.get().size();
      expected.putAll(applied.get());
    }

    assertThat(expected).as("keys applied twice, seed %d", seed).hasSize(told);
    expected.entrySet().stream()
        .toList()
        .forEach(pair -> expected.put(pair.getKey() + 1, pair.getValue()));
    assertThat(rows()).as("seed %d", seed).isEqualTo(expected);
  }

  @Test
  void unitThatFailedBecauseOfItsGroupIsToldSoAfterTheGroupIsDurable() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Future<?> first = threads.submit(() -> transactions.run(c -> hold(running, go), NOT_ASKED));
    running.await();
    List<Future<Boolean>> same = new ArrayList<>();
    for (int i = 0; i < THREADS - 1; i++) {
      same.add(threads.submit(() -> insertPair(8, 8, false)));
    }
    go.countDown();
    first.get();

    int applied = 0;
    for (Future<Boolean> unit : same) {
      applied += unit.get() ? 1 : 0;
    }
    assertThat(applied).isEqualTo(1);
    assertThat(rows()).containsOnlyKeys(8, 9);
  }

  @Test
  void fullDatabaseRefusesTheWholeGroupAndGoesOnLater() {
    transactions.run(c -> execute(c, "PRAGMA max_page_count = 4"), NOT_ASKED);

    assertThatThrownBy(
            () ->
                transactions.run(
                    c -> execute(c, "CREATE TABLE big AS SELECT zeroblob(100000) b"), NOT_ASKED))
        .isInstanceOf(StoreUnavailableException.class);

    transactions.run(c -> execute(c, "PRAGMA max_page_count = 100000"), NOT_ASKED);
    assertThat(insertPair(0, 1, false)).isTrue();
    assertThat(rows()).isEqualTo(Map.of(0, 1, 1, 1));
  }

  @Test
  void unitThatMayNotWaitLongerIsNeverRun() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Future<?> first = threads.submit(() -> transactions.run(c -> hold(running, go), NOT_ASKED));
    running.await();

    assertThatThrownBy(() -> insertPair(4, 4, false))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("too busy");

    go.countDown();
    first.get();
    assertThat(insertPair(6, 6, false)).isTrue();
    assertThat(rows()).containsOnlyKeys(6, 7);
  }

  @Test
  void databaseLockedFromOutsideIsUnavailableAndUsableAfterwards() throws Exception {
    try (Connection other = DriverManager.getConnection(url)) {
      execute(other, "BEGIN IMMEDIATE");
      assertThatThrownBy(() -> insertPair(4, 4, false))
          .isInstanceOf(StoreUnavailableException.class);
      execute(other, "ROLLBACK");
    }
    assertThat(insertPair(6, 6, false)).isTrue();
    assertThat(rows()).containsOnlyKeys(6, 7);
  }

  @Test
  void unitThatBreaksDownEndsOnlyItself() {
    assertThatThrownBy(
            () ->
                transactions.run(
                    c -> {
                      throw new StackOverflowError();
                    },
                    NOT_ASKED))
        .isInstanceOf(IllegalStateException.class)
        .hasCauseInstanceOf(StackOverflowError.class);
    assertThat(insertPair(2, 2, false)).isTrue();
  }

  @Test
  void nothingIsRunOnceItIsClosed() {
    transactions.close();

    assertThatThrownBy(() -> insertPair(2, 2, false)).isInstanceOf(StoreUnavailableException.class);
    transactions.close();
  }

  /**
   * @return false if the key was taken or the unit broke off between its two rows
   */
  private boolean insertPair(int key, int value, boolean breakOff) {
    try {
      return transactions.run(
          connection -> {
            execute(connection, "INSERT INTO t VALUES (" + key + ", " + value + ")");
            if (breakOff) {
              throw new UnsupportedOperationException("broken off");
            }
            execute(connection, "INSERT INTO t VALUES (" + (key + 1) + ", " + value + ")");
            return true;
          },
          NOT_ASKED);
    } catch (DuplicateKeyException | UnsupportedOperationException e) {
      return false;
    }
  }

  private static boolean hold(CountDownLatch running, CountDownLatch go) {
    running.countDown();
    try {
      return go.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.execute(sql);
    }
  }

  private Map<Integer, Integer> rows() {
    return transactions.run(
        connection -> {
          Map<Integer, Integer> rows = new HashMap<>();
          Sql.list(connection, row -> rows.put(row.getInt(1), row.getInt(2)), "SELECT k, v FROM t");
          return rows;
        },
        NOT_ASKED);
  }
}
