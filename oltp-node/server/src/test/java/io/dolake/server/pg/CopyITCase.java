package io.dolake.server.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.server.TestNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

class CopyITCase {
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
      statement.execute("DROP TABLE IF EXISTS note");
      statement.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT, score REAL)");
    }
  }

  private static CopyManager copy(Connection connection) throws SQLException {
    return new CopyManager((BaseConnection) connection);
  }

  @Test
  void textFormatCarriesEscapesAndNulls() throws SQLException, IOException {
    String data = "1\ttab\\there\\nline\\\\\t0.5\n2\t\\N\t\\N\n3\t\\x41\\102\t-1\n";
    try (Connection connection = node.connect()) {
      assertThat(copy(connection).copyIn("COPY note FROM STDIN", new StringReader(data)))
          .isEqualTo(3);
      assertThat(body(connection, 1)).isEqualTo("tab\there\nline\\");
      assertThat(body(connection, 2)).isNull();
      assertThat(body(connection, 3)).isEqualTo("AB");
      StringWriter out = new StringWriter();
      copy(connection).copyOut("COPY note TO STDOUT", out);
      assertThat(out.toString())
          .isEqualTo("1\ttab\\there\\nline\\\\\t0.5\n2\t\\N\t\\N\n3\tAB\t-1\n");
    }
  }

  @Test
  void csvFormatCarriesQuotesAndLineEnds() throws SQLException, IOException {
    String data = "id,body\r\n1,\"say \"\"hi\"\",\nthen go\"\r\n2,\n3,\"\"\n";
    try (Connection connection = node.connect()) {
      assertThat(
              copy(connection)
                  .copyIn(
                      "COPY note (id, body) FROM STDIN WITH (FORMAT csv, HEADER true)",
                      new StringReader(data)))
          .isEqualTo(3);
      assertThat(body(connection, 1)).isEqualTo("say \"hi\",\nthen go");
      assertThat(body(connection, 2)).isNull();
      assertThat(body(connection, 3)).isEmpty();
      StringWriter out = new StringWriter();
      copy(connection)
          .copyOut("COPY (SELECT id, body FROM note ORDER BY id) TO STDOUT WITH CSV HEADER", out);
      assertThat(out.toString()).isEqualTo("id,body\n1,\"say \"\"hi\"\",\nthen go\"\n2,\n3,\"\"\n");
    }
  }

  @Test
  void binaryFormatGoesOutAndInAgain() throws SQLException, IOException {
    try (Connection connection = node.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO note VALUES (1, 'Ünïcode', 2.5), (2, NULL, NULL)");
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      assertThat(copy(connection).copyOut("COPY note TO STDOUT (FORMAT binary)", out)).isEqualTo(2);
      statement.execute("DELETE FROM note");
      assertThat(
              copy(connection)
                  .copyIn(
                      "COPY note FROM STDIN (FORMAT binary)",
                      new ByteArrayInputStream(out.toByteArray())))
          .isEqualTo(2);
      assertThat(body(connection, 1)).isEqualTo("Ünïcode");
      assertThat(body(connection, 2)).isNull();
    }
  }

  @Test
  void rowsCutAnywhereBetweenMessagesAreWhole() throws SQLException {
    byte[] data = "1\tone\t1\n2\ttwo äöü\t2\n3\tthree\t3\n".getBytes(StandardCharsets.UTF_8);
    try (Connection connection = node.connect()) {
      CopyIn copyIn = copy(connection).copyIn("COPY note FROM STDIN");
      for (byte b : data) {
        copyIn.writeToCopy(new byte[] {b}, 0, 1);
        copyIn.flushCopy();
      }
      assertThat(copyIn.endCopy()).isEqualTo(3);
      assertThat(body(connection, 2)).isEqualTo("two äöü");
    }
  }

  @Test
  void badRowIsNamedAndNothingIsLoaded() throws SQLException {
    try (Connection connection = node.connect()) {
      assertThatThrownBy(
              () ->
                  copy(connection)
                      .copyIn("COPY note FROM STDIN", new StringReader("1\ta\t1\nx\tb\t2\n")))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("invalid input syntax")
          .hasMessageContaining("row 2");
      assertThat(rows(connection)).isZero();
    }
  }

  @Test
  void missingColumnIsAFormatError() throws SQLException {
    try (Connection connection = node.connect()) {
      assertThatThrownBy(
              () -> copy(connection).copyIn("COPY note FROM STDIN", new StringReader("1\ta\n")))
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("22P04");
      assertThat(rows(connection)).isZero();
    }
  }

  @Test
  void cancelledCopyLeavesNothingBehind() throws SQLException {
    try (Connection connection = node.connect()) {
      CopyIn copyIn = copy(connection).copyIn("COPY note FROM STDIN");
      byte[] row = "1\ta\t1\n".getBytes(StandardCharsets.UTF_8);
      copyIn.writeToCopy(row, 0, row.length);
      copyIn.cancelCopy();
      assertThat(rows(connection)).isZero();
    }
  }

  @Test
  void filesOfTheServerAreOutOfReach() throws SQLException {
    try (Connection connection = node.connect();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("COPY note FROM 'secrets.txt'"))
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("42501");
    }
  }

  private static String body(Connection connection, int id) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT body FROM note WHERE id = " + id)) {
      assertThat(row.next()).isTrue();
      return row.getString(1);
    }
  }

  private static long rows(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM note")) {
      row.next();
      return row.getLong(1);
    }
  }
}
