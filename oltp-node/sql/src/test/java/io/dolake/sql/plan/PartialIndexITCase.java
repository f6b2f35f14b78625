package io.dolake.sql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.dolake.sql.TestDatabase;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Partial and expression indexes: used when the query allows it, and never with wrong rows. */
class PartialIndexITCase {
  private static final int ROWS = 400;
  private static final int QUERIES = 300;

  @TempDir Path directory;
  private TestDatabase db;

  @BeforeEach
  void open() {
    db = new TestDatabase(directory);
    db.run(
        "create table t (id integer primary key, name text, n int, r real);"
            + "with recursive c(i) as (values (1) union all select i + 1 from c where i < "
            + ROWS
            + ") insert into t select i, 'Name' || i % 50, nullif(i % 20, 7), i / 8.0 from c;"
            + "create table plain as select * from t;"
            + "create index by_lower on t (lower(name));"
            + "create index by_sum on t (n + r) where n is not null;"
            + "create index big on t (r) where n > 10;"
            + "create index some on t (id) where n = 3 or n = 5;"
            + "analyze");
  }

  @AfterEach
  void close() {
    db.close();
  }

  private String plan(String query) {
    return String.join("\n", db.query("explain " + query));
  }

  @Test
  void anExpressionIsFoundByItsIndex() {
    assertThat(plan("select id from t where lower(name) = 'name7'")).contains("index by_lower");
    assertThat(plan("select id from t where 'name7' > lower(name)")).contains("index by_lower");
    assertThat(plan("select id from t where upper(name) = 'NAME7'")).doesNotContain("index");
    assertThat(plan("delete from t where lower(name) = 'name7'")).contains("index by_lower");
  }

  @Test
  void aPartialIndexIsUsedOnlyWhenTheQueryImpliesItsCondition() {
    assertThat(plan("select id from t where n > 10 and r < 3")).contains("index big");
    assertThat(plan("select id from t where n >= 12 and r < 3")).contains("index big");
    assertThat(plan("select id from t where n = 11 and r < 3")).contains("index big");
    assertThat(plan("select id from t where n > 9 and r < 3")).doesNotContain("index");
    assertThat(plan("select id from t where r < 3")).doesNotContain("index");
    assertThat(plan("select id from t where n + r = 4 and n < 9")).contains("index by_sum");
    assertThat(plan("select id from t where n + r = 4")).doesNotContain("index");
  }

  @Test
  void aJoinLooksExpressionsUp() {
    assertThat(plan("select * from (values ('name1')) v join t on lower(t.name) = v.column1"))
        .contains("Index join", "index by_lower");
    assertThat(plan("select * from (values ('name1')) v left join t on lower(t.name) = v.column1"))
        .contains("index by_lower");
  }

  @Test
  void rowsAreThoseOfATableWithoutIndexes() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < QUERIES; i++) {
      if (i % 10 == 0) {
        String change = change(random);
        db.run(change.replace("TABLE", "t"));
        db.run(change.replace("TABLE", "plain"));
      }
      String query = "select id from TABLE where " + condition(random) + " order by id";
      assertThat(db.query(query.replace("TABLE", "t")))
          .as("seed %d: %s", seed, query)
          .isEqualTo(db.query(query.replace("TABLE", "plain")));
    }
  }

  private static String change(Random random) {
    int id = 1 + random.nextInt(ROWS);
    return switch (random.nextInt(3)) {
      case 0 -> "update TABLE set n = " + random.nextInt(20) + " where id = " + id;
      case 1 -> "update TABLE set name = 'NAME" + random.nextInt(50) + "' where id = " + id;
      default -> "update TABLE set n = null, r = " + random.nextInt(60) + " where id = " + id;
    };
  }

  private static String condition(Random random) {
    StringBuilder condition = new StringBuilder(term(random));
    for (int i = random.nextInt(3); i > 0; i--) {
      condition.append(random.nextInt(5) == 0 ? " or " : " and ").append(term(random));
    }
    return condition.toString();
  }

  private static String term(Random random) {
    String operator = new String[] {" = ", " < ", " <= ", " > ", " >= ", " <> "}[random.nextInt(6)];
    int number = random.nextInt(20);
    return switch (random.nextInt(7)) {
      case 0 -> "lower(name)" + operator + "'name" + random.nextInt(50) + "'";
      case 1 -> "lower(name) in ('name1', 'name" + number + "', 'zz')";
      case 2 -> "n + r" + operator + number;
      case 3 -> "r" + operator + number * 2;
      case 4 -> "n in (3, " + number + ")";
      case 5 -> "n is " + (random.nextBoolean() ? "not null" : "null");
      default -> "n" + operator + number;
    };
  }
}
