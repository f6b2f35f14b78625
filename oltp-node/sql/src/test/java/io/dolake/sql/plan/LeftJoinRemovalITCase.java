package io.dolake.sql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.dolake.sql.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Outer joins that neither add rows nor are read are left out, and only these. */
class LeftJoinRemovalITCase {
  @TempDir Path directory;
  private TestDatabase db;

  @BeforeEach
  void open() {
    db = new TestDatabase(directory);
    db.run(
        "create table l (id integer primary key, a int, t text);"
            + "create table r (id integer primary key, u text unique, n int, k text);"
            + "create index rn on r (n); create unique index rk on r (k) where n > 2;"
            + "insert into l values (1, 1, 'x'), (2, 1, 'X'), (3, null, 'y'), (4, 9, null);"
            + "insert into r values (1, 'x', 1, 'x'), (2, 'X', 1, 'x'), (3, null, 3, 'x'),"
            + " (4, null, 4, 'X')");
  }

  @AfterEach
  void close() {
    db.close();
  }

  private boolean readsRight(String query) {
    return String.join("\n", db.query("explain " + query)).matches("(?s).*\\b(r|pg_am)\\b.*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "l left join r on r.id = l.a",
        "l left join r on l.a = r.id and r.n > 5 and l.id < 3",
        "l left join r on r.u = l.t",
        "l left join r on r.k = l.t and r.n > 2",
        "r right join l on r.id = l.a",
      })
  void joinsByAUniqueKeyGo(String from) {
    assertThat(readsRight("select l.id, l.t from " + from + " order by 1")).isFalse();
    assertThat(db.query("select l.id, l.t from " + from + " order by 1"))
        .containsExactly("1|x", "2|X", "3|y", "4|null");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "l left join r on r.n = l.a",
        "l left join r on r.id >= l.a",
        "l left join r on r.u = l.t collate nocase",
        "l left join r on r.k = l.t",
        "l left join r on r.id in (1, 2) and l.id = 1",
        "l full join r on r.id = l.a",
        "l join r on r.id = l.a",
      })
  void joinsThatMayAddOrDropRowsStay(String from) {
    assertThat(readsRight("select l.id from " + from)).isTrue();
    assertThat(db.query("select l.id from " + from + " order by 1"))
        .isEqualTo(
            db.query("select id from (select l.id, r.n as read from " + from + ") order by 1"));
  }

  @Test
  void whatIsReadStays() {
    assertThat(readsRight("select l.id from l left join r on r.id = l.a where r.n is null"))
        .isTrue();
    assertThat(readsRight("select l.id from l left join r on r.id = l.a order by r.u")).isTrue();
    assertThat(
            readsRight(
                "select l.id from l left join r on r.id = l.a left join r as s on s.id = r.n and"
                    + " s.u = 'x' where s.u is null"))
        .isTrue();
  }

  @Test
  void catalogsAreJoinedForNothingByToolsOnly() {
    assertThat(
            readsRight("select c.relname from pg_class c left join pg_am am on am.oid = c.relam"))
        .isFalse();
    assertThat(
            readsRight(
                "select c.relname, am.amname from pg_class c left join pg_am am on am.oid ="
                    + " c.relam"))
        .isTrue();
  }
}
