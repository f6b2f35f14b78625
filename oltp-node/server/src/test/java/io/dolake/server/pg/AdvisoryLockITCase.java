package io.dolake.server.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.server.TestNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Advisory locks between connections. */
class AdvisoryLockITCase {
  @TempDir static Path directory;
  private static TestNode node;

  private Connection first;
  private Connection second;

  @BeforeAll
  static void start() {
    node = TestNode.start(directory);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @BeforeEach
  void connect() throws SQLException {
    first = node.connect();
    second = node.connect();
  }

  @AfterEach
  void disconnect() throws SQLException {
    first.close();
    second.close();
  }

  @Test
  void keepsOthersOutUntilItIsGivenUpAsOftenAsItWasTaken() throws Exception {
    run(first, "SELECT pg_advisory_lock(1)");
    run(first, "SELECT pg_advisory_lock(1)");
    assertThat(run(second, "SELECT pg_try_advisory_lock(1)")).isEqualTo("f");
    assertThat(run(second, "SELECT pg_try_advisory_lock_shared(1)")).isEqualTo("f");
    run(first, "SELECT pg_advisory_unlock(1)");
    assertThat(run(second, "SELECT pg_try_advisory_lock(1)")).isEqualTo("f");
    run(first, "SELECT pg_advisory_unlock(1)");
    assertThat(run(second, "SELECT pg_try_advisory_lock(1)")).isEqualTo("t");
  }

  @Test
  void sharedOnesKeepOutExclusiveOnesOnly() throws Exception {
    run(first, "SELECT pg_advisory_lock_shared(2)");
    assertThat(run(second, "SELECT pg_try_advisory_lock_shared(2)")).isEqualTo("t");
    assertThat(run(second, "SELECT pg_try_advisory_lock(2)")).isEqualTo("f");
    run(first, "SELECT pg_advisory_unlock_shared(2)");
    assertThat(run(second, "SELECT pg_try_advisory_lock(2)")).isEqualTo("t");
  }

  @Test
  void waiterGetsItWhenItIsFree() throws Exception {
    run(first, "SELECT pg_advisory_lock(3)");
    CompletableFuture<String> waiting = inBackground(second, "SELECT pg_advisory_lock(3)");
    awaitWaiter();
    assertThat(waiting).isNotDone();
    run(first, "SELECT pg_advisory_unlock(3)");
    waiting.get(10, TimeUnit.SECONDS);
    assertThat(run(first, "SELECT pg_try_advisory_lock(3)")).isEqualTo("f");
  }

  @Test
  void nextHolderSeesWhatTheTransactionBeforeCommitted() throws Exception {
    run(first, "CREATE TABLE IF NOT EXISTS step (n integer)");
    run(first, "DELETE FROM step");
    first.setAutoCommit(false);
    run(first, "SELECT pg_advisory_xact_lock(4)");
    run(first, "INSERT INTO step VALUES (1)");
    CompletableFuture<String> waiting = inBackground(second, "SELECT pg_advisory_lock(4)");
    awaitWaiter();
    first.commit();
    waiting.get(10, TimeUnit.SECONDS);
    assertThat(run(second, "SELECT n FROM step")).isEqualTo("1");
  }

  @Test
  void rollbackReleasesLocksOfTheTransactionOnly() throws Exception {
    first.setAutoCommit(false);
    run(first, "SELECT pg_advisory_lock(5)");
    run(first, "SELECT pg_advisory_xact_lock(6)");
    first.rollback();
    assertThat(run(second, "SELECT pg_try_advisory_lock(5)")).isEqualTo("f");
    assertThat(run(second, "SELECT pg_try_advisory_lock(6)")).isEqualTo("t");
  }

  @Test
  void endsWithTheConnection() throws Exception {
    run(first, "SELECT pg_advisory_lock(7)");
    CompletableFuture<String> waiting = inBackground(second, "SELECT pg_advisory_lock(7)");
    awaitWaiter();
    first.abort(Runnable::run);
    waiting.get(10, TimeUnit.SECONDS);
  }

  @Test
  void connectionThatVanishesWhileItWaitsLeavesTheQueue() throws Exception {
    run(first, "SELECT pg_advisory_lock(8)");
    CompletableFuture<String> waiting = inBackground(second, "SELECT pg_advisory_lock(8)");
    awaitWaiter();
    second.abort(Runnable::run);
    assertThatThrownBy(() -> waiting.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class);
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> run(first, "SELECT count(*) FROM pg_locks WHERE NOT granted").equals("0"));
  }

  @Test
  void discardAllReleasesIt() throws Exception {
    run(first, "SELECT pg_advisory_lock(9)");
    run(first, "DISCARD ALL");
    assertThat(run(second, "SELECT pg_try_advisory_lock(9)")).isEqualTo("t");
  }

  @Test
  void waitEndsByTimeoutsAndCancel() throws Exception {
    run(first, "SELECT pg_advisory_lock(10)");
    run(second, "SET lock_timeout = '100ms'");
    assertFails("55P03", () -> run(second, "SELECT pg_advisory_lock(10)"));
    run(second, "SET lock_timeout = 0");
    run(second, "SET statement_timeout = '100ms'");
    assertFails("57014", () -> run(second, "SELECT pg_advisory_lock(10)"));
    run(second, "SET statement_timeout = 0");
    try (Statement statement = second.createStatement()) {
      CompletableFuture<Void> waiting =
          CompletableFuture.runAsync(
              () -> assertFails("57014", () -> statement.execute("SELECT pg_advisory_lock(10)")));
      awaitWaiter();
      statement.cancel();
      waiting.get(10, TimeUnit.SECONDS);
    }
    run(first, "SELECT pg_advisory_unlock(10)");
    assertThat(run(first, "SELECT count(*) FROM pg_locks")).isEqualTo("0");
  }

  @Test
  void locksThatWaitForEachOtherEndByLockTimeout() throws Exception {
    run(first, "SELECT pg_advisory_lock(11)");
    run(second, "SELECT pg_advisory_lock(12)");
    run(second, "SET lock_timeout = '300ms'");
    CompletableFuture<String> waiting = inBackground(first, "SELECT pg_advisory_lock(12)");
    awaitWaiter();
    assertFails("55P03", () -> run(second, "SELECT pg_advisory_lock(11)"));
    run(second, "SELECT pg_advisory_unlock_all()");
    waiting.get(10, TimeUnit.SECONDS);
  }

  private static void awaitWaiter() throws SQLException {
    try (Connection watcher = node.connect()) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> run(watcher, "SELECT count(*) FROM pg_locks WHERE NOT granted").equals("1"));
    }
  }

  private static CompletableFuture<String> inBackground(Connection connection, String sql) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return run(connection, sql);
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static void assertFails(String sqlState, ThrowingCallable action) {
    assertThatThrownBy(action)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(sqlState));
  }

  /** The first value of the result, or null. */
  private static String run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return null;
      }
      try (var rows = statement.getResultSet()) {
        return rows.next() ? rows.getString(1) : null;
      }
    }
  }
}
