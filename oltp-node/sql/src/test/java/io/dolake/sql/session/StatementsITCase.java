package io.dolake.sql.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.SqlException;
import io.dolake.sql.TestDatabase;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statements that write, end to end on a real store. */
class StatementsITCase {
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

  private static void assertFails(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(DoLakeException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void rowsAreWrittenReadChangedAndDeletedByKey() {
    db.run("create table t (id integer primary key, name text, n int)");
    assertThat(db.run("insert into t values (1, 'a', 10), (2, 'b', 20)")).isEqualTo(2);
    assertThat(db.query("select name, n from t where id = 2")).containsExactly("b|20");
    assertThat(db.query("select * from t where id = ?", 1)).containsExactly("1|a|10");
    assertThat(db.run("update t set n = n + 5, name = upper(name) where id = 1")).isEqualTo(1);
    assertThat(db.query("select * from t order by id")).containsExactly("1|A|15", "2|b|20");
    assertThat(db.run("delete from t where id = 2")).isEqualTo(1);
    assertThat(db.run("delete from t where id = 2")).isZero();
    assertThat(db.query("select count(*) from t")).containsExactly("1");
  }

  @Test
  void generalUpdatesAndDeletesFindTheirRowsWithAQuery() {
    db.run("create table t (a int, b text); insert into t values (1,'x'),(2,'y'),(3,'z')");
    assertThat(db.run("update t set b = b || a where a >= 2")).isEqualTo(2);
    assertThat(db.query("select a, b from t order by a")).containsExactly("1|x", "2|y2", "3|z3");
    assertThat(db.run("delete from t where a in (select max(a) from t)")).isEqualTo(1);
    assertThat(db.query("select rowid, a from t order by 1")).containsExactly("1|1", "2|2");
    db.run("create table u (k int, v int); insert into u values (1, 100), (2, 200)");
    assertThat(db.run("update t set a = u.v from u where u.k = t.a")).isEqualTo(2);
    assertThat(db.query("select a from t order by a")).containsExactly("100", "200");
    assertThat(db.run("update t set (a, b) = (select 7, 'q') where a = 100")).isEqualTo(1);
    assertThat(db.query("select a, b from t where a = 7")).containsExactly("7|q");
  }

  @Test
  void defaultsNumbersAndGeneratedColumnsFillWhatIsMissing() {
    db.run(
        "create table t (id integer primary key autoincrement, a int default 7, b int default"
            + " (1+1), c int generated always as (a * b) stored, d text default 'x')");
    db.run(
        "insert into t (a) values (3); insert into t default values; insert into t (b) values"
            + " (default)");
    assertThat(db.query("select * from t order by id"))
        .containsExactly("1|3|2|6|x", "2|7|2|14|x", "3|7|2|14|x");
    db.run("update t set a = 10 where id = 1");
    assertThat(db.query("select c from t where id = 1")).containsExactly("20");
    assertThat(db.query("select last_insert_rowid()")).containsExactly("3");
    assertFails(ErrorCode.INVALID_DEFINITION, () -> db.run("insert into t (c) values (1)"));
  }

  @Test
  void valuesAreConvertedWithoutLossOrRefused() {
    db.run(
        "create table t (i int, r real, s text, d decimal(6,2), b boolean, t timestamp, u uuid,"
            + " x blob, j json, v varchar(3))");
    db.run(
        "insert into t values ('12', 1, 5, '1.50', 'true', '2026-01-02 03:04:05',"
            + " '00000000-0000-0000-0000-00000000000a', x'01', '{\"a\":1}', 'abc')");
    assertThat(db.query("select i, r, s, d, b, t, u, x, j, v from t"))
        .containsExactly(
            "12|1.0|5|1.50|true|2026-01-02T03:04:05|00000000-0000-0000-0000-00000000000a|x'01'"
                + "|{\"a\":1}|abc");
    assertFails(ErrorCode.DATATYPE_MISMATCH, () -> db.run("insert into t (i) values ('x')"));
    assertFails(ErrorCode.DATATYPE_MISMATCH, () -> db.run("insert into t (i) values (1.5)"));
    assertFails(ErrorCode.DATATYPE_MISMATCH, () -> db.run("insert into t (d) values (1.234)"));
    assertFails(ErrorCode.DATATYPE_MISMATCH, () -> db.run("insert into t (j) values ('{')"));
    db.run("insert into t (v) values ('abcd')");
    assertThat(db.query("select v from t where length(v) > 3")).containsExactly("abcd");
    assertFails(ErrorCode.INVALID_DATETIME, () -> db.run("insert into t (t) values ('soon')"));
  }

  @Test
  void constraintsHold() {
    db.run("create table t (a int not null, b int check (b > 0), c int unique, primary key (a))");
    db.run("insert into t values (1, 1, 1)");
    assertFails(ErrorCode.NOT_NULL_VIOLATION, () -> db.run("insert into t values (null, 1, 2)"));
    assertFails(ErrorCode.CHECK_VIOLATION, () -> db.run("insert into t values (2, 0, 2)"));
    assertFails(ErrorCode.UNIQUE_VIOLATION, () -> db.run("insert into t values (1, 1, 2)"));
    assertFails(ErrorCode.UNIQUE_VIOLATION, () -> db.run("insert into t values (2, 1, 1)"));
    db.run("insert into t values (2, null, null), (3, null, null)");
    assertFails(ErrorCode.CHECK_VIOLATION, () -> db.run("update t set b = -1 where a = 1"));
    assertThat(db.query("select count(*) from t")).containsExactly("3");
  }

  @Test
  void conflictsAreResolvedAsAsked() {
    db.run("create table t (id integer primary key, k text unique, n int default 0)");
    db.run("insert into t values (1, 'a', 1), (2, 'b', 2)");
    assertThat(db.run("insert or ignore into t values (1, 'x', 9), (3, 'c', 3)")).isEqualTo(1);
    assertThat(db.run("insert or replace into t values (9, 'a', 9)")).isEqualTo(1);
    assertThat(db.query("select id, k, n from t order by id"))
        .containsExactly("2|b|2", "3|c|3", "9|a|9");
    db.run(
        "insert into t values (2, 'z', 5) on conflict (id) do update set n = n + excluded.n where"
            + " excluded.n > 1");
    db.run("insert into t values (20, 'c', 7) on conflict (k) do update set n = t.n * excluded.n");
    db.run("insert into t values (2, 'y', 5) on conflict do nothing");
    assertThat(db.query("select id, k, n from t order by id"))
        .containsExactly("2|b|7", "3|c|21", "9|a|9");
    assertFails(
        ErrorCode.INVALID_DEFINITION,
        () -> db.run("insert into t values (2, 'q', 1) on conflict (n) do nothing"));
    assertFails(
        ErrorCode.UNIQUE_VIOLATION,
        () -> db.run("insert or fail into t values (50, 'f', 1), (2, 'g', 1), (51, 'h', 1)"));
    assertThat(db.query("select id from t where id >= 50")).containsExactly("50");
  }

  @Test
  void returningGivesTheRowsThatWereWritten() {
    db.run("create table t (id integer primary key, a int)");
    assertThat(db.query("insert into t (a) values (5), (6) returning id, a * 2 as twice"))
        .containsExactly("1|10", "2|12");
    assertThat(db.query("update t set a = 1 where id = 2 returning *")).containsExactly("2|1");
    assertThat(db.query("delete from t returning id")).containsExactlyInAnyOrder("1", "2");
  }

  @Test
  void insertFromAQueryDoesNotSeeItsOwnRows() {
    db.run("create table t (a int); insert into t values (1), (2)");
    assertThat(db.run("insert into t select a + 10 from t")).isEqualTo(2);
    assertThat(db.query("select a from t order by a")).containsExactly("1", "2", "11", "12");
  }

  @Test
  void foreignKeysAreEnforcedWithTheirActions() {
    db.run(
        "create table p (id integer primary key, u text unique);"
            + " create table c (id integer primary key, p int references p on delete cascade,"
            + " q text references p(u) on update cascade on delete set null)");
    db.run(
        "insert into p values (1, 'a'), (2, 'b'); insert into c values (1, 1, 'a'), (2, 2, 'b')");
    assertFails(ErrorCode.FOREIGN_KEY_VIOLATION, () -> db.run("insert into c values (3, 9, null)"));
    db.run("update p set u = 'aa' where id = 1");
    assertThat(db.query("select q from c where id = 1")).containsExactly("aa");
    db.run("delete from p where id = 2");
    assertThat(db.query("select id from c")).containsExactly("1");
    db.run("create table d (p int references p on delete restrict); insert into d values (1)");
    assertFails(ErrorCode.FOREIGN_KEY_VIOLATION, () -> db.run("delete from p where id = 1"));
    assertThat(db.query("select count(*) from p")).containsExactly("1");
  }

  @Test
  void deferredForeignKeysAreCheckedAtCommit() {
    db.run(
        "create table p (id integer primary key);"
            + " create table c (p int references p deferrable initially deferred)");
    db.run("begin; insert into c values (1); insert into p values (1); commit");
    assertThat(db.query("select * from c")).containsExactly("1");
    db.run("begin; insert into c values (2)");
    assertFails(ErrorCode.FOREIGN_KEY_VIOLATION, () -> db.run("commit"));
    assertThat(db.query("select count(*) from c")).containsExactly("1");
    assertFails(ErrorCode.FOREIGN_KEY_VIOLATION, () -> db.run("insert into c values (3)"));
  }

  @Test
  void aTableMayReferToItself() {
    db.run(
        "create table t (id integer primary key, parent int references t on delete cascade);"
            + " insert into t values (2, 1), (1, null), (3, 2)");
    db.run("delete from t where id = 1");
    assertThat(db.query("select count(*) from t")).containsExactly("0");
  }

  @Test
  void transactionsCommitRollBackAndNest() {
    db.run("create table t (a int)");
    db.run("begin; insert into t values (1); rollback");
    assertThat(db.query("select count(*) from t")).containsExactly("0");
    db.run(
        "begin; insert into t values (1); savepoint s; insert into t values (2); savepoint q;"
            + " insert into t values (3); rollback to s; insert into t values (4); release s;"
            + " commit");
    assertThat(db.query("select a from t order by a")).containsExactly("1", "4");
    db.run("savepoint outer1; insert into t values (9); release outer1");
    assertThat(db.query("select a from t where a = 9")).containsExactly("9");
    assertFails(ErrorCode.INVALID_SAVEPOINT, () -> db.run("release nothing"));
  }

  @Test
  void aFailedTransactionIgnoresStatementsUntilItEnds() {
    db.run("create table t (a int primary key)");
    db.run("begin; insert into t values (1); savepoint s");
    assertFails(ErrorCode.UNIQUE_VIOLATION, () -> db.run("insert into t values (1)"));
    assertFails(ErrorCode.FAILED_TRANSACTION, () -> db.query("select 1"));
    db.run("rollback to s; insert into t values (2); commit");
    assertThat(db.query("select count(*) from t")).containsExactly("2");
    db.run("begin");
    assertFails(ErrorCode.SYNTAX_ERROR, () -> db.run("selec"));
    db.run("commit");
    assertThat(db.query("select count(*) from t")).containsExactly("2");
  }

  @Test
  void readOnlyTransactionsRefuseToWrite() {
    db.run("create table t (a int); begin read only");
    assertFails(ErrorCode.READ_ONLY_TRANSACTION, () -> db.run("insert into t values (1)"));
    db.run("rollback; set default_transaction_read_only = on");
    assertFails(ErrorCode.READ_ONLY_TRANSACTION, () -> db.run("insert into t values (1)"));
    db.run("set default_transaction_read_only = off; insert into t values (1)");
  }

  @Test
  void unknownNamesGetTheNearestOne() {
    db.run("create table customers (id integer primary key, name text)");
    assertThatThrownBy(() -> db.run("insert into custmers values (1)"))
        .isInstanceOfSatisfying(
            SqlException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.UNDEFINED_TABLE);
              assertThat(e.hint()).contains("Did you mean \"customers\"?");
              assertThat(e.position()).isEqualTo(13);
            });
    assertThatThrownBy(() -> db.run("update customers set nam = 1 where id = 1"))
        .isInstanceOfSatisfying(
            SqlException.class, e -> assertThat(e.hint()).contains("Did you mean \"name\"?"));
  }

  @Test
  void tablesAreAltered() {
    db.run("create table t (id integer primary key, a int, b text); create index ia on t (a)");
    db.run("insert into t values (1, 10, 'x'), (2, 20, 'y')");
    db.run("alter table t add column c int not null default 5");
    db.run("alter table t rename column a to aa; alter table t drop column b");
    assertThat(db.query("select * from t order by id")).containsExactly("1|10|5", "2|20|5");
    assertThat(db.query("select id from t where aa = 20")).containsExactly("2");
    db.run("alter table t alter column c type text; alter table t alter column c set default 'n'");
    db.run("insert into t (aa) values (30)");
    assertThat(db.query("select c from t order by id")).containsExactly("5", "5", "n");
    db.run("alter table t rename to tt; alter table tt add constraint pos check (aa > 0)");
    assertFails(ErrorCode.CHECK_VIOLATION, () -> db.run("insert into tt (aa) values (-1)"));
    assertFails(ErrorCode.UNDEFINED_TABLE, () -> db.query("select * from t"));
    assertFails(ErrorCode.DEPENDENT_OBJECTS, () -> db.run("alter table tt drop column aa"));
    assertThat(db.query("select sql from sqlite_master where name = 'tt'").get(0))
        .contains("aa int", "CHECK (aa > 0)");
  }

  @Test
  void aPrimaryKeyCanBeAddedToATableWithRows() {
    db.run("create table t (aid int not null, b text) with (fillfactor=100)");
    db.run("insert into t values (3, 'c'), (1, 'a'), (2, 'b'); create index ib on t (b)");
    db.run("alter table t add primary key (aid)");
    assertThat(db.query("select b from t where aid = 2")).containsExactly("b");
    assertThat(db.query("select * from t")).containsExactly("1|a", "2|b", "3|c");
    assertThat(db.query("select aid from t where b = 'c'")).containsExactly("3");
    assertFails(ErrorCode.UNIQUE_VIOLATION, () -> db.run("insert into t values (1, 'z')"));
  }

  @Test
  void indexesMayBePartialUniqueAndOnExpressions() {
    db.run("create table t (a int, b text); insert into t values (1, 'Ab'), (2, 'cd'), (3, 'ab')");
    db.run("create index l on t (lower(b)); create unique index p on t (b) where a > 1");
    assertThat(db.query("select a from t where lower(b) = 'ab' order by a"))
        .containsExactly("1", "3");
    assertFails(ErrorCode.UNIQUE_VIOLATION, () -> db.run("insert into t values (9, 'cd')"));
    db.run("insert into t values (0, 'cd')");
    assertFails(ErrorCode.UNIQUE_VIOLATION, () -> db.run("create unique index q on t (lower(b))"));
    assertFails(ErrorCode.INVALID_DEFINITION, () -> db.run("create index r on t (random())"));
  }

  @Test
  void viewsAndTablesFromQueries() {
    db.run("create table t (a int, b text); insert into t values (1, 'x'), (2, 'y')");
    db.run("create view v (n, m) as select a + 1, b from t");
    assertThat(db.query("select * from v where n = 2")).containsExactly("2|x");
    assertFails(ErrorCode.FEATURE_NOT_SUPPORTED, () -> db.run("insert into v values (1, 2)"));
    assertFails(ErrorCode.DEPENDENT_OBJECTS, () -> db.run("drop table t"));
    db.run("create table u as select n, m from v");
    assertThat(db.query("select * from u order by 1")).containsExactly("2|x", "3|y");
    db.run("drop table t cascade");
    assertFails(ErrorCode.UNDEFINED_TABLE, () -> db.query("select * from v"));
  }

  @Test
  void ddlIsPartOfTheTransaction() {
    db.run("begin; create table t (a int); insert into t values (1)");
    assertThat(db.query("select a from t")).containsExactly("1");
    db.run("rollback");
    assertFails(ErrorCode.UNDEFINED_TABLE, () -> db.query("select a from t"));
    db.run("begin; create table t (a int); insert into t values (1); commit");
    assertThat(db.query("select a from t")).containsExactly("1");
  }

  @Test
  void truncateEmptiesTables() {
    db.run("create table t (a int); insert into t values (1), (2); truncate table t");
    assertThat(db.query("select count(*) from t")).containsExactly("0");
  }

  @Test
  void plansAreSharedAndReplacedWhenTheSchemaChanges() {
    db.run("create table t (id integer primary key, a int); insert into t values (1, 5)");
    long misses = db.engine().cacheMisses();
    for (int i = 0; i < 10; i++) {
      db.run("update t set a = a + " + i + " where id = 1");
    }
    assertThat(db.engine().cacheMisses() - misses).isEqualTo(1);
    var select = db.session().prepare("select * from t where id = 1", java.util.List.of());
    db.run("alter table t add column b int default 3");
    try (var cursor = db.session().execute(select)) {
      assertThat(cursor.next()).isTrue();
      assertThat(cursor.columns()).hasSize(3);
    }
  }

  @Test
  void pragmasDescribeTheSchema() {
    db.run(
        "create table t (id integer primary key, a text not null default 'x');"
            + " create unique index i on t (a); create table c (p int references t)");
    assertThat(db.query("pragma table_info(t)"))
        .containsExactly("0|id|INTEGER|0|null|1".replace("INTEGER", "integer"), "1|a|text|1|'x'|0");
    assertThat(db.query("pragma index_list(t)")).containsExactly("0|i|1|c|0");
    assertThat(db.query("select name from pragma_index_info('i')")).containsExactly("a");
    assertThat(db.query("pragma foreign_key_list(c)"))
        .containsExactly("0|0|t|p|id|NO ACTION|NO ACTION|NONE");
    db.run("pragma user_version = 7");
    assertThat(db.query("pragma user_version")).containsExactly("7");
    assertThat(db.query("select type, name, tbl_name from sqlite_master order by name"))
        .containsExactly("table|c|c", "index|i|t", "table|t|t");
  }

  @Test
  void settingsAreShownSetAndReset() {
    db.run("set application_name = 'x'; set statement_timeout = '5s'");
    assertThat(db.query("show application_name")).containsExactly("x");
    db.run("reset all");
    assertThat(db.query("show application_name")).containsExactly("");
    assertFails(ErrorCode.UNDEFINED_OBJECT, () -> db.run("set nonsense = 1"));
    assertFails(ErrorCode.INVALID_PARAMETER, () -> db.run("set statement_timeout = 'soon'"));
    db.run("begin isolation level read committed");
    assertThat(db.query("show transaction_isolation")).containsExactly("read committed");
    db.run("rollback");
  }

  @Test
  void bulkLoadFillsDefaultsAndEnforcesConstraints() {
    db.run("create table t (id integer primary key, a int check (a < 100), b text default 'd')");
    try (var load = db.session().bulkLoad(null, "t", java.util.List.of("id", "a"))) {
      for (long i = 0; i < 50; i++) {
        load.add(new Object[] {i, i});
      }
      assertThat(load.finish().join()).isEqualTo(50);
    }
    assertThat(db.query("select count(*), min(b) from t")).containsExactly("50|d");
    assertFails(
        ErrorCode.CHECK_VIOLATION,
        () -> {
          try (var load = db.session().bulkLoad(null, "t", java.util.List.of("id", "a"))) {
            load.add(new Object[] {1000L, 1L});
            load.add(new Object[] {1001L, 100L});
          }
        });
    assertThat(db.query("select count(*) from t")).containsExactly("50");
  }

  @Test
  void explainNamesTheAccessByKey() {
    db.run("create table t (id integer primary key, a int)");
    assertThat(db.query("explain select a from t where id = 1"))
        .containsExactly("SEARCH t BY PRIMARY KEY");
    assertThat(db.query("explain query plan update t set a = 1 where id = 1"))
        .containsExactly("UPDATE t BY PRIMARY KEY");
  }
}
