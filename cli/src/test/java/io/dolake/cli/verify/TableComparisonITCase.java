package io.dolake.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.dolake.server.DoSqlNode;
import io.dolake.server.config.NodeConfig;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of a database and what the lake's files hold of them, read by DuckDB. */
class TableComparisonITCase {
  @TempDir Path directory;
  private DoSqlNode node;
  private Connection database;
  private Connection lake;

  @BeforeEach
  void connect() throws SQLException {
    node = new DoSqlNode(NodeConfig.embedded(directory.resolve("node"))).start();
    database =
        DriverManager.getConnection(
            "jdbc:postgresql://127.0.0.1:" + node.pgPort() + "/main?user=tester");
    lake = DriverManager.getConnection("jdbc:duckdb:");
    run(
        database,
        "CREATE TABLE t (id INT PRIMARY KEY, tags TEXT[], v ANY, name TEXT)",
        "INSERT INTO t VALUES (1, '{a,\"b c\"}', 3.0, '3'), (2, '{}', x'00ff', 'x'),"
            + " (3, NULL, TRUE, 'y'), (4, '{NULL}', 1e20, ''), (5, '{1}', 'true', NULL)");
    run(
        lake,
        "CREATE SCHEMA lake",
        "CREATE TABLE lake.t (id BIGINT, tags VARCHAR, v VARCHAR, name VARCHAR)",
        "INSERT INTO lake.t VALUES (1, '[\"a\",\"b c\"]', '3.0', '3'), (2, '[]', 'X''00FF''', 'x'),"
            + " (3, NULL, 'true', 'y'), (4, '[null]', '1.0E20', ''), (5, '[\"1\"]', 'true', NULL)");
  }

  @AfterEach
  void disconnect() throws SQLException {
    lake.close();
    database.close();
    node.close();
  }

  @Test
  void formsOfOneValueAreNoDifference() throws SQLException {
    TableDifference found = compare();
    assertThat(found.examples()).isEmpty();
    assertThat(found.rows()).isEqualTo(5);
  }

  @Test
  void everyOtherDifferenceIsFound() throws SQLException {
    run(lake, "UPDATE lake.t SET name = '3.0' WHERE id = 1");
    run(lake, "UPDATE lake.t SET v = 'X''00FE''' WHERE id = 2");
    run(lake, "UPDATE lake.t SET tags = '[]' WHERE id = 3");
    run(lake, "DELETE FROM lake.t WHERE id = 4");
    TableDifference found = compare();
    assertThat(found.differences()).isEqualTo(4);
  }

  private TableDifference compare() throws SQLException {
    return new TableComparison(database, lake, "").compare(ComparedTable.of(database, "main", "t"));
  }

  private static void run(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
