package io.dolake.server.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.server.TestNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cursors WITH HOLD, which clients read in pieces outside a transaction. */
class HeldCursorITCase {
  private static final String DECLARE =
      "DECLARE c CURSOR WITH HOLD FOR SELECT id FROM n ORDER BY id";

  @TempDir static Path directory;
  private static TestNode node;

  private Connection connection;
  private Statement statement;

  @BeforeAll
  static void start() {
    node = TestNode.start(directory);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @BeforeEach
  void connect() throws SQLException {
    connection = node.connect("preferQueryMode=simple");
    statement = connection.createStatement();
    statement.execute("DROP TABLE IF EXISTS n");
    statement.execute("CREATE TABLE n (id INTEGER PRIMARY KEY)");
    statement.execute("INSERT INTO n SELECT value FROM generate_series(1, 10)");
  }

  @AfterEach
  void disconnect() throws SQLException {
    connection.close();
  }

  @Test
  void readsItsSnapshotWhateverComesBetween() throws SQLException {
    statement.execute(DECLARE);
    assertThat(rows("FETCH 3 FROM c")).containsExactly(1L, 2L, 3L);
    statement.execute("DELETE FROM n WHERE id > 5");
    statement.execute("BEGIN");
    assertThat(rows("FETCH 2 FROM c")).containsExactly(4L, 5L);
    statement.execute("ROLLBACK");
    assertThatThrownBy(() -> statement.execute("SELECT nothing FROM n"))
        .isInstanceOf(SQLException.class);
    assertThat(rows("SELECT is_holdable::int FROM pg_cursors WHERE name = 'c'"))
        .containsExactly(1L);
    assertThat(rows("FETCH ALL FROM c")).containsExactly(6L, 7L, 8L, 9L, 10L);
    assertThat(rows("FETCH 1 FROM c")).isEmpty();
    statement.execute("CLOSE c");
    assertThat(rows("SELECT 1 FROM pg_cursors")).isEmpty();
    assertThatThrownBy(() -> statement.execute("FETCH 1 FROM c"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("34000"));
    assertThat(rows("SELECT count(*) FROM n")).containsExactly(5L);
  }

  @Test
  void itsSnapshotIsGivenUpWithIt() throws SQLException {
    long before = snapshots();
    statement.execute(DECLARE);
    assertThat(rows("FETCH 1 FROM c")).containsExactly(1L);
    assertThat(snapshots()).isEqualTo(before + 1);
    statement.execute("DISCARD ALL");
    assertThat(snapshots()).isEqualTo(before);
  }

  @Test
  void thereAreFewAndNotInTransactions() throws SQLException {
    for (int i = 0; i < 16; i++) {
      statement.execute("DECLARE c" + i + " CURSOR WITH HOLD FOR SELECT 1");
    }
    assertThatThrownBy(() -> statement.execute(DECLARE))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("54000"));
    statement.execute("CLOSE ALL");
    statement.execute(DECLARE);
    statement.execute("BEGIN");
    assertThatThrownBy(() -> statement.execute("DECLARE d CURSOR WITH HOLD FOR SELECT id FROM n"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("0A000"));
    statement.execute("ROLLBACK");
    assertThat(rows("FETCH 1 FROM c")).containsExactly(1L);
  }

  private static long snapshots() {
    return node.node().store().metrics().openSnapshots();
  }

  private List<Long> rows(String sql) throws SQLException {
    List<Long> values = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getLong(1));
      }
    }
    return values;
  }
}
