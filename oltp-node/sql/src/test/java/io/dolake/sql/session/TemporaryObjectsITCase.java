package io.dolake.sql.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.common.Lsn;
import io.dolake.sql.SqlSession;
import io.dolake.sql.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Temporary tables, views and triggers: one session's own, beside the shard. */
class TemporaryObjectsITCase {
  @TempDir Path directory;
  private TestDatabase db;

  @BeforeEach
  void open() {
    db = new TestDatabase(directory);
    db.run("create table t (a integer primary key, b text); insert into t values (1, 'shard')");
  }

  @AfterEach
  void close() {
    db.close();
  }

  @Test
  void otherSessionsAndTheLogDoNotSeeThem() {
    Lsn before = db.store().lastLsn();
    db.run("create temp table p (x int unique); insert into p values (1), (2)");
    assertThat(db.query("select * from p")).containsExactly("1", "2");
    assertThat(db.store().lastLsn()).isEqualTo(before);
    try (SqlSession other = db.newSession()) {
      assertThatThrownBy(() -> TestDatabase.query(other, "select * from p"))
          .hasMessageContaining("no such table");
      TestDatabase.run(other, "create temp table p (y text); insert into p values ('other')");
      assertThat(TestDatabase.query(other, "select * from p")).containsExactly("other");
    }
    assertThat(db.query("select x from p where x = 2")).containsExactly("2");
  }

  @Test
  void theyHideTheShardsObjectsAndJoinThem() {
    db.run("create temp table t (a integer primary key, c int); insert into t values (1, 10)");
    assertThat(db.query("select * from t join main.t using (a)")).containsExactly("1|10|shard");
    db.run("drop table t");
    assertThat(db.query("select * from t")).containsExactly("1|shard");
  }

  @Test
  void oneTransactionCoversBoth() {
    db.run("create temp table p (x int); begin; insert into p values (1); savepoint s");
    db.run("insert into p values (2); insert into t values (2, 'b'); rollback to s; commit");
    assertThat(db.query("select x from p")).containsExactly("1");
    assertThat(db.query("select a from t")).containsExactly("1");
    db.run("begin; insert into p values (3); insert into t values (3, 'c'); rollback");
    assertThat(db.query("select x from p")).containsExactly("1");
  }

  @Test
  void creationIsUndoneWithItsTransaction() {
    db.run("begin; insert into t values (2, 'b'); create temp table p (x int); rollback");
    assertThatThrownBy(() -> db.query("select * from p")).hasMessageContaining("no such table");
    db.run("begin; savepoint s; create temp table p (x int); rollback to s; commit");
    assertThatThrownBy(() -> db.query("select * from p")).hasMessageContaining("no such table");
    assertThat(db.query("select a from t")).containsExactly("1");
  }

  @Test
  void aTemporaryTriggerWatchesATableOfTheShard() {
    db.run(
        "create temp table seen (a int);"
            + "create temp trigger g after insert on t begin insert into seen values (new.a); end;"
            + "insert into t values (2, 'b')");
    try (SqlSession other = db.newSession()) {
      TestDatabase.run(other, "insert into t values (3, 'c')");
    }
    assertThat(db.query("select * from seen")).containsExactly("2");
    assertThat(db.query("select name from sqlite_temp_master order by name"))
        .containsExactly("g", "seen");
  }

  @Test
  void indexesAndAlterationsWorkAsElsewhere() {
    db.run(
        "create temp table p (x int, y text); create index py on p (y);"
            + "insert into p values (1, 'a'), (2, 'b'); alter table p add column z int default 5");
    assertThat(db.query("select x, z from p where y = 'b'")).containsExactly("2|5");
    assertThat(String.join(" ", db.query("explain select x from p where y = 'b'")))
        .contains("index py");
    db.run("create temp view v as select count(*) as n from p");
    assertThat(db.query("select n from v")).containsExactly("2");
  }
}
