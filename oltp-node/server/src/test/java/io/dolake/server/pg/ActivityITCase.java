package io.dolake.server.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.server.TestNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/** What a connection sees of the others, and what it can do to them. */
class ActivityITCase {
  @TempDir static Path directory;
  private static TestNode node;

  private Connection watcher;
  private Connection watched;
  private int pid;

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
    watcher = node.connect();
    watched = node.connect("ApplicationName=orders");
    pid = watched.unwrap(PGConnection.class).getBackendPID();
  }

  @AfterEach
  void disconnect() throws SQLException {
    watcher.close();
    watched.close();
  }

  @Test
  void connectionKnowsItself() throws SQLException {
    assertThat(row(watched, "SELECT pg_backend_pid(), inet_client_addr(), inet_server_port()"))
        .containsExactly(
            Integer.toString(pid), "127.0.0.1", Integer.toString(node.node().pgPort()));
    assertThat(row(watched, "SELECT pg_postmaster_start_time() < now(), inet_client_port() > 0"))
        .containsExactly("t", "t");
  }

  @Test
  void stateFollowsTheTransaction() throws SQLException {
    assertThat(activity("application_name, usename, datname, client_addr, backend_type"))
        .containsExactly("orders", "tester", "main", "127.0.0.1", "client backend");
    assertThat(activity("state, xact_start IS NULL")).containsExactly("idle", "t");
    watched.setAutoCommit(false);
    row(watched, "SELECT 17");
    assertThat(activity("state, query, xact_start IS NULL, query_start >= backend_start"))
        .containsExactly("idle in transaction", "SELECT 17", "f", "t");
    assertThatThrownBy(() -> row(watched, "SELECT nothing")).isInstanceOf(SQLException.class);
    assertThat(activity("state")).containsExactly("idle in transaction (aborted)");
    watched.rollback();
    assertThat(activity("state, xact_start IS NULL")).containsExactly("idle", "t");
  }

  @Test
  void applicationNameFollowsTheSetting() throws SQLException {
    row(watched, "SET application_name = 'billing'");
    assertThat(activity("application_name")).containsExactly("billing");
    row(watched, "SELECT set_config('application_name', 'shipping', false)");
    assertThat(activity("application_name")).containsExactly("shipping");
  }

  @Test
  void longStatementsAreCut() throws SQLException {
    row(watched, "SELECT '" + "x".repeat(5000) + "'");
    assertThat(activity("length(query)")).containsExactly("1024");
  }

  @Test
  void statementIsCancelled() throws Exception {
    CompletableFuture<String> running = sqlStateInBackground("SELECT pg_sleep(60)");
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> activity("state, query").equals(List.of("active", "SELECT pg_sleep(60)")));
    assertThat(row(watcher, "SELECT pg_cancel_backend(" + pid + ")")).containsExactly("t");
    assertThat(running.get(10, TimeUnit.SECONDS)).isEqualTo("57014");
    assertThat(row(watched, "SELECT 1")).containsExactly("1");
  }

  @Test
  void connectionIsTerminated() throws Exception {
    watched.setAutoCommit(false);
    row(watched, "SELECT 1");
    assertThat(
            row(
                watcher,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE state = 'idle in transaction'"))
        .containsExactly("t");
    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> activity("pid").isEmpty());
    assertThatThrownBy(() -> row(watched, "SELECT 1")).isInstanceOf(SQLException.class);
    assertThat(row(watcher, "SELECT pg_terminate_backend(" + pid + ")")).containsExactly("f");
  }

  @Test
  void timeZoneSetByFunctionIsThatOfResults() throws SQLException {
    row(watched, "SELECT set_config('timezone', 'Asia/Tokyo', false)");
    assertThat(row(watched, "SELECT '2024-01-01 00:00:00+00'::timestamptz"))
        .containsExactly("2024-01-01 09:00:00+09");
  }

  private CompletableFuture<String> sqlStateInBackground(String sql) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            row(watched, sql);
            return "00000";
          } catch (SQLException e) {
            return e.getSQLState();
          }
        });
  }

  private List<String> activity(String columns) throws SQLException {
    return row(watcher, "SELECT " + columns + " FROM pg_stat_activity WHERE pid = " + pid);
  }

  /** The first row's values; empty when there is none. */
  private static List<String> row(Connection connection, String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      if (statement.execute(sql)) {
        try (ResultSet rows = statement.getResultSet()) {
          int columns = rows.next() ? rows.getMetaData().getColumnCount() : 0;
          for (int i = 1; i <= columns; i++) {
            values.add(rows.getString(i));
          }
        }
      }
    }
    return values;
  }
}
