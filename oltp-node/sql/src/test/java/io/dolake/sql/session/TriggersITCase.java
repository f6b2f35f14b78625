package io.dolake.sql.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.sql.SqlSession;
import io.dolake.sql.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Triggers: when they fire, what they see, and what RAISE does. */
class TriggersITCase {
  @TempDir Path directory;
  private TestDatabase db;

  @BeforeEach
  void open() {
    db = new TestDatabase(directory);
    db.run(
        "create table t (a integer primary key, b text collate nocase, c int);"
            + "create table log (id integer primary key autoincrement, msg text)");
  }

  @AfterEach
  void close() {
    db.close();
  }

  private void log(String trigger, String message) {
    db.run(
        "create trigger " + trigger + " begin insert into log(msg) values (" + message + "); end");
  }

  @Test
  void everyEventFiresWithItsRows() {
    log("ai after insert on t", "'+' || new.a || new.b");
    log("bu before update on t", "'before ' || old.b || new.b");
    log("au after update on t", "'after ' || old.b || new.b");
    log("ad after delete on t", "'-' || old.a || old.b");
    db.run("insert into t values (1, 'x', 0), (2, 'y', 0)");
    db.run("update t set b = 'z' where a = 1");
    db.run("delete from t where a = 2");
    assertThat(db.query("select msg from log order by id"))
        .containsExactly("+1x", "+2y", "before xz", "after xz", "-2y");
  }

  @Test
  void conditionAndColumnsDecideWhetherItFires() {
    log("w after update of b on t when new.b <> old.b", "new.b");
    db.run("insert into t values (1, 'x', 0)");
    db.run("update t set c = 1");
    db.run("update t set b = 'X'"); // equal to x in the column's collation
    db.run("update t set b = 'y', c = 2");
    assertThat(db.query("select msg from log")).containsExactly("y");
  }

  @Test
  void raiseAbortUndoesTheStatementAndIgnoreLeavesTheRowOut() {
    db.run(
        "create trigger r before insert on t when new.c < 0 begin"
            + " select raise(abort, 'negative') where new.c < -1; select raise(ignore); end");
    assertThatThrownBy(() -> db.run("insert into t values (1, 'x', 1), (2, 'y', -2)"))
        .hasMessage("negative");
    assertThat(db.run("insert into t values (1, 'x', 1), (2, 'y', -1), (3, 'z', 3)")).isEqualTo(2);
    assertThat(db.query("select a from t")).containsExactly("1", "3");
  }

  @Test
  void raiseRollbackEndsTheTransaction() {
    db.run("create trigger r before delete on t begin select raise(rollback, 'no'); end");
    db.run("insert into t values (1, 'x', 0); begin; insert into t values (2, 'y', 0)");
    assertThatThrownBy(() -> db.run("delete from t")).hasMessage("no");
    assertThat(db.session().transactionState()).isEqualTo(SqlSession.TransactionState.IDLE);
    assertThat(db.query("select a from t")).containsExactly("1");
  }

  @Test
  void whatABeforeTriggerChangesInTheRowStays() {
    db.run(
        "create trigger b before update of b on t begin"
            + " update t set c = c + 10 where a = new.a; end");
    db.run("insert into t values (1, 'x', 1); update t set b = 'y'");
    assertThat(db.query("select * from t")).containsExactly("1|y|11");
  }

  @Test
  void aTriggerDoesNotFireItself() {
    db.run(
        "create trigger r after insert on t when new.a < 10 begin"
            + " insert into t values (new.a + 1, 'again', 0); end");
    db.run("insert into t values (1, 'x', 0)");
    assertThat(db.query("select a from t")).containsExactly("1", "2");
  }

  @Test
  void viewsAreWrittenThroughInsteadOfTriggers() {
    db.run(
        "create view v as select a, b from t;"
            + "create trigger vi instead of insert on v begin"
            + " insert into t values (new.a, new.b, 7); end;"
            + "create trigger vu instead of update on v begin"
            + " update t set b = new.b where a = old.a; end;"
            + "create trigger vd instead of delete on v begin delete from t where a = old.a; end");
    assertThat(db.run("insert into v values (1, 'x'), (2, 'y')")).isEqualTo(2);
    db.run("update v set b = b || '!' where a = 1; delete from v where a = 2");
    assertThat(db.query("select * from t")).containsExactly("1|x!|7");
    db.run("drop view v");
    assertThat(db.query("select name from sqlite_master where type = 'trigger'")).isEmpty();
  }

  @Test
  void conflictsInsideATriggerFollowTheFiringStatement() {
    db.run(
        "create table u (k integer primary key);"
            + "create trigger c after insert on t begin insert into u values (new.c); end");
    db.run("insert into t values (1, 'x', 1)");
    assertThatThrownBy(() -> db.run("insert into t values (2, 'y', 1)"))
        .hasMessageContaining("primary key is in table u");
    assertThat(db.run("insert or ignore into t values (2, 'y', 1)")).isEqualTo(1);
    assertThat(db.query("select count(*) from u")).containsExactly("1");
  }

  @Test
  void badDefinitionsAreRefused() {
    assertThatThrownBy(() -> db.run("create trigger x insert on nosuch begin select 1; end"))
        .hasMessageContaining("nosuch");
    assertThatThrownBy(() -> db.run("create trigger x insert on t begin select ?; end"))
        .hasMessageContaining("parameter");
    assertThatThrownBy(() -> db.run("create trigger x update of d on t begin select 1; end"))
        .hasMessageContaining("\"d\"");
    assertThatThrownBy(() -> db.run("create trigger x instead of insert on t begin select 1; end"))
        .hasMessageContaining("INSTEAD OF");
    db.run("create trigger x insert on t begin select old.a; end");
    assertThatThrownBy(() -> db.run("insert into t values (1, 'x', 0)"))
        .hasMessageContaining("no such column: old.a");
  }

  @Test
  void lastInsertRowIdIsThatOfTheStatement() {
    log("l after insert on t", "'x'");
    db.run("insert into log values (100, 'start'); insert into t values (5, 'x', 0)");
    assertThat(db.query("select last_insert_rowid()")).containsExactly("5");
  }

  @Test
  void triggersSurviveARestartAndGoWithTheirTable() {
    log("ai after insert on t", "new.a");
    db.close();
    db = new TestDatabase(directory);
    db.run("insert into t values (1, 'x', 0)");
    assertThat(db.query("select msg from log")).containsExactly("1");
    assertThatThrownBy(() -> db.run("alter table t rename to tt")).hasMessageContaining("ai");
    db.run("drop table t");
    assertThatThrownBy(() -> db.run("drop trigger ai")).hasMessageContaining("does not exist");
  }
}
