package io.dolake.server.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.server.TestNode;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/** Arrays and numbers as drivers send and read them, as text and in binary. */
class ArrayITCase {
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

  @ParameterizedTest
  @ValueSource(strings = {"prepareThreshold=-1", "binaryTransfer=false"})
  void arraysGoThereAndBack(String mode) throws SQLException {
    try (Connection connection = node.connect(mode);
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT ?::bigint[], ?::text[], ?::float8[], ?::bool[], ?::uuid[], ?::numeric[]")) {
      UUID id = UUID.randomUUID();
      String[] texts = {"a", "b c", "", "NULL", null, "{\"x\",\\}", "ü"};
      statement.setArray(1, connection.createArrayOf("bigint", new Long[] {1L, null, -5L}));
      statement.setArray(2, connection.createArrayOf("text", texts));
      statement.setArray(3, connection.createArrayOf("float8", new Double[] {1.5, -0.25}));
      statement.setArray(4, connection.createArrayOf("bool", new Boolean[] {true, false}));
      statement.setArray(5, connection.createArrayOf("uuid", new UUID[] {id}));
      statement.setArray(
          6, connection.createArrayOf("numeric", new BigDecimal[] {new BigDecimal("12.3400")}));
      for (int round = 0; round < 3; round++) {
        try (ResultSet row = statement.executeQuery()) {
          assertThat(row.next()).isTrue();
          assertThat((Object[]) row.getArray(1).getArray()).containsExactly(1L, null, -5L);
          assertThat((Object[]) row.getArray(2).getArray()).containsExactly((Object[]) texts);
          assertThat((Object[]) row.getArray(3).getArray()).containsExactly(1.5, -0.25);
          assertThat((Object[]) row.getArray(4).getArray()).containsExactly(true, false);
          assertThat((Object[]) row.getArray(5).getArray()).containsExactly(id);
          assertThat((Object[]) row.getArray(6).getArray())
              .containsExactly(new BigDecimal("12.3400"));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"prepareThreshold=-1", "binaryTransfer=false"})
  void columnsOfArraysAreWrittenAndSearched(String mode) throws SQLException {
    try (Connection connection = node.connect(mode);
        Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE IF EXISTS posts");
      statement.execute("CREATE TABLE posts (id INT PRIMARY KEY, tags TEXT[], days DATE[])");
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO posts VALUES (?, ?, ?)")) {
        for (int i = 1; i <= 20; i++) {
          insert.setInt(1, i);
          insert.setArray(2, connection.createArrayOf("text", new String[] {"t" + i % 3, "x"}));
          insert.setArray(
              3, connection.createArrayOf("date", new Date[] {Date.valueOf("2026-01-31")}));
          insert.addBatch();
        }
        insert.executeBatch();
      }
      assertThat(ids(connection, "id = ANY (?)", "int", 3, 17, 99)).containsExactly(3, 17);
      assertThat(ids(connection, "id <> ALL (?) AND id < 4", "int", 2)).containsExactly(1, 3);
      assertThat(ids(connection, "tags @> ? AND id < 7", "text", "t0")).containsExactly(3, 6);
      assertThat(ids(connection, "tags && ? AND id < 5", "text", "t0", "t2")).containsExactly(2, 3);
      try (ResultSet column = connection.getMetaData().getColumns(null, null, "posts", "tags")) {
        assertThat(column.next()).isTrue();
        assertThat(column.getInt("DATA_TYPE")).isEqualTo(Types.ARRAY);
        assertThat(column.getString("TYPE_NAME")).isEqualTo("_text");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "csv"})
  void arraysAreCopiedInAndOut(String format) throws Exception {
    try (Connection connection = node.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE IF EXISTS lists");
      statement.execute("CREATE TABLE lists (id INT PRIMARY KEY, names TEXT[], sizes INT[])");
      statement.execute("INSERT INTO lists VALUES (1, '{a,\"b,c\"}', '{1,2}'), (2, '{}', NULL)");
      var copy = connection.unwrap(PGConnection.class).getCopyAPI();
      StringWriter out = new StringWriter();
      copy.copyOut("COPY lists TO STDOUT WITH (FORMAT " + format + ")", out);
      statement.execute("CREATE TABLE IF NOT EXISTS copied (id INT, names TEXT[], sizes INT[])");
      statement.execute("TRUNCATE copied");
      copy.copyIn(
          "COPY copied FROM STDIN WITH (FORMAT " + format + ")", new StringReader(out.toString()));
      try (ResultSet rows =
          statement.executeQuery("SELECT names::text, sizes::text FROM copied ORDER BY id")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString(1)).isEqualTo("{a,\"b,c\"}");
        assertThat(rows.getString(2)).isEqualTo("{1,2}");
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString(1)).isEqualTo("{}");
        assertThat(rows.getString(2)).isNull();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"prepareThreshold=-1", "binaryTransfer=false"})
  void computedNumbersAreNumbers(String mode) throws SQLException {
    try (Connection connection = node.connect(mode);
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT p * 3, p / 4, avg(p), coalesce(p, 0), extract(year from d), d - 1, d - d,"
                    + " 1e308::numeric * 10 FROM (VALUES (CAST(1.50 AS DECIMAL(10,2)),"
                    + " DATE '2026-03-01')) t(p, d)")) {
      for (int round = 0; round < 3; round++) {
        try (ResultSet row = statement.executeQuery()) {
          assertThat(row.next()).isTrue();
          assertThat(row.getObject(1)).isEqualTo(new BigDecimal("4.50"));
          assertThat(row.getBigDecimal(2)).isEqualByComparingTo("0.375");
          assertThat(row.getObject(3)).isEqualTo(new BigDecimal("1.50"));
          assertThat(row.getObject(4)).isEqualTo(new BigDecimal("1.50"));
          assertThat(row.getObject(5)).isEqualTo(new BigDecimal("2026"));
          assertThat(row.getObject(6)).isEqualTo(Date.valueOf("2026-02-28"));
          assertThat(row.getObject(7)).isEqualTo(0L);
          assertThat(row.getDouble(8)).isEqualTo(Double.POSITIVE_INFINITY);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{1,2", "1,2", "{a}", "{{1}}", "{1,9999999999999999999999}"})
  void malformedArraysAreRefused(String text) throws SQLException {
    try (Connection connection = node.connect();
        PreparedStatement statement = connection.prepareStatement("SELECT ?::text::int[]")) {
      statement.setString(1, text);
      assertThatThrownBy(statement::executeQuery)
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isIn("22P02", "0A000", "22003"));
    }
  }

  private static List<Integer> ids(
      Connection connection, String condition, String type, Object... elements)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT id FROM posts WHERE " + condition + " ORDER BY id")) {
      statement.setArray(1, connection.createArrayOf(type, elements));
      List<Integer> ids = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          ids.add(rows.getInt(1));
        }
      }
      return ids;
    }
  }
}
