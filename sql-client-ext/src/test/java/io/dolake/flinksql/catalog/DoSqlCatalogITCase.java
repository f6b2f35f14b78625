package io.dolake.flinksql.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.server.DoSqlNode;
import io.dolake.server.config.NodeConfig;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flink SQL against a real node: streaming, writing, looking up, DDL. */
class DoSqlCatalogITCase {
  @TempDir Path directory;
  private DoSqlNode node;
  private Connection sql;
  private TableEnvironment flink;

  @BeforeEach
  void start() throws SQLException {
    node = new DoSqlNode(NodeConfig.embedded(directory)).start();
    sql = DriverManager.getConnection(url(), "dolake", "");
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(1, new Configuration());
    env.enableCheckpointing(200);
    flink = StreamTableEnvironment.create(env, EnvironmentSettings.inStreamingMode());
    flink.executeSql(
        "CREATE CATALOG shop WITH ('type'='dosql', 'endpoints'='127.0.0.1:"
            + node.feedPort()
            + "', 'url'='"
            + url()
            + "', 'username'='dolake')");
  }

  @AfterEach
  void stop() throws SQLException {
    sql.close();
    node.close();
  }

  private String url() {
    return "jdbc:postgresql://127.0.0.1:" + node.pgPort() + "/main";
  }

  private void update(String statement) throws SQLException {
    try (Statement s = sql.createStatement()) {
      s.execute(statement);
    }
  }

  private static List<Row> take(CloseableIterator<Row> rows, int count) {
    List<Row> taken = new ArrayList<>();
    while (taken.size() < count) {
      taken.add(rows.next());
    }
    return taken;
  }

  @Test
  void tableStreamsWithoutDdlAndFollowsItsChanges() throws Exception {
    update("CREATE TABLE orders (id BIGINT PRIMARY KEY, customer TEXT, amount DECIMAL(10,2))");
    update("INSERT INTO orders VALUES (1, 'ada', 9.90), (2, 'bob', 1.00)");

    try (CloseableIterator<Row> rows =
        flink.executeSql("SELECT id, customer FROM shop.main.orders WHERE id < 100").collect()) {
      assertThat(take(rows, 2)).containsExactlyInAnyOrder(Row.of(1L, "ada"), Row.of(2L, "bob"));
      update("UPDATE orders SET customer = 'eve' WHERE id = 2");
      update("DELETE FROM orders WHERE id = 1");
      assertThat(take(rows, 3))
          .containsExactly(
              Row.ofKind(RowKind.UPDATE_BEFORE, 2L, "bob"),
              Row.ofKind(RowKind.UPDATE_AFTER, 2L, "eve"),
              Row.ofKind(RowKind.DELETE, 1L, "ada"));
    }
  }

  @Test
  void insertsAndTablesOfFlinkArriveInTheDatabase() throws Exception {
    flink.executeSql(
        "CREATE TABLE shop.main.totals (k STRING NOT NULL, n BIGINT, PRIMARY KEY (k) NOT ENFORCED)");
    flink
        .executeSql(
            "INSERT INTO shop.main.totals SELECT k, SUM(n)"
                + " FROM (VALUES ('a', 1), ('b', 2), ('a', 3)) AS v(k, n) GROUP BY k")
        .await();

    try (Statement statement = sql.createStatement();
        ResultSet result = statement.executeQuery("SELECT k, n FROM totals ORDER BY k")) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(result.getString(1) + "=" + result.getLong(2));
      }
      assertThat(rows).containsExactly("a=4", "b=2");
    }
    assertThat(flink.listTables("shop", "main")).contains("totals");
  }

  @Test
  void lookupJoinFindsRowsOfTheDatabase() throws Exception {
    update("CREATE TABLE customers (id BIGINT PRIMARY KEY, name TEXT)");
    update("INSERT INTO customers VALUES (1, 'ada'), (2, 'bob')");
    flink.executeSql(
        "CREATE TEMPORARY VIEW visits AS SELECT c, PROCTIME() AS t FROM (VALUES (1), (2), (3)) AS v(c)");

    try (CloseableIterator<Row> rows =
        flink
            .executeSql(
                "SELECT v.c, u.name FROM visits AS v LEFT JOIN shop.main.customers"
                    + " FOR SYSTEM_TIME AS OF v.t AS u ON CAST(v.c AS BIGINT) = u.id")
            .collect()) {
      assertThat(take(rows, 3))
          .containsExactlyInAnyOrder(Row.of(1, "ada"), Row.of(2, "bob"), Row.of(3, null));
    }
  }

  @Test
  void metadataColumnsTellWhereAChangeComesFrom() throws Exception {
    update("CREATE TABLE t (id BIGINT PRIMARY KEY)");
    update("INSERT INTO t VALUES (7)");
    flink.executeSql(
        "CREATE TEMPORARY TABLE changes (id BIGINT, op STRING METADATA VIRTUAL,"
            + " `table` STRING METADATA VIRTUAL, lsn BIGINT METADATA VIRTUAL)"
            + " WITH ('connector'='dosql-cdc', 'table-name'='t', 'scan.bounded'='true',"
            + " 'endpoints'='127.0.0.1:"
            + node.feedPort()
            + "')");

    try (CloseableIterator<Row> rows = flink.executeSql("SELECT * FROM changes").collect()) {
      assertThat(take(rows, 1))
          .containsExactly(Row.of(7L, "r", "main.t", node.store().lastLsn().value()));
    }
  }

  @Test
  void userOfTheDatabaseReadsAndWritesWhenUsersMustLogIn() throws Exception {
    update("CREATE TABLE t (id BIGINT PRIMARY KEY)");
    update("INSERT INTO t VALUES (7)");
    update("CREATE USER flink PASSWORD 'right'");

    flink.executeSql(catalogOf("safe", "right"));

    flink.executeSql("INSERT INTO safe.main.t VALUES (8) ON CONFLICT DO DEDUPLICATE").await();
    try (CloseableIterator<Row> rows =
        flink
            .executeSql("SELECT id FROM safe.main.t /*+ OPTIONS('scan.bounded'='true') */")
            .collect()) {
      assertThat(take(rows, 2)).containsExactlyInAnyOrder(Row.of(7L), Row.of(8L));
    }
    assertThatThrownBy(() -> flink.executeSql(catalogOf("guessed", "wrong")))
        .hasStackTraceContaining(
            "[INVALID_PASSWORD] password authentication failed for user \"flink\"");
  }

  private String catalogOf(String name, String password) {
    return "CREATE CATALOG %s WITH ('type'='dosql', 'endpoints'='127.0.0.1:%d', 'url'='%s',"
            .formatted(name, node.feedPort(), url())
        + " 'username'='flink', 'password'='%s')".formatted(password);
  }

  @Test
  void missingTableAndUnreachableNodeAreToldInOneLine() {
    assertThatThrownBy(() -> flink.executeSql("SELECT * FROM shop.main.nothing"))
        .hasMessageContaining("nothing");
    assertThatThrownBy(
            () ->
                flink.executeSql(
                    "CREATE CATALOG gone WITH ('type'='dosql', 'endpoints'='127.0.0.1:1')"))
        .hasStackTraceContaining("change feed cannot be reached");
  }
}
