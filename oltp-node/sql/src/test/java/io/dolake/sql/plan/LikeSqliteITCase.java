package io.dolake.sql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.dolake.common.error.DoLakeException;
import io.dolake.sql.SqlCursor;
import io.dolake.sql.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Expressions and statements give on us what they give on SQLite, values and their classes. */
class LikeSqliteITCase {
  private static final String ERROR = "error";

  @TempDir Path directory;

  @Test
  void expressionsGiveWhatTheyGiveOnSqlite() throws Exception {
    compare("like-sqlite/expressions.txt", "select ");
  }

  @Test
  void statementsGiveWhatTheyGiveOnSqlite() throws Exception {
    compare("like-sqlite/statements.txt", "");
  }

  private void compare(String resource, String prefix) throws Exception {
    List<String> differences = new ArrayList<>();
    try (TestDatabase ours = new TestDatabase(directory);
        Connection sqlite = DriverManager.getConnection("jdbc:sqlite::memory:")) {
      for (String line : lines(resource)) {
        String sql = prefix + line;
        List<String> mine = ours(ours, sql);
        List<String> expected = sqlites(sqlite, sql);
        if (!sql.contains("order by")) {
          Collections.sort(mine);
          Collections.sort(expected);
        }
        if (!mine.equals(expected)) {
          differences.add(sql + "\n  ours:     " + mine + "\n  SQLite's: " + expected);
        }
      }
    }
    assertThat(differences).isEmpty();
  }

  private static List<String> lines(String resource) throws IOException {
    try (InputStream in = LikeSqliteITCase.class.getClassLoader().getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank())
          .toList();
    }
  }

  private static List<String> ours(TestDatabase database, String sql) {
    List<String> rows = new ArrayList<>();
    try {
      SqlCursor cursor = database.session().execute(database.session().prepare(sql, List.of()));
      try (cursor) {
        while (cursor.next()) {
          StringBuilder row = new StringBuilder();
          for (int i = 0; i < cursor.columns().size(); i++) {
            row.append(text(cursor.value(i))).append(" | ");
          }
          rows.add(row.toString());
        }
      }
      cursor.durable().join();
    } catch (DoLakeException failure) {
      return new ArrayList<>(List.of(ERROR));
    }
    return rows;
  }

  private static List<String> sqlites(Connection connection, String sql) {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      if (statement.execute(sql)) {
        try (ResultSet results = statement.getResultSet()) {
          int width = results.getMetaData().getColumnCount();
          while (results.next()) {
            StringBuilder row = new StringBuilder();
            for (int i = 1; i <= width; i++) {
              row.append(text(results.getObject(i))).append(" | ");
            }
            rows.add(row.toString());
          }
        }
      }
    } catch (SQLException failure) {
      return new ArrayList<>(List.of(ERROR));
    }
    return rows;
  }

  private static String text(Object value) {
    if (value == null) {
      return "NULL";
    }
    if (value instanceof byte[] bytes) {
      return "x'" + HexFormat.of().formatHex(bytes) + "'";
    }
    if (value instanceof Integer || value instanceof Long) {
      return value + " integer";
    }
    if (value instanceof Boolean flag) {
      return (flag ? 1 : 0) + " integer";
    }
    return value instanceof Double ? value + " real" : value + " text";
  }
}
