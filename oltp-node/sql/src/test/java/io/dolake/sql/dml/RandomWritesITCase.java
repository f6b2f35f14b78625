package io.dolake.sql.dml;

import static org.assertj.core.api.Assertions.assertThat;

import io.dolake.common.error.DoLakeException;
import io.dolake.sql.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random writes on SQLite and on us: after each, both hold the same rows, and a statement fails on
 * one exactly when it fails on the other. The seed in the test's name reproduces a run.
 */
class RandomWritesITCase {
  private static final int STATEMENTS = 250;
  private static final String SCHEMA =
      "create table p (id integer primary key, name text);"
          + "create table t (id integer primary key, k int unique, s text default 'd',"
          + " n int check (n < 50), p int references p(id) on delete cascade on update set null);"
          + "create index tn on t (n);"
          + "insert into p values (1, 'a'), (2, 'b'), (3, 'c')";

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void rowsAreThoseOfSqlite(long seed) throws SQLException {
    Random random = new Random(seed);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        Statement sqlite = connection.createStatement();
        TestDatabase db = new TestDatabase(directory)) {
      sqlite.execute("pragma foreign_keys = on");
      for (String sql : SCHEMA.split(";")) {
        sqlite.execute(sql);
      }
      db.run(SCHEMA);
      boolean inTransaction = false;
      for (int i = 0; i < STATEMENTS; i++) {
        String sql = statement(random, inTransaction);
        String context = "seed " + seed + ", statement " + i + ": " + sql;
        boolean sqliteFailed = failsOnSqlite(sqlite, sql);
        assertThat(failure(db, sql) != null).as(context).isEqualTo(sqliteFailed);
        if (sql.equals("begin")) {
          inTransaction = true;
        } else if (sql.equals("commit") || sql.equals("rollback")) {
          inTransaction = false;
        } else if (sqliteFailed && inTransaction) {
          // A failed statement leaves SQLite's transaction alive and fails ours.
          sqlite.execute("rollback");
          db.run("rollback");
          inTransaction = false;
        }
        assertThat(db.query("select * from t order by id"))
            .as(context)
            .isEqualTo(rows(sqlite, "select * from t order by id"));
        assertThat(db.query("select * from p order by id"))
            .as(context)
            .isEqualTo(rows(sqlite, "select * from p order by id"));
      }
      assertThat(db.query("select n, count(*) from t where n > 10 group by n order by n"))
          .isEqualTo(rows(sqlite, "select n, count(*) from t where n > 10 group by n order by n"));
    }
  }

  private static boolean failsOnSqlite(Statement sqlite, String sql) {
    try {
      sqlite.execute(sql);
      return false;
    } catch (SQLException e) {
      return true;
    }
  }

  private static DoLakeException failure(TestDatabase db, String sql) {
    try {
      db.run(sql);
      return null;
    } catch (DoLakeException e) {
      return e;
    }
  }

  private static List<String> rows(Statement sqlite, String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (ResultSet results = sqlite.executeQuery(query)) {
      while (results.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= results.getMetaData().getColumnCount(); i++) {
          values.add(String.valueOf(results.getString(i)));
        }
        rows.add(String.join("|", values));
      }
    }
    return rows;
  }

  private static String statement(Random random, boolean inTransaction) {
    int id = 1 + random.nextInt(12);
    int k = random.nextInt(15);
    int n = random.nextInt(55);
    String p = random.nextInt(3) == 0 ? "null" : "" + (1 + random.nextInt(4));
    String row = id + ", " + k + ", 's" + n + "', " + n + ", " + p;
    String range = "between " + n / 2 + " and " + (n / 2 + 8);
    return switch (random.nextInt(18)) {
      case 0, 1, 2 -> "insert into t values (" + row + ")";
      case 3 -> "insert or replace into t values (" + row + ")";
      case 4 -> "insert or ignore into t values (" + row + ")";
      case 5 ->
          "insert into t values ("
              + row
              + ") on conflict (id) do update set n = excluded.n, s = t.s || excluded.id";
      case 6 ->
          "insert into t values (" + row + ") on conflict (k) do update set n = n + 1 where n < 45";
      case 7 -> "insert into t values (" + row + ") on conflict do nothing";
      case 8 -> "update t set n = n + 3, s = s || 'u' where id = " + id;
      case 9 -> "update t set n = n - 1 where n " + range;
      case 10 -> "update or ignore t set k = " + k + " where id = " + id;
      case 11 -> "delete from t where id = " + id;
      case 12 -> "delete from t where n " + range;
      case 13 -> "insert into t (id, k, p) select id + 20, k + 20, p from t where n " + range;
      case 14 ->
          random.nextBoolean()
              ? "delete from p where id = " + id
              : "insert or ignore into p values (" + id + ", 'x')";
      case 15 -> "update t set id = " + id + " where k = " + k;
      case 16 -> inTransaction ? (random.nextBoolean() ? "commit" : "rollback") : "begin";
      default -> "update t set p = " + p + ", n = 4 where id = " + id;
    };
  }
}
