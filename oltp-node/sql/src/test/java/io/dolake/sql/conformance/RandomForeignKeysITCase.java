package io.dolake.sql.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.dolake.sql.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random graphs of tables with foreign keys of every action, loops included: after each of many
 * random writes the tables hold on us what they hold on SQLite, and a write fails on both or on
 * neither. The seed in the test's name reproduces a run.
 */
class RandomForeignKeysITCase {
  private static final int TABLES = 4;
  private static final int WRITES = 200;

  @TempDir Path directory;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void graphsBehaveAsOnSqlite(long seed) throws SQLException {
    Random random = new Random(seed);
    try (SqlitePeer sqlite = new SqlitePeer();
        TestDatabase database = new TestDatabase(directory)) {
      DoLakePeer ours = new DoLakePeer(database.session());
      List<String> schema = new ArrayList<>();
      for (int table = 0; table < TABLES; table++) {
        schema.add(table(random, table));
        assertThat(ours.run(schema.get(table)).message()).isNull();
        assertThat(sqlite.run(schema.get(table)).message()).isNull();
      }
      boolean open = false;
      for (int i = 0; i < WRITES; i++) {
        String sql = write(random, open, schema);
        Outcome theirs = sqlite.run(sql);
        Outcome mine = ours.runLikeSqlite(sql);
        String context = "seed %d, write %d: %s\n%s\n%s".formatted(seed, i, sql, schema, mine);
        assertThat(mine.error()).as(context).isEqualTo(theirs.error());
        assertThat(mine.changed()).as(context).isEqualTo(theirs.changed());
        if (theirs.failed()) {
          // SQLite's transaction goes on after a failure, ours does not: both start anew.
          sqlite.run("rollback");
          ours.run("rollback");
          open = false;
        } else {
          open = sql.equals("begin") || open && !sql.equals("commit");
        }
        compareTables(ours, sqlite, context);
      }
    }
  }

  private static void compareTables(DoLakePeer ours, SqlitePeer sqlite, String context) {
    for (int table = 0; table < TABLES; table++) {
      String query = "select * from t" + table + " order by id";
      assertThat(ours.run(query).rows()).as(context).isEqualTo(sqlite.run(query).rows());
    }
  }

  /** A table whose keys point at itself or at the tables before it. */
  private static String table(Random random, int table) {
    StringBuilder sql = new StringBuilder("create table t" + table + " (id integer primary key");
    sql.append(", u int unique");
    for (String column : List.of("x", "y")) {
      String parent = "t" + random.nextInt(table + 1);
      sql.append(", ").append(column).append(" int");
      sql.append(random.nextInt(4) == 0 ? " default " + random.nextInt(6) : "");
      sql.append(" references ").append(parent);
      sql.append(random.nextInt(3) == 0 ? " (u)" : " (id)");
      sql.append(" on delete ").append(action(random)).append(" on update ").append(action(random));
      sql.append(random.nextInt(3) == 0 ? " deferrable initially deferred" : "");
    }
    return sql.append(")").toString();
  }

  private static String action(Random random) {
    return List.of("no action", "restrict", "cascade", "set null", "set default", "cascade")
        .get(random.nextInt(6));
  }

  private static String write(Random random, boolean open, List<String> schema) {
    int number = random.nextInt(TABLES);
    String table = "t" + number;
    int id = random.nextInt(6);
    String column = List.of("id", "u", "x", "y").get(random.nextInt(4));
    String row = id + ", " + value(random) + ", " + value(random) + ", " + value(random);
    return switch (random.nextInt(10)) {
      case 0, 1, 2, 3 -> "insert into " + table + " values (" + row + ")";
      // Where a table refers to itself, SQLite's REPLACE leaves children without parents.
      case 4 ->
          schema.get(number).contains("references " + table)
              ? "delete from " + table + " where u = " + id
              : "insert or replace into " + table + " values (" + row + ")";
      case 5 -> "delete from " + table + " where id = " + id;
      case 6 -> "delete from " + table + " where " + column + " > 3";
      case 7 ->
          "update "
              + table
              + " set "
              + column
              + " = "
              + (column.equals("id") ? String.valueOf(random.nextInt(6)) : value(random))
              + " where id = "
              + id;
      case 8 -> open ? "commit" : "begin";
      default -> "update " + table + " set id = id + 10 where id = " + id;
    };
  }

  private static String value(Random random) {
    return random.nextInt(3) == 0 ? "null" : String.valueOf(random.nextInt(6));
  }
}
