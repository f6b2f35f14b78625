package io.dolake.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code dolake flink-sql -f script.sql} on a node that clients write to meanwhile. */
class FlinkSqlClientITCase {
  private static final long CLIENT_SECONDS = 240;

  @TempDir Path directory;
  private List<Integer> ports;
  private DoLakeProcess node;
  private Connection sql;

  @BeforeEach
  void startNode() throws Exception {
    ports = FreePorts.take(3);
    node =
        DoLakeProcess.start(
            directory,
            "node ready",
            "node",
            "--data",
            directory.resolve("data").toString(),
            "--set",
            "node.pg.port=" + ports.get(0),
            "--set",
            "node.feed.port=" + ports.get(1),
            "--set",
            "node.http.port=" + ports.get(2));
    sql = DriverManager.getConnection(url() + "?user=dolake");
    execute(
        "CREATE TABLE customers (id BIGINT PRIMARY KEY, name TEXT)",
        "CREATE TABLE orders (id BIGINT PRIMARY KEY, customer BIGINT, amount DECIMAL(10,2))",
        "INSERT INTO customers VALUES (1, 'ada'), (2, 'bob')",
        "INSERT INTO orders VALUES (10, 1, 9.90), (11, 2, 5.00)");
  }

  @AfterEach
  void stopNode() throws Exception {
    if (sql != null) {
      sql.close();
    }
    node.close();
  }

  private String url() {
    return "jdbc:postgresql://127.0.0.1:" + ports.get(0) + "/main";
  }

  private void execute(String... statements) throws SQLException {
    try (Statement statement = sql.createStatement()) {
      for (String text : statements) {
        statement.execute(text);
      }
    }
  }

  private List<String> rows(String query) throws SQLException {
    try (Statement statement = sql.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> lines = new ArrayList<>();
      while (rows.next()) {
        lines.add(rows.getString(1) + " " + rows.getString(2));
      }
      return lines;
    }
  }

  private String script(String statements) throws IOException {
    String catalog =
        "CREATE CATALOG shop WITH ('type' = 'dosql', 'endpoints' = '127.0.0.1:%d', 'url' = '%s',"
            + " 'username' = 'dolake');\n";
    return Files.writeString(
            Files.createTempFile(directory, "script", ".sql"),
            catalog.formatted(ports.get(1), url()) + statements)
        .toString();
  }

  private static void awaitOutput(DoLakeProcess client, String... patterns) {
    Awaitility.await()
        .atMost(CLIENT_SECONDS, TimeUnit.SECONDS)
        .untilAsserted(
            () -> {
              for (String pattern : patterns) {
                assertThat(client.output()).containsPattern(pattern);
              }
            });
  }

  @Test
  void joinOfTwoTablesStreamsWhatClientsChange() throws Exception {
    String script =
        script(
            """
            SELECT o.id, c.name, o.amount
            FROM shop.main.orders AS o JOIN shop.main.customers AS c ON o.customer = c.id;
            """);
    try (DoLakeProcess client = DoLakeProcess.start(directory, "9.90", "flink-sql", "-f", script)) {
      // A terminal would send it to Flink's client as well, which takes it as the end of a query.
      client.interrupt();
      execute(
          "UPDATE orders SET amount = 7.77 WHERE id = 11",
          "UPDATE customers SET name = 'eve' WHERE id = 1");
      awaitOutput(client, "\\+[IU] .* 11 .* bob .* 7\\.77 ", "\\+[IU] .* 10 .* eve .* 9\\.90 ");

      // Only now: the two tables are two streams, and the join may see either's changes first.
      execute("DELETE FROM orders WHERE id = 10");
      awaitOutput(client, "-[DU] .* 10 .* eve .* 9\\.90 ");

      List<ProcessHandle> started = client.descendants();
      assertThat(started).isNotEmpty();
      assertThat(client.stop()).isEqualTo(143);
      assertThat(started).noneMatch(ProcessHandle::isAlive);
    }
  }

  @Test
  void scriptCreatesATableLooksUpAndWritesThrough() throws Exception {
    String script =
        script(
            """
            SET 'table.dml-sync' = 'true';
            CREATE TABLE shop.main.named_orders (
              id BIGINT NOT NULL, name STRING, amount DECIMAL(10, 2), PRIMARY KEY (id) NOT ENFORCED);
            INSERT INTO shop.main.named_orders
            SELECT o.id, c.name, o.amount
            FROM (SELECT *, PROCTIME() AS t
                  FROM shop.main.orders /*+ OPTIONS('scan.bounded' = 'true') */) AS o
            LEFT JOIN shop.main.customers FOR SYSTEM_TIME AS OF o.t AS c ON o.customer = c.id
            ON CONFLICT DO DEDUPLICATE;
            INSERT INTO shop.main.customers VALUES (3, 'cyd') ON CONFLICT DO DEDUPLICATE;
            """);

    DoLakeProcess client = DoLakeProcess.run(directory, CLIENT_SECONDS, "flink-sql", "-f", script);

    assertThat(client.exitCode()).as(client.output()).isZero();
    assertThat(rows("SELECT id, name FROM named_orders ORDER BY id"))
        .as(client.output())
        .containsExactly("10 ada", "11 bob");
    assertThat(rows("SELECT id, name FROM customers WHERE id = 3")).containsExactly("3 cyd");
  }

  @Test
  void mistakeIsToldInOneLine() throws Exception {
    DoLakeProcess client =
        DoLakeProcess.run(
            directory, CLIENT_SECONDS, "flink-sql", "-f", script("SELECT * FROM shop.main.oders;"));

    assertThat(client.output())
        .contains("Object 'oders' not found within 'shop.main'")
        .doesNotContain("\tat ");
  }
}
