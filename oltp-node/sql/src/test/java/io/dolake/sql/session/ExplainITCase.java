package io.dolake.sql.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.dolake.sql.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** EXPLAIN shows the operators a reader expects, EXPLAIN ANALYZE what they did. */
class ExplainITCase {
  @TempDir Path directory;
  private TestDatabase db;

  @BeforeEach
  void open() {
    db = new TestDatabase(directory);
    db.run("create table t (id integer primary key, a int, b text); create index ta on t (a)");
    db.run("insert into t select g, g % 10, 'x' || g from generate_series(1, 1000) as g (g)");
    db.run("analyze");
  }

  @AfterEach
  void close() {
    db.close();
  }

  private String plan(String sql) {
    return String.join("\n", db.query("explain " + sql));
  }

  @Test
  void accessByKeyAndIndexIsNamed() {
    assertThat(plan("select b from t where id = 5")).contains("PRIMARY KEY");
    assertThat(plan("select b from t where a = 5")).contains("ta");
    assertThat(plan("update t set b = 'y' where id = 5")).startsWith("UPDATE t BY PRIMARY KEY");
    assertThat(plan("delete from t where a = 5")).startsWith("DELETE FROM t").contains("ta");
  }

  @Test
  void explainRunsNothing() {
    plan("delete from t");
    assertThat(db.query("select count(*) from t")).containsExactly("1000");
  }

  @Test
  void explainAnalyzeRunsTheStatementAndCountsRows() {
    List<String> lines = db.query("explain analyze select b from t where a = 3");
    assertThat(String.join("\n", lines)).contains("100").contains("ms");
    db.run("explain analyze delete from t where a = 3");
    assertThat(db.query("select count(*) from t")).containsExactly("900");
  }

  @Test
  void anOrderThatAnIndexGivesNeedsNoSort() {
    assertThat(plan("select a from t order by a limit 3")).doesNotContainIgnoringCase("sort");
    assertThat(plan("select b from t order by b")).containsIgnoringCase("sort");
    // The order below belongs to the limit; the one above is another.
    assertThat(plan("select * from (select id from t order by id limit 3) order by id desc"))
        .containsIgnoringCase("sort");
  }

  @Test
  void catalogRelationsAreLookedUpByNameAndPattern() {
    assertThat(plan("select oid from pg_class where relname = 't'"))
        .contains("Look up pg_catalog.pg_class by relname");
    assertThat(plan("select oid from pg_class where relname like 't%'"))
        .contains("Look up pg_catalog.pg_class by prefix of relname");
    assertThat(plan("select oid from pg_class where relname = 'T' collate nocase"))
        .contains("Scan pg_catalog.pg_class");
    for (String pattern : List.of("T", "t%", "T_", "_", "%", "ta", "TA%", "x%", "")) {
      String expected =
          "select relname from (select relname || '' as relname from pg_class) where relname like '"
              + pattern
              + "' order by 1";
      assertThat(
              db.query(
                  "select relname from pg_class where relname like '" + pattern + "' order by 1"))
          .as(pattern)
          .isEqualTo(db.query(expected));
    }
  }

  @Test
  void conditionsAmongBooleanOnesReachTheirTables() {
    db.run("create table f (id integer primary key, open boolean, a int)");
    assertThat(plan("select f.id from f left join t on t.a = f.a where f.id = 5 and not f.open"))
        .contains("Get f by primary key");
    assertThat(
            plan(
                "select c.oid from pg_class c left join pg_namespace n on n.oid = c.relnamespace"
                    + " where c.oid = 't'::regclass"))
        .contains("Look up pg_catalog.pg_class by oid");
  }
}
