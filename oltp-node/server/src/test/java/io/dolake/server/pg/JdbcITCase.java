package io.dolake.server.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dolake.server.TestNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What applications do through pgjdbc. */
class JdbcITCase {
  private static final String SIMPLE = "preferQueryMode=simple";
  private static final String BINARY = "prepareThreshold=-1";
  private static final String NAMED = "prepareThreshold=1";
  private static final String DEFAULT = "prepareThreshold=5";
  private static final String ENDLESS =
      "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c";

  @TempDir static Path directory;
  private static TestNode node;

  @BeforeAll
  static void start() {
    node = TestNode.start(directory);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @BeforeEach
  void makeTable() throws SQLException {
    try (Connection connection = node.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE IF EXISTS item");
      statement.execute(
          "CREATE TABLE item (id BIGINT PRIMARY KEY, name VARCHAR(40), price DECIMAL(12,2), rate DOUBLE"
              + " PRECISION, active BOOLEAN, day DATE, at TIME, made TIMESTAMP, seen TIMESTAMPTZ,"
              + " code UUID, body BYTEA, doc JSON)");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {SIMPLE, BINARY, NAMED, DEFAULT})
  void valuesOfEveryTypeComeBackAsTheyWereWritten(String mode) throws SQLException {
    UUID code = UUID.fromString("0f8fad5b-d9cb-469f-a165-70867728950e");
    try (Connection connection = node.connect(mode)) {
      for (int round = 0; round < 3; round++) {
        try (PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO item VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
          insert.setLong(1, round);
          insert.setString(2, "Äpfel 'n' \\ more");
          insert.setBigDecimal(3, new BigDecimal("-12345.60"));
          insert.setDouble(4, 1.0 / 3);
          insert.setBoolean(5, true);
          insert.setObject(6, LocalDate.of(2026, 2, 28));
          insert.setObject(7, LocalTime.of(23, 59, 58, 123_456_000));
          insert.setObject(8, LocalDateTime.of(1999, 12, 31, 23, 59, 59, 999_999_000));
          insert.setObject(9, OffsetDateTime.of(2026, 7, 1, 12, 0, 0, 0, ZoneOffset.ofHours(2)));
          insert.setObject(10, code);
          insert.setBytes(11, new byte[] {0, 1, -1, 127, -128});
          insert.setObject(12, "{\"a\": [1, 2]}", java.sql.Types.OTHER);
          assertThat(insert.executeUpdate()).isEqualTo(1);
        }
      }
      try (PreparedStatement select =
          connection.prepareStatement("SELECT * FROM item WHERE id = ?")) {
        for (int round = 0; round < 3; round++) {
          select.setLong(1, round);
          try (ResultSet row = select.executeQuery()) {
            assertThat(row.next()).isTrue();
            assertThat(row.getLong("id")).isEqualTo(round);
            assertThat(row.getString("name")).isEqualTo("Äpfel 'n' \\ more");
            assertThat(row.getBigDecimal("price")).isEqualTo(new BigDecimal("-12345.60"));
            assertThat(row.getDouble("rate")).isEqualTo(1.0 / 3);
            assertThat(row.getBoolean("active")).isTrue();
            assertThat(row.getObject("day", LocalDate.class)).isEqualTo("2026-02-28");
            assertThat(row.getObject("at", LocalTime.class)).isEqualTo("23:59:58.123456");
            assertThat(row.getObject("made", LocalDateTime.class))
                .isEqualTo("1999-12-31T23:59:59.999999");
            assertThat(row.getObject("seen", OffsetDateTime.class).toInstant())
                .isEqualTo("2026-07-01T10:00:00Z");
            assertThat(row.getObject("code", UUID.class)).isEqualTo(code);
            assertThat(row.getBytes("body")).containsExactly(0, 1, -1, 127, -128);
            assertThat(row.getString("doc")).isEqualTo("{\"a\": [1, 2]}");
            assertThat(row.next()).isFalse();
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {SIMPLE, BINARY, NAMED})
  void nullsComeBackAsNulls(String mode) throws SQLException {
    try (Connection connection = node.connect(mode);
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO item (id, name, price) VALUES (?, ?, ?)")) {
      insert.setLong(1, 1);
      insert.setString(2, null);
      insert.setNull(3, java.sql.Types.NUMERIC);
      insert.executeUpdate();
      try (ResultSet row =
          connection.createStatement().executeQuery("SELECT name, price, day FROM item")) {
        assertThat(row.next()).isTrue();
        assertThat(row.getString(1)).isNull();
        assertThat(row.getBigDecimal(2)).isNull();
        assertThat(row.getObject(3)).isNull();
      }
    }
  }

  @Test
  void violationsNameTheirConstraint() throws SQLException {
    try (Connection connection = node.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE parent (id int PRIMARY KEY, a int NOT NULL, b int CONSTRAINT parent_b UNIQUE,"
              + " c int, CONSTRAINT parent_c CHECK (c > 0))");
      statement.execute(
          "CREATE TABLE child (p int CONSTRAINT child_parent REFERENCES parent (id))");
      statement.execute("INSERT INTO parent VALUES (1, 1, 1, 1)");
      statement.execute("INSERT INTO child VALUES (1)");
      assertThat(violated(statement, "INSERT INTO parent VALUES (1, 2, 2, 2)"))
          .isEqualTo("public.parent null parent_pkey");
      assertThat(violated(statement, "INSERT INTO parent VALUES (2, 2, 1, 2)"))
          .isEqualTo("public.parent null parent_b");
      assertThat(violated(statement, "INSERT INTO parent VALUES (2, 2, 2, 0)"))
          .isEqualTo("public.parent null parent_c");
      assertThat(violated(statement, "INSERT INTO parent VALUES (2, NULL, 2, 2)"))
          .isEqualTo("public.parent a null");
      assertThat(violated(statement, "INSERT INTO child VALUES (7)"))
          .isEqualTo("public.child null child_parent");
      assertThat(violated(statement, "DELETE FROM parent"))
          .isEqualTo("public.child null child_parent");
      statement.execute("DROP TABLE child");
      statement.execute("DROP TABLE parent");
    }
  }

  @Test
  void uniqueViolationsTellTheKey() throws SQLException {
    try (Connection connection = node.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE keyed (id int PRIMARY KEY, a text, d date, \"B b\" int, UNIQUE (a, d))");
      statement.execute("CREATE UNIQUE INDEX keyed_lower ON keyed (lower(a))");
      statement.execute("INSERT INTO keyed VALUES (1, 'x', DATE '2024-01-31', 1)");
      assertThat(detail(statement, "INSERT INTO keyed (id) VALUES (1)"))
          .isEqualTo("Key (id)=(1) already exists.");
      assertThat(detail(statement, "INSERT INTO keyed VALUES (2, 'x', DATE '2024-01-31', 1)"))
          .isEqualTo("Key (a, d)=(x, 2024-01-31) already exists.");
      assertThat(detail(statement, "INSERT INTO keyed VALUES (2, 'X', NULL, 1)"))
          .isEqualTo("Key (lower(a))=(x) already exists.");
      statement.execute("INSERT INTO keyed VALUES (2, 'y', NULL, 1)");
      assertThat(detail(statement, "UPDATE keyed SET a = 'x' WHERE id = 2"))
          .isEqualTo("Key (lower(a))=(x) already exists.");
      assertThat(detail(statement, "CREATE UNIQUE INDEX keyed_b ON keyed (\"B b\")"))
          .isEqualTo("Key (B b)=(1) already exists.");
      statement.execute("DROP TABLE keyed");
    }
  }

  private static String detail(Statement statement, String sql) {
    try {
      statement.execute(sql);
      return "nothing";
    } catch (SQLException e) {
      return ((PSQLException) e).getServerErrorMessage().getDetail();
    }
  }

  /** Schema, table, column and constraint that the error's fields give. */
  private static String violated(Statement statement, String sql) {
    try {
      statement.execute(sql);
      return "nothing";
    } catch (SQLException e) {
      ServerErrorMessage error = ((PSQLException) e).getServerErrorMessage();
      return error.getSchema()
          + "."
          + error.getTable()
          + " "
          + error.getColumn()
          + " "
          + error.getConstraint();
    }
  }

  @Test
  void columnsWithoutAliasAreNamedAfterTheirFunction() throws SQLException {
    try (Connection connection = node.connect();
        ResultSet row =
            connection
                .createStatement()
                .executeQuery(
                    "SELECT count(*), version(), 1 + 1, 1::int, max(2)::int, (SELECT 3 AS three),"
                        + " CASE WHEN true THEN 1 END, EXISTS (SELECT 1), coalesce(1, 2), true,"
                        + " row_number() OVER (), s.count FROM (SELECT count(*)) s GROUP BY s.count")) {
      List<String> names = new ArrayList<>();
      for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
        names.add(row.getMetaData().getColumnLabel(i));
      }
      assertThat(names)
          .containsExactly(
              "count",
              "version",
              "?column?",
              "int4",
              "max",
              "three",
              "case",
              "exists",
              "coalesce",
              "bool",
              "row_number",
              "count");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "-- ping", "/* ping */ ; -- ping"})
  void textWithoutStatementIsAnswered(String text) throws SQLException {
    for (String mode : List.of("simple", "extended")) {
      try (Connection connection = node.connect("preferQueryMode=" + mode);
          Statement statement = connection.createStatement()) {
        assertThat(statement.execute(text)).isFalse();
      }
    }
  }

  @Test
  void batchReportsACountForEachOfItsStatements() throws SQLException {
    try (Connection connection = node.connect();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO item (id, name) VALUES (?, ?)")) {
      for (int i = 0; i < 500; i++) {
        insert.setInt(1, i);
        insert.setString(2, "item " + i);
        insert.addBatch();
      }
      assertThat(insert.executeBatch()).hasSize(500).containsOnly(1);
      assertThat(count(connection)).isEqualTo(500);
    }
  }

  @Test
  void batchOutsideATransactionIsUndoneAsAWholeWhenOneStatementFails() throws SQLException {
    try (Connection connection = node.connect();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO item (id, name) VALUES (?, ?)")) {
      for (int i : new int[] {1, 2, 1}) {
        insert.setInt(1, i);
        insert.setString(2, "x");
        insert.addBatch();
      }
      assertThatThrownBy(insert::executeBatch)
          .isInstanceOf(BatchUpdateException.class)
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("23505");
      assertThat(count(connection)).isZero();
    }
  }

  @Test
  void rowsAreFetchedInPortionsInsideATransaction() throws SQLException {
    fill(1000);
    try (Connection connection = node.connect()) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.setFetchSize(37);
        List<Long> ids = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("SELECT id FROM item ORDER BY id")) {
          while (rows.next()) {
            ids.add(rows.getLong(1));
          }
        }
        assertThat(ids).hasSize(1000).isSorted();
      }
      connection.commit();
    }
  }

  @Test
  void portalStaysOpenWhileOtherStatementsRun() throws SQLException {
    fill(100);
    try (Connection connection = node.connect()) {
      connection.setAutoCommit(false);
      try (Statement reader = connection.createStatement();
          PreparedStatement writer =
              connection.prepareStatement("UPDATE item SET name = ? WHERE id = ?")) {
        reader.setFetchSize(10);
        int seen = 0;
        try (ResultSet rows = reader.executeQuery("SELECT id, name FROM item ORDER BY id")) {
          while (rows.next()) {
            assertThat(rows.getString(2)).isEqualTo("item " + rows.getLong(1));
            writer.setString(1, "changed");
            writer.setLong(2, rows.getLong(1));
            writer.executeUpdate();
            seen++;
          }
        }
        assertThat(seen).isEqualTo(100);
      }
      connection.commit();
    }
  }

  @Test
  void savepointUndoesWhatCameAfterIt() throws SQLException {
    try (Connection connection = node.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("INSERT INTO item (id) VALUES (1)");
      Savepoint savepoint = connection.setSavepoint("here");
      statement.execute("INSERT INTO item (id) VALUES (2)");
      connection.rollback(savepoint);
      statement.execute("INSERT INTO item (id) VALUES (3)");
      connection.releaseSavepoint(savepoint);
      connection.commit();
      assertThat(count(connection)).isEqualTo(2);
    }
  }

  @Test
  void transactionIsFailedAfterAnErrorUntilItIsRolledBack() throws SQLException {
    try (Connection connection = node.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("INSERT INTO item (id) VALUES (1)");
      assertThatThrownBy(() -> statement.execute("SELECT * FROM nosuch"))
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("42P01");
      assertThatThrownBy(() -> statement.execute("SELECT 1"))
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("25P02");
      connection.rollback();
      assertThat(count(connection)).isZero();
    }
  }

  @Test
  void autosaveKeepsTheTransactionUsableAfterAnError() throws SQLException {
    try (Connection connection = node.connect("autosave=always");
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("INSERT INTO item (id) VALUES (1)");
      assertThatThrownBy(() -> statement.execute("INSERT INTO item (id) VALUES (1)"))
          .isInstanceOf(SQLException.class);
      statement.execute("INSERT INTO item (id) VALUES (2)");
      connection.commit();
      assertThat(count(connection)).isEqualTo(2);
    }
  }

  @Test
  void statementsOfOneQueryShareATransaction() throws SQLException {
    try (Connection connection = node.connect(SIMPLE);
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(
              () ->
                  statement.execute(
                      "INSERT INTO item (id) VALUES (1); INSERT INTO item (id) VALUES (1)"))
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("23505");
      assertThat(count(connection)).isZero();
      statement.execute("INSERT INTO item (id) VALUES (1); INSERT INTO item (id) VALUES (2)");
      assertThat(count(connection)).isEqualTo(2);
    }
  }

  @Test
  void generatedKeysAreReturned() throws SQLException {
    try (Connection connection = node.connect();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO item (id, name) VALUES (?, ?)", new String[] {"id", "name"})) {
      insert.setLong(1, 77);
      insert.setString(2, "seven");
      insert.executeUpdate();
      try (ResultSet keys = insert.getGeneratedKeys()) {
        assertThat(keys.next()).isTrue();
        assertThat(keys.getLong(1)).isEqualTo(77);
        assertThat(keys.getString(2)).isEqualTo("seven");
      }
    }
  }

  @Test
  void queryThatRunsTooLongIsCancelledAndTheConnectionGoesOn() throws SQLException {
    try (Connection connection = node.connect();
        Statement statement = connection.createStatement()) {
      CompletableFuture<String> query =
          CompletableFuture.supplyAsync(
              () -> {
                try (ResultSet rows = statement.executeQuery(ENDLESS)) {
                  return "ended by itself";
                } catch (SQLException e) {
                  return e.getSQLState();
                }
              });
      // A request that arrives before the query begins has nothing to cancel: ask again.
      await()
          .atMost(Duration.ofMinutes(1))
          .until(
              () -> {
                statement.cancel();
                return query.isDone();
              });
      assertThat(query.join()).isEqualTo("57014");
      assertThat(count(connection)).isZero();
    }
  }

  @Test
  void statementTimeoutOfTheSessionStopsAStatement() throws SQLException {
    try (Connection connection = node.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET statement_timeout = '200ms'");
      assertThatThrownBy(() -> statement.executeQuery(ENDLESS))
          .hasMessageContaining("statement timeout");
    }
  }

  @Test
  void aRequestToCancelBetweenFetchesFindsNothingRunning() throws SQLException {
    try (Connection connection = node.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.setFetchSize(10);
      try (ResultSet rows = statement.executeQuery("SELECT * FROM generate_series(1, 1000)")) {
        assertThat(rows.next()).isTrue();
        statement.cancel();
        int count = 1;
        while (rows.next()) {
          count++;
        }
        assertThat(count).isEqualTo(1000);
      }
    }
  }

  @Test
  void errorTellsItsPlaceInTheStatement() throws SQLException {
    try (Connection connection = node.connect();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.executeQuery("SELECT id, nmae FROM item"))
          .isInstanceOfSatisfying(
              org.postgresql.util.PSQLException.class,
              e -> {
                assertThat(e.getSQLState()).isEqualTo("42703");
                assertThat(e.getServerErrorMessage().getPosition()).isEqualTo(12);
              });
    }
  }

  @Test
  void wrongParameterTextIsRefusedWithItsType() throws SQLException {
    try (Connection connection = node.connect();
        PreparedStatement select = connection.prepareStatement("SELECT * FROM item WHERE id = ?")) {
      select.setObject(1, "abc", java.sql.Types.OTHER);
      assertThatThrownBy(select::executeQuery)
          .hasMessageContaining("invalid input syntax for type bigint")
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("22P02");
    }
  }

  private static void fill(int rows) throws SQLException {
    try (Connection connection = node.connect();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO item (id, name) VALUES (?, ?)")) {
      for (int i = 0; i < rows; i++) {
        insert.setInt(1, i);
        insert.setString(2, "item " + i);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static long count(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM item")) {
      row.next();
      return row.getLong(1);
    }
  }
}
