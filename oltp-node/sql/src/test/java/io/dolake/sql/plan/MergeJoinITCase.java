package io.dolake.sql.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.SessionOptions;
import io.dolake.sql.SqlSession;
import io.dolake.sql.TestDatabase;
import io.dolake.storage.IsolationLevel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Merge joins give the rows that the same tables give without keys to merge by. The seed in the
 * test's name reproduces a run.
 */
class MergeJoinITCase {
  private static final int ROWS = 300;

  @TempDir Path directory;
  private TestDatabase db;

  @BeforeEach
  void open() {
    db = new TestDatabase(directory);
  }

  @AfterEach
  void close() {
    db.close();
  }

  private String plan(String query) {
    return String.join("\n", db.query("explain " + query));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void rowsAreThoseOfUnorderedTables(long seed) {
    Random random = new Random(seed);
    int values = 1 + random.nextInt(2 * ROWS);
    db.run(
        "create table l (id integer primary key, a int, t text);"
            + "create table r (k int, n int, t text, primary key (k, n));"
            + "create index la on l (a); create index lt on l (t); create index rt on r (t)");
    db.run("begin");
    for (int i = 0; i < ROWS; i++) {
      db.run(
          "insert into l values (%d, %s, %s)"
              .formatted(i, integer(random, values), text(random, values)));
      db.run(
          "insert into r values (%d, %d, %s)"
              .formatted(random.nextInt(values), i, text(random, values)));
    }
    db.run("commit; create table pl as select * from l; create table pr as select * from r");
    db.run("analyze");
    List<String> queries =
        List.of(
            "select l.id, r.n from l join r on l.a = r.k",
            "select l.id, r.n from r join l on l.a = r.k and l.id % 3 <> r.n % 2",
            "select l.id, r.n from l join r on l.t = r.t where r.n > 20",
            "select l.id, r.n, s.a from l join r on l.id = r.k join l as s on s.id = r.n",
            "select l.id, count(*) from l join r on l.id = r.k group by l.id");
    assertThat(queries).anyMatch(query -> plan(query).contains("Merge join"));
    for (String query : queries) {
      String unordered =
          query
              .replace("from l ", "from pl l ")
              .replace("from r ", "from pr r ")
              .replace("join l on", "join pl l on")
              .replace("join l as s", "join pl as s")
              .replace("join r on", "join pr r on");
      assertThat(db.query(query))
          .as("seed %d: %s%n%s", seed, query, plan(query))
          .containsExactlyInAnyOrderElementsOf(db.query(unordered));
    }
  }

  private static String integer(Random random, int values) {
    return random.nextInt(8) == 0 ? "null" : String.valueOf(random.nextInt(values));
  }

  private static String text(Random random, int values) {
    return random.nextInt(8) == 0 ? "null" : "'t" + random.nextInt(values) + "'";
  }

  @Test
  void tablesAreMergedByTheirKeysWhereThatIsCheapest() {
    db.run(
        "create table orders (id integer primary key, customer text);"
            + "create table items (o int, line int, price int, primary key (o, line));"
            + "insert into orders select g, 'c' || g % 7 from generate_series(1, 500) as g (g);"
            + "insert into items select g, n, g * n from generate_series(1, 500) as g (g),"
            + " generate_series(1, 4) as n (n);"
            + "analyze");
    String merged = "select customer, price from orders join items on o = id";
    assertThat(plan(merged)).contains("Merge join");
    assertThat(db.query("select count(*), sum(price) from orders join items on o = id"))
        .containsExactly("2000|1252500");
    assertThat(plan(merged + " where id = 5")).doesNotContain("Merge join");
    assertThat(plan("select 1 from orders join items on price = id"))
        .as("the price is no key")
        .doesNotContain("Merge join");
    assertThat(plan("select 1 from orders join items on o = customer"))
        .as("texts and numbers are sorted differently")
        .doesNotContain("Merge join");
  }

  @Test
  void onlyRowsOfOneKeyAreHeldInMemory() {
    db.run(
        "create table a (id integer primary key, v text);"
            + "create table b (id integer primary key, v text);"
            + "insert into a select g, printf('%.*c', 500, 'x') from generate_series(1, 4000) g (g);"
            + "insert into b select * from a;"
            + "analyze");
    SessionOptions options =
        new SessionOptions(
            "small", "main", IsolationLevel.SNAPSHOT, Duration.ZERO, Duration.ZERO, 1 << 20);
    try (SqlSession small = db.engine().openSession(options)) {
      assertThat(
              TestDatabase.query(
                  small, "select count(*), sum(length(b.v)) from a join b on a.id = b.id"))
          .containsExactly("4000|2000000");
      assertThatThrownBy(
              () -> TestDatabase.query(small, "select count(*) from a join b on a.v = b.v"))
          .isInstanceOfSatisfying(
              DoLakeException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.OUT_OF_MEMORY);
                assertThat(e.hint().orElseThrow()).contains("sql.statement-memory");
              });
    }
  }
}
