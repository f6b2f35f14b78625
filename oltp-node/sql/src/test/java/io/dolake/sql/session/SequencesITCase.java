package io.dolake.sql.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.common.TableId;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.SqlSession;
import io.dolake.sql.TestDatabase;
import io.dolake.storage.LockWouldWaitException;
import io.dolake.storage.NonWaitingThread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sequences with many sessions, and across restarts and crashes. */
final class SequencesITCase {
  @TempDir private Path directory;

  private Path data() {
    return directory.resolve("data");
  }

  private static long number(SqlSession session, String sql) {
    return Long.parseLong(TestDatabase.query(session, sql).get(0));
  }

  @Test
  void manySessionsNeverGetTheSameNumber() throws Exception {
    int sessions = 16;
    int numbers = 500;
    try (TestDatabase db = new TestDatabase(data())) {
      db.run(
          """
          CREATE SEQUENCE s;
          CREATE TABLE t (id SERIAL PRIMARY KEY, v INT);
          CREATE TABLE u (id BIGINT PRIMARY KEY DEFAULT nextval('s'), v INT);
          """);
      ExecutorService threads = Executors.newFixedThreadPool(sessions);
      List<Future<List<List<Long>>>> results = new ArrayList<>();
      for (int i = 0; i < sessions; i++) {
        results.add(threads.submit(() -> draw(db, numbers)));
      }
      Set<Long> ofSequence = new HashSet<>();
      Set<Long> ofCounter = new HashSet<>();
      for (Future<List<List<Long>>> result : results) {
        ofSequence.addAll(result.get().get(0));
        ofCounter.addAll(result.get().get(1));
      }
      threads.shutdown();
      assertThat(ofSequence).hasSize(sessions * numbers * 2).contains(1L);
      assertThat(ofCounter).hasSize(sessions * numbers * 2).contains(1L);
      // None was skipped: the last number is how many there are.
      assertThat(db.query("SELECT last_value FROM s")).containsExactly("" + ofSequence.size());
    }
  }

  private static List<List<Long>> draw(TestDatabase db, int numbers) {
    List<Long> ofSequence = new ArrayList<>();
    List<Long> ofCounter = new ArrayList<>();
    try (SqlSession session = db.newSession()) {
      for (int i = 0; i < numbers; i++) {
        ofSequence.add(number(session, "SELECT nextval('s')"));
        ofSequence.add(number(session, "INSERT INTO u (v) VALUES (1) RETURNING id"));
        ofCounter.add(number(session, "SELECT nextval('t_id_seq')"));
        ofCounter.add(number(session, "INSERT INTO t (v) VALUES (1) RETURNING id"));
        assertThat(number(session, "SELECT currval('t_id_seq')"))
            .isEqualTo(ofCounter.get(ofCounter.size() - 1));
      }
    }
    return List.of(ofSequence, ofCounter);
  }

  @Test
  void nobodyWaitsForATransactionThatDrewANumber() {
    try (TestDatabase db = new TestDatabase(data());
        SqlSession other = db.newSession()) {
      db.run("CREATE SEQUENCE s; BEGIN; SELECT nextval('s')");
      assertThat(number(other, "SELECT nextval('s')")).isEqualTo(2);
      assertThat(number(other, "SELECT setval('s', 100)")).isEqualTo(100);
      assertThat(db.query("SELECT nextval('s')")).containsExactly("101");
      assertThat(db.query("SELECT currval('s')")).containsExactly("101");
      db.run("ROLLBACK");
      assertThat(number(other, "SELECT nextval('s')")).isEqualTo(102);
      assertThat(number(other, "SELECT currval('s')")).isEqualTo(102);
    }
  }

  @Test
  void numbersOfAnAlteredSequenceWaitForItsTransaction() throws Exception {
    try (TestDatabase db = new TestDatabase(data());
        SqlSession other = db.newSession()) {
      db.run("CREATE SEQUENCE s; SELECT nextval('s'); BEGIN; ALTER SEQUENCE s INCREMENT BY 10");
      assertThat(db.query("SELECT nextval('s')")).containsExactly("11");
      ExecutorService threads = Executors.newSingleThreadExecutor();
      Future<Long> next = threads.submit(() -> number(other, "SELECT nextval('s')"));
      assertThat(next).isNotDone();
      db.run("COMMIT");
      assertThat(next.get()).isEqualTo(21);
      db.run("BEGIN; ALTER SEQUENCE s RESTART; SELECT nextval('s'); ROLLBACK");
      assertThat(number(other, "SELECT nextval('s')")).isGreaterThanOrEqualTo(31);
      threads.shutdown();
    }
  }

  @Test
  void aDroppedSequenceGivesNoNumbers() {
    try (TestDatabase db = new TestDatabase(data());
        SqlSession other = db.newSession()) {
      db.run("CREATE SEQUENCE s; SELECT nextval('s')");
      TestDatabase.run(other, "DROP SEQUENCE s; CREATE SEQUENCE s START 70");
      assertThat(db.query("SELECT nextval('s')")).containsExactly("70");
    }
  }

  @Test
  void aRestartGoesOnWithoutAGap() {
    try (TestDatabase db = new TestDatabase(data())) {
      db.run(
          """
          CREATE SEQUENCE s INCREMENT BY 5;
          CREATE TABLE t (id SERIAL PRIMARY KEY);
          SELECT nextval('s'), nextval('s');
          SELECT setval('t_id_seq', 40);
          """);
    }
    try (TestDatabase db = new TestDatabase(data())) {
      assertThat(db.query("SELECT last_value, is_called FROM s")).containsExactly("6|true");
      assertThat(db.query("SELECT nextval('s'), nextval('t_id_seq')")).containsExactly("11|41");
      assertThatThrownBy(() -> db.query("SELECT currval('unused')"))
          .isInstanceOfSatisfying(
              DoLakeException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.UNDEFINED_TABLE));
    }
  }

  /** A copy of the files of a running store is what a killed process leaves behind. */
  @Test
  void aCrashGivesNoNumberTwice() throws IOException {
    long ofSequence = 0;
    long ofCounter = 0;
    Path crashed = data();
    for (int round = 0; round < 3; round++) {
      Path next = directory.resolve("crashed" + round);
      try (TestDatabase db = new TestDatabase(crashed)) {
        db.run(
            """
            CREATE SEQUENCE IF NOT EXISTS s;
            CREATE TABLE IF NOT EXISTS t (id SERIAL PRIMARY KEY);
            """);
        for (int i = 0; i < 40; i++) {
          long drawn = number(db.session(), "SELECT nextval('s')");
          assertThat(drawn).isGreaterThan(ofSequence).isLessThanOrEqualTo(ofSequence + 33);
          ofSequence = drawn;
          drawn = number(db.session(), "SELECT nextval('t_id_seq')");
          assertThat(drawn).isGreaterThan(ofCounter).isLessThanOrEqualTo(ofCounter + 33);
          ofCounter = drawn;
        }
        copy(crashed, next);
      }
      crashed = next;
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        if (!file.getFileName().toString().equals("lock")) {
          Files.copy(file, to.resolve(from.relativize(file).toString()));
        }
      }
    }
  }

  private static final class EventLoop extends Thread implements NonWaitingThread {
    EventLoop(Runnable task) {
      super(task);
    }
  }

  @Test
  void aThreadThatMustNotWaitSetsNoNumbersAside() throws Exception {
    try (TestDatabase db = new TestDatabase(data())) {
      db.run("CREATE SEQUENCE s");
      ExecutorService eventLoop = Executors.newSingleThreadExecutor(EventLoop::new);
      assertThatThrownBy(() -> eventLoop.submit(() -> db.query("SELECT nextval('s')")).get())
          .hasCauseInstanceOf(LockWouldWaitException.class);
      assertThat(db.query("SELECT nextval('s')")).containsExactly("1");
      assertThat(eventLoop.submit(() -> db.query("SELECT nextval('s')")).get())
          .containsExactly("2");
      eventLoop.shutdown();
    }
  }

  @Test
  void settingNumbersAsideLeavesPlansAlone() {
    try (TestDatabase db = new TestDatabase(data())) {
      db.run("CREATE SEQUENCE s; CREATE TABLE t (id SERIAL PRIMARY KEY)");
      long version = db.store().catalog().version();
      db.run("SELECT nextval('s') FROM generate_series(1, 100)");
      db.run("SELECT nextval('t_id_seq') FROM generate_series(1, 100)");
      assertThat(db.store().catalog().version()).isEqualTo(version);
    }
  }

  @Test
  void theCatalogKeepsSequencesApartFromTables() {
    try (TestDatabase db = new TestDatabase(data())) {
      db.run("CREATE SEQUENCE s");
      assertThat(db.store().catalog().tables()).isEmpty();
      assertThat(db.store().catalog().table("main", "s")).isEmpty();
      TableId id = db.store().catalog().sequence("MAIN", "S").orElseThrow().id();
      assertThat(db.store().catalog().table(id)).isPresent();
    }
  }
}
