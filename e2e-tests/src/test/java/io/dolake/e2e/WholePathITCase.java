package io.dolake.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.dolake.e2e.engines.SqlEngine;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The parts in separate processes, as production runs them: SQL goes in by pgjdbc, Spark reads what
 * comes out; every part is killed and started again in between.
 */
class WholePathITCase {
  @TempDir Path directory;
  private List<Integer> ports;
  private DoLakeProcess catalog;
  private DoLakeProcess node;
  private DoLakeProcess job;

  @BeforeEach
  void startParts() throws Exception {
    ports = FreePorts.take(6);
    catalog = startCatalog();
    node = startNode();
    job = startJob();
  }

  @AfterEach
  void stopParts() throws Exception {
    for (DoLakeProcess process : new DoLakeProcess[] {job, node, catalog}) {
      if (process != null) {
        process.close();
      }
    }
  }

  @Test
  void whatPgjdbcCommitsSparkReadsThoughEveryPartIsKilledInBetween() throws Exception {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE accounts (id BIGINT PRIMARY KEY, owner TEXT NOT NULL, balance"
              + " DECIMAL(12,2))");
      statement.execute(
          "CREATE TABLE transfers (id BIGINT PRIMARY KEY, from_id BIGINT, to_id BIGINT, amount"
              + " DECIMAL(12,2))");
      statement.execute(
          "CREATE TABLE positions (id BIGINT PRIMARY KEY, name TEXT, amount DECIMAL(12,2))");
      for (int i = 1; i <= 20; i++) {
        statement.execute("INSERT INTO accounts VALUES (" + i + ", 'owner " + i + "', 100)");
        statement.execute("INSERT INTO positions VALUES (" + i + ", 'name " + i + "', " + i + ")");
      }
      transfer(connection, 1, 1, 2);
    }
    awaitLake("SELECT count(*) FROM lake.transfers", "1");

    job.kill();
    try (Connection connection = connect()) {
      transfer(connection, 2, 3, 4);
    }
    job = startJob();
    awaitLake("SELECT count(*) FROM lake.transfers", "2");

    node.kill();
    node = startNode();
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      transfer(connection, 3, 5, 6);
      statement.execute("DELETE FROM accounts WHERE id = 20");
      statement.execute("ALTER TABLE accounts ADD COLUMN note TEXT");
      statement.execute("UPDATE accounts SET note = 'first' WHERE id = 1");
    }
    awaitLake("SELECT count(note) FROM lake.accounts", "1");

    catalog.kill();
    try (Connection connection = connect()) {
      transfer(connection, 4, 7, 8);
    }
    catalog = startCatalog();
    awaitLake("SELECT count(*) FROM lake.transfers", "4");

    String accounts = "SELECT id, owner, balance, note FROM %saccounts ORDER BY id";
    String transfers = "SELECT id, from_id, to_id, amount FROM %stransfers ORDER BY id";
    try (DoLakeProcess olderFormat = startJobOfVersion2();
        SqlEngine spark = SqlEngine.spark(directory, Map.of("uri", catalogUri()))) {
      assertThat(spark.sql(accounts.formatted("lake.main.")))
          .isEqualTo(rows(accounts.formatted("")));
      assertThat(spark.sql(transfers.formatted("lake.main.")))
          .isEqualTo(rows(transfers.formatted("")));
      compactAccounts(spark);
      assertThat(spark.sql(accounts.formatted("lake.main.")))
          .isEqualTo(rows(accounts.formatted("")));
      changePositions(spark);
      assertThat(olderFormat.stop()).isLessThanOrEqualTo(143);
    }
    assertThat(rows("SELECT count(*) FROM lake.accounts")).containsExactly("19");
    assertThat(job.stop()).isLessThanOrEqualTo(143);
  }

  /** Spark compacts a table of the job, which takes its files over and goes on with them. */
  private void compactAccounts(SqlEngine spark) throws Exception {
    spark.sql(
        "CALL lake.system.rewrite_data_files(table => 'main.accounts',"
            + " options => map('rewrite-all', 'true'))");
    String files = "SELECT file_path FROM lake.main.accounts.files WHERE content = 0";
    List<String> compacted = spark.sql(files);
    assertThat(compacted).as("files after Spark's compaction").hasSize(1);
    try (Connection connection = connect()) {
      transfer(connection, 5, 9, 10);
    }
    awaitLake("SELECT count(*) FROM lake.transfers", "5");
    Awaitility.await("the job takes Spark's file over")
        .atMost(90, TimeUnit.SECONDS)
        .pollInterval(1, TimeUnit.SECONDS)
        .untilAsserted(
            () -> {
              spark.sql("REFRESH TABLE lake.main.accounts");
              assertThat(spark.sql("SELECT name FROM lake.main.accounts.refs"))
                  .containsExactly("main");
              assertThat(jobSnapshotsWith(compacted.get(0), spark)).isNotEmpty();
            });
    try (Connection connection = connect()) {
      transfer(connection, 6, 11, 12);
    }
    awaitLake("SELECT count(*) FROM lake.transfers", "6");
    spark.sql("REFRESH TABLE lake.main.accounts");
  }

  /**
   * Snapshots of the job that have a file. The newest need not be one of them: if many of the
   * file's rows have changed meanwhile, the job soon moves the others out of it.
   */
  private static List<String> jobSnapshotsWith(String file, SqlEngine spark) {
    String ofJob =
        "SELECT snapshot_id FROM lake.main.accounts.snapshots"
            + " WHERE summary['dolake.commit-id'] IS NOT NULL";
    String files = "SELECT file_path FROM lake.main.accounts.files VERSION AS OF %s";
    return spark.sql(ofJob).stream()
        .filter(snapshot -> spark.sql(files.formatted(snapshot)).contains(file))
        .toList();
  }

  /** Spark reads position deletes, as tables have them that a job writes in format version 2. */
  private void changePositions(SqlEngine spark) throws Exception {
    awaitPositions(spark);
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE positions SET amount = -amount WHERE id % 7 = 0");
      statement.execute("DELETE FROM positions WHERE id % 9 = 0");
      statement.execute("INSERT INTO positions VALUES (21, NULL, 21.21)");
    }
    awaitPositions(spark);
    assertThat(
            spark.sql("SELECT DISTINCT content, file_format FROM lake.main.positions.delete_files"))
        .containsExactly("1\tPARQUET");
  }

  /** Until Spark reads, row for row, what the database has. */
  private void awaitPositions(SqlEngine spark) throws Exception {
    String positions = "SELECT id, name, amount FROM %spositions ORDER BY id";
    List<String> expected = rows(positions.formatted(""));
    Awaitility.await("Spark reads what the database has")
        .atMost(90, TimeUnit.SECONDS)
        .pollInterval(500, TimeUnit.MILLISECONDS)
        .until(() -> spark.sql("SHOW TABLES IN lake.main").toString().contains("positions"));
    Awaitility.await("Spark reads what the database has")
        .atMost(90, TimeUnit.SECONDS)
        .pollInterval(500, TimeUnit.MILLISECONDS)
        .untilAsserted(
            () -> {
              spark.sql("REFRESH TABLE lake.main.positions");
              assertThat(spark.sql(positions.formatted("lake.main."))).isEqualTo(expected);
            });
  }

  private DoLakeProcess startCatalog() throws Exception {
    return DoLakeProcess.start(
        directory,
        "catalog ready",
        "catalog",
        "--data",
        data(),
        "--set",
        "catalog.port=" + ports.get(0));
  }

  private DoLakeProcess startNode() throws Exception {
    return DoLakeProcess.start(
        directory,
        "node ready",
        "node",
        "--data",
        data(),
        "--catalog",
        catalogUri(),
        "--set",
        "node.pg.port=" + ports.get(1),
        "--set",
        "node.feed.port=" + ports.get(2),
        "--set",
        "node.http.port=" + ports.get(3));
  }

  private DoLakeProcess startJob() throws Exception {
    return DoLakeProcess.start(
        directory,
        "job ready",
        "job",
        "--data",
        data(),
        "--set",
        "job.node=127.0.0.1:" + ports.get(2),
        "--set",
        "job.catalog=" + catalogUri(),
        "--set",
        "job.exclude=main.positions",
        "--set",
        "web.port=" + ports.get(4));
  }

  /** A second job beside the first, for a table in the older format. */
  private DoLakeProcess startJobOfVersion2() throws Exception {
    return DoLakeProcess.start(
        directory,
        "job ready",
        "job",
        "--data",
        directory.resolve("version-2").toString(),
        "--set",
        "job.node=127.0.0.1:" + ports.get(2),
        "--set",
        "job.catalog=" + catalogUri(),
        "--set",
        "job.warehouse=" + directory.resolve("data/catalog/warehouse"),
        "--set",
        "job.slot=version_2",
        "--set",
        "job.include=main.positions",
        "--set",
        "job.table.format-version=2",
        "--set",
        "web.port=" + ports.get(5));
  }

  private String data() {
    return directory.resolve("data").toString();
  }

  private String catalogUri() {
    return "http://127.0.0.1:" + ports.get(0) + "/";
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + ports.get(1) + "/main?user=dolake");
  }

  private static void transfer(Connection connection, int id, int from, int to)
      throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("UPDATE accounts SET balance = balance - 10 WHERE id = " + from);
      statement.executeUpdate("UPDATE accounts SET balance = balance + 10 WHERE id = " + to);
      statement.executeUpdate(
          "INSERT INTO transfers VALUES (" + id + ", " + from + ", " + to + ", 10.00)");
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  private void awaitLake(String query, String value) {
    Awaitility.await(query)
        .atMost(90, TimeUnit.SECONDS)
        .pollInterval(250, TimeUnit.MILLISECONDS)
        .ignoreExceptionsInstanceOf(SQLException.class)
        .untilAsserted(() -> assertThat(rows(query)).containsExactly(value));
  }

  private List<String> rows(String query) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> lines = new ArrayList<>();
      while (rows.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          values.add(String.valueOf(rows.getString(i)));
        }
        lines.add(String.join("\t", values));
      }
      return lines;
    }
  }
}
