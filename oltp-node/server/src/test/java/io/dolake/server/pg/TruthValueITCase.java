package io.dolake.server.pg;

import static org.assertj.core.api.Assertions.assertThat;

import io.dolake.server.TestNode;
import java.io.ByteArrayOutputStream;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/** Conditions as drivers read them: booleans, as text and in binary, that SQL counts with. */
class TruthValueITCase {
  private static final int ROUNDS = 3;

  @TempDir static Path directory;
  private static TestNode node;

  @BeforeAll
  static void start() throws SQLException {
    node = TestNode.start(directory);
    try (Connection connection = node.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE item (id INT PRIMARY KEY, a INT, b INT, s TEXT, f BOOLEAN)");
      statement.execute(
          "INSERT INTO item VALUES (1, 1, 0, 'xa', true), (2, 2, 2, 'b', false),"
              + " (3, NULL, 1, NULL, NULL)");
      statement.execute("CREATE VIEW big AS SELECT id, a > 1 AS yes FROM item");
    }
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"prepareThreshold=-1", "binaryTransfer=false"})
  void conditionsAreBooleans(String mode) throws SQLException {
    for (String condition :
        List.of(
            "a > 1",
            "a = b",
            "a <> 1",
            "(a, b) > (1, 1)",
            "a IS DISTINCT FROM 1",
            "a IS 2",
            "a IS NOT NULL AND a > 1",
            "b > 1 OR false",
            "NOT a = 1",
            "NOT NOT b > 1",
            "s LIKE 'b%'",
            "s NOT ILIKE 'X%'",
            "s GLOB 'b*'",
            "s ~ '^b'",
            "a IN (2, 3)",
            "a IN (b, 7)",
            "a NOT IN (1)",
            "a IN (SELECT 2)",
            "a IN (SELECT b FROM item WHERE id < 3)",
            "(a, b) IN ((2, 2))",
            "a BETWEEN 2 AND 3",
            "a = ANY (ARRAY[2])",
            "a = ANY ('{2,3}')",
            "a <> ALL (ARRAY[1])",
            "EXISTS (SELECT 1 FROM item o WHERE o.a = item.a AND o.b = 2)",
            "(SELECT a > 1)",
            "CASE WHEN a > 1 THEN true ELSE false END",
            "coalesce(a > 1, false)",
            "iif(a > 1, true, false)",
            "nullif(a > 1, NULL)",
            "likely(a > 1)",
            "NOT f",
            "a = 2 AND NOT f",
            "coalesce(NOT f, false)",
            "coalesce(f = false, a = 2)",
            "max(a > 1, false)",
            "min(a > 1) OVER (PARTITION BY id)",
            "first_value(a > 1) OVER (PARTITION BY id)")) {
      assertThat(values(mode, "SELECT " + condition + " FROM item WHERE id < 3 ORDER BY id"))
          .as(condition)
          .containsExactly(false, true);
    }
    for (String condition : List.of("a IS NULL", "a ISNULL", "(a > 1) IS NULL", "f IS NULL")) {
      assertThat(values(mode, "SELECT " + condition + " FROM item ORDER BY id"))
          .as(condition)
          .containsExactly(false, false, true);
    }
    assertThat(values(mode, "SELECT a > 1 FROM item ORDER BY id"))
        .containsExactly(false, true, null);
    assertThat(values(mode, "SELECT f IS TRUE FROM item ORDER BY id"))
        .containsExactly(true, false, false);
    assertThat(values(mode, "SELECT true")).containsExactly(true);
    assertThat(values(mode, "SELECT false")).containsExactly(false);
    assertThat(values(mode, "SELECT 1 = 1")).containsExactly(true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"prepareThreshold=-1", "binaryTransfer=false"})
  void queriesPassConditionsOn(String mode) throws SQLException {
    for (String query :
        List.of(
            "SELECT yes FROM big WHERE id < 3 ORDER BY id",
            "SELECT yes FROM (SELECT a > 1 AS yes FROM item) WHERE yes IS NOT NULL ORDER BY 1",
            "WITH c AS (SELECT a > 1 AS yes FROM item WHERE id < 3) SELECT yes FROM c ORDER BY 1",
            "WITH RECURSIVE c (n, done) AS (SELECT 1, false UNION ALL"
                + " SELECT n + 1, n = 1 FROM c WHERE NOT done) SELECT done FROM c ORDER BY n",
            "SELECT DISTINCT b > 1 FROM item ORDER BY 1",
            "SELECT b > 1 FROM item GROUP BY b > 1 ORDER BY 1",
            "SELECT max(b > 1) FROM item GROUP BY b > 1 ORDER BY 1",
            "SELECT b > 1 FROM item UNION SELECT true ORDER BY 1",
            "SELECT a > 1 FROM item INTERSECT SELECT f FROM item WHERE id < 3 ORDER BY 1",
            "VALUES (false), (true)")) {
      assertThat(values(mode, query)).as(query).containsExactly(false, true);
    }
    assertThat(values(mode, "SELECT yes FROM big WHERE yes = 1")).containsExactly(true);
    assertThat(values(mode, "SELECT yes FROM big WHERE yes = true")).containsExactly(true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"prepareThreshold=-1", "binaryTransfer=false"})
  void whatIsCalculatedWithConditionsIsANumber(String mode) throws SQLException {
    for (String number :
        List.of(
            "sum(b > 1)",
            "count(b > 5) - 2",
            "-min(b > 1) + 1",
            "+max(b > 1)",
            "abs(max(b > 1))",
            "ceil(max(b > 1))",
            "max(b > 1) + min(b > 1)",
            "max(b > 1) * 1",
            "coalesce(max(b > 1), 5)",
            "CASE WHEN max(b) > 1 THEN true ELSE 0 END",
            "(max(b > 1))::int")) {
      assertThat(values(mode, "SELECT " + number + " FROM item")).as(number).containsExactly(1L);
    }
    assertThat(values(mode, "SELECT b > 1 FROM item UNION SELECT 5 ORDER BY 1"))
        .containsExactly(0L, 1L, 5L);
    assertThat(values(mode, "SELECT typeof(1 = 1)")).containsExactly("integer");
    assertThat(values(mode, "SELECT (1 = 1)::bool")).containsExactly(true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"prepareThreshold=-1", "binaryTransfer=false"})
  void driversReadThemAsTheyAskFor(String mode) throws SQLException {
    try (Connection connection = node.connect(mode);
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT 1 = 1, 1 = 2, NULL = 1, array_agg(b > 1) FROM item")) {
      for (int round = 0; round < ROUNDS; round++) {
        try (ResultSet row = statement.executeQuery()) {
          assertThat(row.getMetaData().getColumnType(1)).isEqualTo(Types.BIT);
          assertThat(row.getMetaData().getColumnTypeName(1)).isEqualTo("bool");
          assertThat(row.next()).isTrue();
          assertThat(row.getBoolean(1)).isTrue();
          assertThat(row.getBoolean(2)).isFalse();
          assertThat(row.getString(1)).isEqualTo("t");
          assertThat(row.getString(2)).isEqualTo("f");
          assertThat(row.getObject(3)).isNull();
          assertThat((Object[]) row.getArray(4).getArray()).containsExactly(false, true, false);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"prepareThreshold=-1", "binaryTransfer=false"})
  void parametersBesideConditionsAreBooleansOrIntegers(String mode) throws SQLException {
    try (Connection connection = node.connect(mode);
        PreparedStatement statement =
            connection.prepareStatement("SELECT id FROM item WHERE (a > b) = ? ORDER BY id")) {
      for (int round = 0; round < ROUNDS; round++) {
        statement.setBoolean(1, true);
        assertThat(values(statement)).containsExactly(1L);
        statement.setInt(1, 0);
        assertThat(values(statement)).containsExactly(2L);
        statement.setObject(1, "t", Types.OTHER);
        assertThat(values(statement)).containsExactly(1L);
      }
      try (PreparedStatement described =
          connection.prepareStatement("SELECT 1 WHERE (1 = 1) = ? AND (1 = 1) + ? = 2")) {
        assertThat(described.getParameterMetaData().getParameterTypeName(1)).isEqualTo("bool");
        assertThat(described.getParameterMetaData().getParameterTypeName(2)).isEqualTo("int8");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "? OR id = 2",
        "? AND id > 1",
        "NOT ?",
        "?",
        "? IS NOT FALSE OR id = 2",
        "CASE WHEN ? THEN true ELSE id = 2 END"
      })
  void parametersThatAreConditionsAreBooleans(String condition) throws SQLException {
    try (Connection connection = node.connect();
        PreparedStatement statement =
            connection.prepareStatement("SELECT count(*) FROM item WHERE " + condition)) {
      assertThat(statement.getParameterMetaData().getParameterTypeName(1)).isEqualTo("bool");
      statement.setObject(1, "true", Types.OTHER);
      List<Object> counts = values(statement);
      statement.setBoolean(1, true);
      assertThat(values(statement)).isEqualTo(counts);
      statement.setInt(1, 1);
      assertThat(values(statement)).isEqualTo(counts);
      statement.setObject(1, "f", Types.OTHER);
      assertThat(values(statement)).isNotEqualTo(counts);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"prepareThreshold=-1", "binaryTransfer=false"})
  void writesReturnThemAndStoreThemAsIntegers(String mode) throws SQLException {
    try (Connection connection = node.connect(mode);
        Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE IF EXISTS made");
      statement.execute("CREATE TABLE made AS SELECT id, b > 1 AS yes FROM item");
      assertThat(values(mode, "SELECT yes FROM made ORDER BY id")).containsExactly(0L, 1L, 0L);
      assertThat(values(mode, "INSERT INTO made VALUES (4, true) RETURNING yes = 1"))
          .containsExactly(true);
      assertThat(values(mode, "UPDATE made SET yes = yes + 1 WHERE id = 4 RETURNING yes"))
          .containsExactly(2L);
      assertThat(values(mode, "DELETE FROM made WHERE id = 4 RETURNING yes < 2"))
          .containsExactly(false);
    }
  }

  @Test
  void preparedInSqlAndCopiedOut() throws Exception {
    try (Connection connection = node.connect("preferQueryMode=simple");
        Statement statement = connection.createStatement()) {
      statement.execute("PREPARE above AS SELECT a > $1 FROM item WHERE (b > 1) = $2");
      for (String argument : List.of("true", "1", "'t'")) {
        try (ResultSet row = statement.executeQuery("EXECUTE above (1, " + argument + ")")) {
          assertThat(row.next()).isTrue();
          assertThat(row.getObject(1)).isEqualTo(true);
        }
      }
      var copy = connection.unwrap(PGConnection.class).getCopyAPI();
      String query = "COPY (SELECT id, a > 1 FROM item ORDER BY id) TO STDOUT";
      StringWriter text = new StringWriter();
      copy.copyOut(query, text);
      assertThat(text.toString()).isEqualTo("1\tf\n2\tt\n3\t\\N\n");
      StringWriter csv = new StringWriter();
      copy.copyOut(query + " WITH (FORMAT csv)", csv);
      assertThat(csv.toString()).isEqualTo("1,f\n2,t\n3,\n");
      ByteArrayOutputStream binary = new ByteArrayOutputStream();
      copy.copyOut("COPY (SELECT 1 = 1) TO STDOUT WITH (FORMAT binary)", binary);
      assertThat(binary.toByteArray())
          .as("header, one row of one field of one byte, trailer")
          .endsWith(0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 1, -1, -1);
    }
  }

  private static List<Object> values(String mode, String sql) throws SQLException {
    try (Connection connection = node.connect(mode);
        PreparedStatement statement = connection.prepareStatement(sql)) {
      return values(statement);
    }
  }

  private static List<Object> values(PreparedStatement statement) throws SQLException {
    List<Object> values = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        Object value = rows.getObject(1);
        values.add(value instanceof Integer small ? (Object) small.longValue() : value);
      }
    }
    return values;
  }
}
