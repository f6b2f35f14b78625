package io.dolake.server.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.server.TestNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens between a client's COMMIT and its answer. */
class CommitITCase {
  @TempDir static Path directory;
  private static TestNode node;

  @BeforeAll
  static void start() throws SQLException {
    node = TestNode.start(directory);
    execute(
        "CREATE TABLE parent (id INT PRIMARY KEY)",
        "CREATE TABLE child (id INT PRIMARY KEY, parent INT REFERENCES parent"
            + " DEFERRABLE INITIALLY DEFERRED)");
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static void execute(String... statements) throws SQLException {
    try (Connection connection = node.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA foreign_keys = ON");
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static long number(String query) throws SQLException {
    try (Connection connection = node.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Test
  void deferredForeignKeysAreCheckedWhenTheTransactionCommits() throws SQLException {
    try (Connection connection = node.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA foreign_keys = ON");
      connection.setAutoCommit(false);
      statement.execute("INSERT INTO child VALUES (1, 10)");
      statement.execute("INSERT INTO parent VALUES (10)");
      connection.commit();
      statement.execute("INSERT INTO child VALUES (2, 11)");
      assertThatThrownBy(connection::commit)
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23503"));
    }
    assertThat(number("SELECT count(*) FROM child WHERE id IN (1, 2)")).isEqualTo(1);
  }

  @Test
  void deferredForeignKeysAreCheckedAtTheEndOfSeveralStatementsInOneQuery() throws SQLException {
    execute("INSERT INTO child VALUES (3, 12); INSERT INTO parent VALUES (12)");
    String violation = "INSERT INTO parent VALUES (13); INSERT INTO child VALUES (4, 14)";
    assertThatThrownBy(() -> execute(violation))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23503"));
    assertThat(number("SELECT count(*) FROM child WHERE id IN (3, 4)")).isEqualTo(1);
    assertThat(number("SELECT count(*) FROM parent WHERE id IN (12, 13)")).isEqualTo(1);
  }
}
