package io.dolake.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.server.config.NodeConfig;
import io.dolake.server.config.NodeOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoSqlNodeITCase {
  @TempDir Path directory;

  private static HttpResponse<String> get(TestNode node, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + node.node().httpPort() + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void healthAndMetricsAreServed() throws Exception {
    try (TestNode node = TestNode.start(directory);
        Connection connection = node.connect();
        Statement statement = connection.createStatement()) {
      statement.executeQuery("SELECT 1").close();
      assertThat(get(node, "/health").body()).contains("\"up\"");
      assertThat(get(node, "/metrics").body())
          .contains("dolake_pg_connections 1.0")
          .contains("dolake_pg_statement_time_seconds_count{command=\"SELECT\"}");
    }
  }

  @Test
  void committedRowsOutliveTheNodeAndOthersDoNot() throws SQLException {
    try (TestNode node = TestNode.start(directory);
        Connection connection = node.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE kept (id INTEGER PRIMARY KEY)");
      statement.execute("INSERT INTO kept VALUES (1)");
      connection.setAutoCommit(false);
      statement.execute("INSERT INTO kept VALUES (2)");
      node.close();
    } catch (SQLException e) {
      assertThat(e.getMessage()).contains("closed");
    }
    try (TestNode node = TestNode.start(directory);
        Connection connection = node.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id FROM kept")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(1);
      assertThat(rows.next()).isFalse();
    }
  }

  @Test
  void directoryBelongsToOneNodeAtATime() {
    try (TestNode node = TestNode.start(directory)) {
      assertThat(node.node().pgPort()).isPositive();
      assertThatThrownBy(() -> TestNode.start(directory))
          .isInstanceOfSatisfying(
              DoLakeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_LOCKED));
    }
  }

  @Test
  void takenPortIsNamed() {
    try (TestNode node = TestNode.start(directory)) {
      int taken = node.node().pgPort();
      NodeConfig config =
          NodeConfig.embedded(directory.resolve("other")).with(NodeOptions.PG_PORT, taken);
      assertThatThrownBy(() -> new DoSqlNode(config).start())
          .isInstanceOfSatisfying(
              DoLakeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PORT_IN_USE))
          .hasMessageContaining(String.valueOf(taken));
    }
  }

  @Test
  void connectionsBeyondTheLimitAreRefused() throws SQLException {
    try (TestNode node =
        TestNode.start(directory, config -> config.with(NodeOptions.PG_MAX_CONNECTIONS, 2))) {
      List<Connection> open = new ArrayList<>(List.of(node.connect(), node.connect()));
      assertThatThrownBy(node::connect)
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("53300");
      open.remove(0).close();
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .ignoreExceptions()
          .untilAsserted(() -> node.connect().close());
      open.get(0).close();
    }
  }

  @Test
  void connectionThatIdlesInATransactionIsClosedAndItsLocksAreFree() throws SQLException {
    try (TestNode node =
            TestNode.start(
                directory,
                config ->
                    config.with(NodeOptions.IDLE_TRANSACTION_TIMEOUT, Duration.ofSeconds(1)));
        Connection idle = node.connect();
        Connection other = node.connect()) {
      try (Statement statement = idle.createStatement()) {
        statement.execute("CREATE TABLE spot (id INTEGER PRIMARY KEY, n INTEGER)");
        statement.execute("INSERT INTO spot VALUES (1, 0)");
        idle.setAutoCommit(false);
        statement.execute("UPDATE spot SET n = 1");
        try (Statement update = other.createStatement()) {
          assertThat(update.executeUpdate("UPDATE spot SET n = 2")).isEqualTo(1);
        }
        assertThatThrownBy(() -> statement.execute("SELECT 1"))
            .extracting(e -> ((SQLException) e).getSQLState())
            .isIn("25P03", "08006");
      }
    }
  }

  @Test
  void lockWaitEndsWhenTheOtherTransactionDoes() throws Exception {
    try (TestNode node = TestNode.start(directory);
        Connection first = node.connect();
        Connection second = node.connect()) {
      try (Statement statement = first.createStatement()) {
        statement.execute("CREATE TABLE spot (id INTEGER PRIMARY KEY, n INTEGER)");
        statement.execute("INSERT INTO spot VALUES (1, 0)");
        first.setAutoCommit(false);
        statement.execute("UPDATE spot SET n = n + 1 WHERE id = 1");
        Thread waiter =
            new Thread(
                () -> {
                  try (Statement update = second.createStatement()) {
                    update.execute("UPDATE spot SET n = n + 10 WHERE id = 1");
                  } catch (SQLException e) {
                    throw new IllegalStateException(e);
                  }
                });
        waiter.start();
        Awaitility.await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> node.node().registry().get("dolake.pg.workers.busy").gauge().value() > 0);
        first.commit();
        waiter.join(20_000);
        assertThat(waiter.isAlive()).isFalse();
        try (ResultSet row = statement.executeQuery("SELECT n FROM spot")) {
          assertThat(row.next()).isTrue();
          assertThat(row.getInt(1)).isEqualTo(11);
        }
        first.commit();
      }
    }
  }
}
