package io.dolake.sql.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.SqlSession;
import io.dolake.sql.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements that find rows, wait for their locks, and must not use what they found before. */
class RowLockingITCase {
  @TempDir Path directory;
  private TestDatabase db;
  private SqlSession other;

  @BeforeEach
  void open() {
    db = new TestDatabase(directory);
    db.run(
        """
        CREATE TABLE acc (id INT PRIMARY KEY, name TEXT, n INT, version INT DEFAULT 0);
        CREATE INDEX acc_name ON acc (name);
        INSERT INTO acc (id, name, n) VALUES (1, 'a', 0), (2, 'b', 0), (3, 'c', 0);
        CREATE TABLE note (acc INT, text TEXT);
        INSERT INTO note VALUES (1, 'x'), (2, 'y');
        """);
    other = readCommitted();
    TestDatabase.run(db.session(), "SET default_transaction_isolation = 'read committed'");
  }

  @AfterEach
  void close() {
    other.close();
    db.close();
  }

  private SqlSession readCommitted() {
    SqlSession session = db.newSession();
    TestDatabase.run(session, "SET default_transaction_isolation = 'read committed'");
    return session;
  }

  /** Runs a statement that has to wait for the open transaction, then commits that. */
  private long afterWait(String waiting) throws Exception {
    CompletableFuture<Long> result =
        CompletableFuture.supplyAsync(() -> TestDatabase.run(other, waiting));
    assertThatThrownBy(() -> result.get(100, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    db.run("COMMIT");
    return result.get(10, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE acc SET n = n + 1 WHERE id = 1",
        "UPDATE acc SET n = n + 1 WHERE name = 'a'",
        "UPDATE acc SET n = n + 1 WHERE n >= 0 AND id < 2",
        "UPDATE acc SET n = acc.n + 1 FROM note WHERE note.acc = acc.id AND note.text = 'x'",
        "UPDATE acc SET n = (SELECT n + 1 FROM acc WHERE id = 1) WHERE name = 'a'",
        "INSERT INTO acc (id, n) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET n = acc.n + 1"
      })
  void newValuesAreComputedFromTheRowAsItIsNow(String update) throws Exception {
    db.run("BEGIN");
    db.run("UPDATE acc SET n = 10 WHERE id = 1");
    assertThat(afterWait(update)).isEqualTo(1);
    assertThat(db.query("SELECT n FROM acc WHERE id = 1")).containsExactly("11");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "UPDATE acc SET version = version + 1 WHERE id = 1 AND version = 0; 0",
        "UPDATE acc SET n = 5 WHERE name = 'a'; 0",
        "DELETE FROM acc WHERE id = 1 AND version = 0; 0",
        "DELETE FROM acc WHERE name = 'a'; 0",
        "UPDATE acc SET n = 5 WHERE name IN ('a', 'z'); 1",
        "DELETE FROM acc WHERE id = 1 AND version = 1; 1"
      })
  void conditionsAreAskedAgain(String waiting, long rows) throws Exception {
    db.run("BEGIN");
    db.run("UPDATE acc SET version = 1, name = 'z' WHERE id = 1");
    if (waiting.endsWith("version = 1")) {
      db.run("COMMIT");
      assertThat(TestDatabase.run(other, waiting)).isEqualTo(rows);
    } else {
      assertThat(afterWait(waiting)).isEqualTo(rows);
    }
  }

  @Test
  void aRowIsFoundUnderItsNewKey() throws Exception {
    db.run("BEGIN");
    db.run("UPDATE acc SET id = 9 WHERE id = 1");
    assertThat(afterWait("UPDATE acc SET n = n + 1 WHERE name = 'a'")).isEqualTo(1);
    assertThat(db.query("SELECT id, n FROM acc WHERE name = 'a'")).containsExactly("9|1");
  }

  @Test
  void aDeletedRowIsLeftAlone() throws Exception {
    db.run("BEGIN");
    db.run("DELETE FROM acc WHERE id = 1");
    assertThat(afterWait("UPDATE acc SET n = n + 1 WHERE name < 'c'")).isEqualTo(1);
    assertThat(db.query("SELECT id, n FROM acc ORDER BY id")).containsExactly("2|1", "3|0");
  }

  @Test
  void selectForUpdateKeepsOthersFromTheRows() throws Exception {
    db.run("BEGIN");
    assertThat(db.query("SELECT n FROM acc WHERE name = 'a' FOR UPDATE")).containsExactly("0");
    TestDatabase.run(other, "UPDATE acc SET n = 7 WHERE id = 2");
    db.run("UPDATE acc SET n = 1 WHERE id = 1");
    CompletableFuture<List<String>> locked =
        CompletableFuture.supplyAsync(
            () -> TestDatabase.query(other, "SELECT n FROM acc WHERE name = 'a' FOR UPDATE"));
    assertThatThrownBy(() -> locked.get(100, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    db.run("COMMIT");
    assertThat(locked.get(10, TimeUnit.SECONDS)).containsExactly("1");
  }

  @Test
  void lockedRowsAreSkippedOrRefused() {
    db.run("BEGIN");
    assertThat(db.query("SELECT id FROM acc ORDER BY id LIMIT 1 FOR UPDATE")).containsExactly("1");
    assertThat(TestDatabase.query(other, "SELECT id FROM acc ORDER BY id FOR UPDATE SKIP LOCKED"))
        .containsExactly("2", "3");
    assertThat(
            TestDatabase.query(
                other, "SELECT id FROM acc ORDER BY id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED"))
        .containsExactly("2");
    assertThat(
            TestDatabase.query(
                other, "SELECT id FROM acc ORDER BY id FOR SHARE SKIP LOCKED LIMIT 1 OFFSET 1"))
        .containsExactly("3");
    assertFails(
        ErrorCode.LOCK_TIMEOUT, "SELECT id FROM acc WHERE name = 'a' FOR UPDATE OF acc NOWAIT");
    assertThat(TestDatabase.query(other, "SELECT id FROM acc WHERE id = 2 FOR UPDATE NOWAIT"))
        .containsExactly("2");
    db.run("ROLLBACK");
    assertThat(TestDatabase.query(other, "SELECT id FROM acc WHERE id = 1 FOR UPDATE NOWAIT"))
        .containsExactly("1");
  }

  @Test
  void onlyWhatIsNamedIsLocked() {
    db.run("BEGIN");
    String join = "SELECT acc.id FROM acc LEFT JOIN note ON note.acc = acc.id ORDER BY acc.id";
    assertThat(db.query(join + " FOR UPDATE OF note")).containsExactly("1", "2", "3");
    assertThat(TestDatabase.query(other, "SELECT id FROM acc WHERE id = 1 FOR UPDATE NOWAIT"))
        .containsExactly("1");
    assertFails(ErrorCode.LOCK_TIMEOUT, "SELECT text FROM note FOR UPDATE NOWAIT");
    assertThat(db.query(join + " FOR UPDATE")).containsExactly("1", "2", "3");
    assertFails(ErrorCode.LOCK_TIMEOUT, "SELECT id FROM acc WHERE id = 3 FOR UPDATE NOWAIT");
    db.run("ROLLBACK");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "SELECT count(*) FROM acc FOR UPDATE; FEATURE_NOT_SUPPORTED",
        "SELECT DISTINCT n FROM acc FOR UPDATE; FEATURE_NOT_SUPPORTED",
        "SELECT n FROM acc GROUP BY n FOR SHARE; FEATURE_NOT_SUPPORTED",
        "SELECT row_number() OVER () FROM acc FOR UPDATE; FEATURE_NOT_SUPPORTED",
        "SELECT id FROM acc UNION SELECT 1 FOR UPDATE; FEATURE_NOT_SUPPORTED",
        "SELECT id FROM acc FOR UPDATE OF nobody; UNDEFINED_TABLE",
        "DELETE FROM acc LIMIT 1 FOR UPDATE; SYNTAX_ERROR"
      })
  void misplacedClausesAreRefused(String sql, ErrorCode code) {
    assertFails(code, sql);
  }

  @Test
  void aReadOnlyTransactionLocksNothing() {
    TestDatabase.run(other, "BEGIN READ ONLY");
    assertFails(ErrorCode.READ_ONLY_TRANSACTION, "SELECT id FROM acc FOR UPDATE");
    TestDatabase.run(other, "ROLLBACK");
  }

  @Test
  void aboveReadCommittedANewerRowFails() {
    TestDatabase.run(other, "BEGIN ISOLATION LEVEL REPEATABLE READ");
    assertThat(TestDatabase.query(other, "SELECT n FROM acc WHERE id = 1")).containsExactly("0");
    db.run("UPDATE acc SET n = 1 WHERE id = 1");
    assertFails(ErrorCode.SERIALIZATION_FAILURE, "SELECT n FROM acc WHERE name = 'a' FOR UPDATE");
    TestDatabase.run(other, "ROLLBACK");
  }

  @Test
  void lockingWorksInsideOtherStatements() {
    db.run("BEGIN");
    db.query("SELECT id FROM acc WHERE id = 1 FOR UPDATE");
    String next = "(SELECT id FROM acc ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)";
    assertThat(TestDatabase.run(other, "UPDATE acc SET n = 5 WHERE id = " + next)).isEqualTo(1);
    assertThat(
            TestDatabase.run(other, "INSERT INTO note SELECT id, 'z' FROM acc WHERE id = " + next))
        .isEqualTo(1);
    assertThat(
            TestDatabase.query(other, "EXPLAIN ANALYZE SELECT id FROM acc FOR UPDATE SKIP LOCKED"))
        .anyMatch(line -> line.contains("Lock rows of acc"));
    TestDatabase.run(other, "CREATE TEMP TABLE mine AS SELECT 1 AS id");
    assertThat(TestDatabase.query(other, "SELECT id FROM mine FOR UPDATE")).containsExactly("1");
    db.run("COMMIT");
    assertThat(db.query("SELECT id FROM acc WHERE n = 5")).containsExactly("2");
    assertThat(db.query("SELECT acc FROM note WHERE text = 'z'")).containsExactly("2");
  }

  @Test
  void everyJobIsTakenOnce() throws Exception {
    db.run("CREATE TABLE job (id INTEGER PRIMARY KEY, state TEXT DEFAULT 'new')");
    db.run("INSERT INTO job (id) SELECT value FROM generate_series(1, 200)");
    String take =
        "UPDATE job SET state = 'taken' WHERE id = (SELECT id FROM job WHERE state = 'new'"
            + " ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id";
    List<String> taken = new ArrayList<>();
    for (CompletableFuture<List<String>> worker : workers(4, session -> drain(session, take))) {
      taken.addAll(worker.get(60, TimeUnit.SECONDS));
    }
    assertThat(taken).hasSize(200).doesNotHaveDuplicates();
  }

  private static List<String> drain(SqlSession session, String take) {
    List<String> taken = new ArrayList<>();
    for (List<String> row = TestDatabase.query(session, take);
        !row.isEmpty();
        row = TestDatabase.query(session, take)) {
      taken.addAll(row);
    }
    return taken;
  }

  /** Random transfers in three ways; the sum of all accounts never changes. */
  @Test
  void transfersLoseNothing() throws Exception {
    long seed = System.nanoTime();
    db.run("CREATE TABLE bank (id INTEGER PRIMARY KEY, owner TEXT UNIQUE, balance INT)");
    db.run("INSERT INTO bank SELECT value, 'o' || value, 100 FROM generate_series(1, 5)");
    for (CompletableFuture<Long> worker : workers(4, session -> transfer(session, seed))) {
      assertThat(worker.get(60, TimeUnit.SECONDS)).as("seed %d", seed).isPositive();
    }
    assertThat(db.query("SELECT sum(balance) FROM bank"))
        .as("seed %d", seed)
        .containsExactly("500");
  }

  private static Long transfer(SqlSession session, long seed) {
    Random random = new Random(seed + Thread.currentThread().getId());
    long done = 0;
    for (int i = 0; i < 150; i++) {
      int from = 1 + random.nextInt(5);
      int to = 1 + random.nextInt(5);
      int amount = random.nextInt(10);
      try {
        if (random.nextBoolean()) {
          TestDatabase.run(
              session,
              String.format(
                  "UPDATE bank SET balance = balance + CASE owner WHEN 'o%d' THEN %d ELSE 0 END"
                      + " - CASE owner WHEN 'o%d' THEN %d ELSE 0 END WHERE owner IN ('o%d', 'o%d')",
                  to, amount, from, amount, from, to));
        } else {
          TestDatabase.run(session, "BEGIN");
          move(session, from, -amount);
          move(session, to, amount);
          TestDatabase.run(session, "COMMIT");
        }
        done++;
      } catch (RuntimeException deadlock) {
        TestDatabase.run(session, "ROLLBACK");
      }
    }
    return done;
  }

  private static void move(SqlSession session, int owner, int amount) {
    String balance =
        TestDatabase.query(
                session, "SELECT balance FROM bank WHERE owner = 'o" + owner + "' FOR UPDATE")
            .get(0);
    TestDatabase.run(
        session,
        "UPDATE bank SET balance = "
            + (Long.parseLong(balance) + amount)
            + " WHERE owner = 'o"
            + owner
            + "'");
  }

  private interface Work<T> {
    T run(SqlSession session);
  }

  private <T> List<CompletableFuture<T>> workers(int count, Work<T> work) {
    List<CompletableFuture<T>> workers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      CompletableFuture<T> worker = new CompletableFuture<>();
      workers.add(worker);
      Thread thread =
          new Thread(
              () -> {
                try (SqlSession session = readCommitted()) {
                  worker.complete(work.run(session));
                } catch (Throwable e) {
                  worker.completeExceptionally(e);
                }
              },
              "worker-" + i);
      thread.start();
    }
    return workers;
  }

  private void assertFails(ErrorCode code, String sql) {
    assertThatThrownBy(() -> TestDatabase.query(other, sql))
        .satisfies(
            e -> {
              Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
              assertThat(cause).isInstanceOf(DoLakeException.class);
              assertThat(((DoLakeException) cause).code()).as(sql).isEqualTo(code);
            });
  }
}
