package io.dolake.sql.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.PreparedSql;
import io.dolake.sql.SqlSession;
import io.dolake.sql.SqlSession.TransactionState;
import io.dolake.sql.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several sessions at a time: isolation, locks, cancel and timeouts. */
class ConcurrentSessionsITCase {
  private static final String ENDLESS =
      "with recursive c(n) as (values (1) union all select n + 1 from c) select count(*) from c";

  @TempDir Path directory;
  private TestDatabase db;

  @BeforeEach
  void open() {
    db = new TestDatabase(directory);
    db.run("create table t (id integer primary key, n int); insert into t values (1, 0), (2, 0)");
  }

  @AfterEach
  void close() {
    db.close();
  }

  @Test
  void incrementsOfOneRowAreNeverLost() {
    AtomicInteger done = new AtomicInteger();
    List<CompletableFuture<Void>> clients =
        java.util.stream.IntStream.range(0, 4)
            .mapToObj(i -> CompletableFuture.runAsync(() -> increment(done)))
            .toList();
    clients.forEach(CompletableFuture::join);
    assertThat(db.query("select n from t where id = 1")).containsExactly("" + done.get());
  }

  private void increment(AtomicInteger done) {
    try (SqlSession session = db.newSession()) {
      for (int i = 0; i < 50; i++) {
        try {
          TestDatabase.run(session, "update t set n = n + 1 where id = 1");
          done.incrementAndGet();
        } catch (DoLakeException e) {
          assertThat(e.code().action()).isEqualTo(ErrorCode.Action.RETRY);
        } catch (java.util.concurrent.CompletionException e) {
          assertThat(e.getCause()).isInstanceOf(DoLakeException.class);
          assertThat(((DoLakeException) e.getCause()).code().action())
              .isEqualTo(ErrorCode.Action.RETRY);
        }
      }
    }
  }

  @Test
  void anOpenTransactionIsInvisibleAndKeepsItsSnapshot() {
    try (SqlSession other = db.newSession()) {
      db.run("begin");
      assertThat(db.query("select sum(n) from t")).containsExactly("0");
      TestDatabase.run(other, "update t set n = 5 where id = 1");
      assertThat(db.query("select sum(n) from t")).containsExactly("0");
      db.run("commit");
      assertThat(db.query("select sum(n) from t")).containsExactly("5");
    }
  }

  @Test
  void readCommittedSeesWhatWasCommittedBetweenStatements() {
    try (SqlSession other = db.newSession()) {
      db.run("begin isolation level read committed");
      assertThat(db.query("select sum(n) from t")).containsExactly("0");
      TestDatabase.run(other, "update t set n = 5 where id = 1");
      assertThat(db.query("select sum(n) from t")).containsExactly("5");
      assertThat(db.run("update t set n = n + 1 where id = 1")).isEqualTo(1);
      db.run("commit");
      assertThat(db.query("select n from t where id = 1")).containsExactly("6");
    }
  }

  @Test
  void aLockIsWaitedForNoLongerThanAsked() {
    try (SqlSession other = db.newSession()) {
      db.run("begin; update t set n = 1 where id = 1");
      TestDatabase.run(other, "set lock_timeout = '50ms'");
      assertThatThrownBy(() -> TestDatabase.run(other, "update t set n = 2 where id = 1"))
          .isInstanceOfSatisfying(
              DoLakeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LOCK_TIMEOUT));
      db.run("rollback");
      assertThat(TestDatabase.run(other, "update t set n = 2 where id = 1")).isEqualTo(1);
    }
  }

  @Test
  void aRunningStatementIsCanceledFromAnotherThread() {
    CompletableFuture<List<String>> running =
        CompletableFuture.supplyAsync(() -> db.query(ENDLESS));
    await()
        .until(
            () -> {
              db.session().cancel();
              return running.isDone();
            });
    assertThatThrownBy(running::join)
        .cause()
        .isInstanceOfSatisfying(
            DoLakeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.QUERY_CANCELED))
        .hasMessage("canceling statement due to user request");
    assertThat(db.query("select 1")).containsExactly("1");
  }

  @Test
  void aStatementIsCanceledWhileItIsPlanned() {
    String large = "select n" + ", (select max(n) from t)".repeat(1_500) + " from t";
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<PreparedSql> planned =
        CompletableFuture.supplyAsync(
            () -> {
              begun.countDown();
              return db.session().prepare(large, List.of());
            });
    await()
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              begun.await();
              db.session().cancel();
              return planned.isDone();
            });
    assertThatThrownBy(planned::join).cause().hasMessage("canceling statement due to user request");
    assertThat(db.query("select 1")).containsExactly("1");
  }

  @Test
  void aStatementEndsAtItsTimeout() {
    db.run("set statement_timeout = '100ms'");
    assertThatThrownBy(() -> db.query(ENDLESS))
        .isInstanceOfSatisfying(
            DoLakeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.QUERY_CANCELED))
        .hasMessage("canceling statement due to statement timeout");
    db.run("set statement_timeout = 0; begin; select 1");
    assertThat(db.session().transactionState()).isEqualTo(TransactionState.IN_TRANSACTION);
    db.run("commit");
  }

  @Test
  void aTransactionGoesOnAfterAStatementThatTimedOut() {
    db.run("begin; update t set n = 1 where id = 1; savepoint s; set statement_timeout = '50ms'");
    assertThatThrownBy(() -> db.query(ENDLESS)).hasMessageContaining("statement timeout");
    db.run("rollback to s; set statement_timeout = 0; update t set n = 2 where id = 2; commit");
    assertThat(db.query("select n from t order by id")).containsExactly("1", "2");
  }

  @Test
  void aLockWaitEndsAtTheStatementTimeout() {
    try (SqlSession other = db.newSession()) {
      db.run("begin; update t set n = 1 where id = 1");
      TestDatabase.run(other, "set statement_timeout = '50ms'");
      assertThatThrownBy(() -> TestDatabase.run(other, "update t set n = 2 where id = 1"))
          .hasMessage("canceling statement due to statement timeout");
      db.run("rollback");
    }
  }

  @Test
  void cancelingAnIdleSessionDoesNothing() {
    db.session().cancel();
    assertThat(db.query("select n from t where id = 1")).containsExactly("0");
  }

  @Test
  void closingASessionRollsBackItsTransaction() {
    try (SqlSession other = db.newSession()) {
      TestDatabase.run(other, "begin; update t set n = 9 where id = 2");
    }
    assertThat(db.query("select n from t where id = 2")).containsExactly("0");
    db.run("update t set n = 1 where id = 2");
  }
}
