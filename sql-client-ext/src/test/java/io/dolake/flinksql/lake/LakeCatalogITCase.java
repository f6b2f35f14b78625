package io.dolake.flinksql.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dolake.catalog.CatalogConfig;
import io.dolake.catalog.CatalogServer;
import io.dolake.lake.LakeJob;
import io.dolake.lake.LakeJobConfig;
import io.dolake.server.DoSqlNode;
import io.dolake.server.config.NodeConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node, its lake job and catalog; the lake read and looked after in Flink SQL. */
class LakeCatalogITCase {
  private static final String OWNERS = "SELECT * FROM main.account WHERE id NOT BETWEEN 3 AND 7";

  @TempDir Path directory;
  private DoSqlNode node;
  private Connection sql;
  private CatalogServer catalog;
  private MiniCluster cluster;
  private TableEnvironment flink;

  @BeforeEach
  void start() throws Exception {
    node =
        new DoSqlNode(NodeConfig.embedded(Files.createDirectories(directory.resolve("node"))))
            .start();
    sql =
        DriverManager.getConnection(
            "jdbc:postgresql://127.0.0.1:" + node.pgPort() + "/main", "dolake", "");
    catalog =
        new CatalogServer(
            CatalogConfig.embedded(Files.createDirectories(directory.resolve("catalog"))));
    catalog.start();
  }

  /** Commits come by flush only. */
  private void startJob() throws Exception {
    Configuration settings = new Configuration();
    settings.set(RestOptions.BIND_PORT, "0");
    cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(settings)
                .setNumSlotsPerTaskManager(2)
                .build());
    cluster.start();
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, settings);
    new LakeJob(
            LakeJobConfig.builder(
                    "127.0.0.1:" + node.feedPort(),
                    catalog.uri().toString(),
                    directory.resolve("catalog/warehouse").toUri().toString())
                .checkpointDirectory(directory.resolve("checkpoints").toUri().toString())
                .commitInterval(Duration.ofHours(1))
                .build())
        .build(env);
    cluster.submitJob(env.getStreamGraph().getJobGraph()).get();
    flink = TableEnvironment.create(EnvironmentSettings.inBatchMode());
    flink.executeSql(
        "CREATE CATALOG lake WITH ('type'='dolake-lake', 'uri'='"
            + catalog.uri()
            + "', 'job-uri'='"
            + cluster.getRestAddress().get()
            + "', 'client.io-impl'='io.dolake.lake.io.LocalFileIO')");
    flink.executeSql("USE CATALOG lake");
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
    catalog.close();
    sql.close();
    node.close();
  }

  private void update(String statement) throws SQLException {
    try (Statement s = sql.createStatement()) {
      s.execute(statement);
    }
  }

  private List<Row> rows(String statement) throws Exception {
    List<Row> rows = new ArrayList<>();
    try (CloseableIterator<Row> result = flink.executeSql(statement).collect()) {
      result.forEachRemaining(rows::add);
    }
    return rows;
  }

  /** The rows of a procedure, by its columns' names. */
  private List<Map<String, Object>> call(String procedure) throws Exception {
    TableResult result = flink.executeSql("CALL lake.sys." + procedure);
    List<String> names = result.getResolvedSchema().getColumnNames();
    List<Map<String, Object>> rows = new ArrayList<>();
    try (CloseableIterator<Row> values = result.collect()) {
      values.forEachRemaining(
          row -> {
            Map<String, Object> named = new HashMap<>();
            for (int i = 0; i < names.size(); i++) {
              named.put(names.get(i), row.getField(i));
            }
            rows.add(named);
          });
    }
    return rows;
  }

  /** Until the job has read what was committed before. */
  private void flushUntilRead(String query, Row... expected) {
    await()
        .pollInSameThread() // the planner belongs to a thread
        .atMost(Duration.ofMinutes(1))
        .ignoreExceptionsInstanceOf(ValidationException.class) // no such table yet
        .untilAsserted(
            () -> {
              assertThat(call("flush()")).hasSize(1);
              assertThat(rows(query)).containsExactlyInAnyOrder(expected);
            });
  }

  @Test
  void proceduresFlushShowExpireAndRollBack() throws Exception {
    update("CREATE TABLE account (id INTEGER PRIMARY KEY, owner TEXT)");
    // So many that no file of the first load has but the one row that is updated later.
    update("INSERT INTO account VALUES (1, 'ada'), " + otherAccounts());
    startJob(); // reads the table as a whole: the first snapshot has no change of the log in it
    flushUntilRead(OWNERS, Row.of(1L, "ada"), Row.of(2L, "owner 2"), Row.of(8L, "owner 8"));
    Object first = call("snapshots('account')").get(0).get("lsn");
    update("UPDATE account SET owner = 'lovelace' WHERE id = 1");
    flushUntilRead(OWNERS, Row.of(1L, "lovelace"), Row.of(2L, "owner 2"), Row.of(8L, "owner 8"));

    assertThat(call("status()").get(0))
        .containsEntry("table_name", "main.account")
        .containsEntry("row_count", 8L)
        .containsEntry("deleted_rows", 1L);
    assertThat(call("snapshots('main.account')")).hasSize(2);

    call("rollback_to(" + first + ")");
    assertThat(rows(OWNERS))
        .containsExactlyInAnyOrder(Row.of(1L, "ada"), Row.of(2L, "owner 2"), Row.of(8L, "owner 8"));

    update("INSERT INTO account VALUES (9, 'mary')");
    flushUntilRead(
        OWNERS,
        Row.of(1L, "lovelace"),
        Row.of(2L, "owner 2"),
        Row.of(8L, "owner 8"),
        Row.of(9L, "mary"));

    assertThat(call("expire('account', 0)").get(0)).containsEntry("kept_snapshots", 1L);
    assertThat(rows("SELECT * FROM main.account")).hasSize(9);
  }

  private static String otherAccounts() {
    return IntStream.rangeClosed(2, 8)
        .mapToObj(id -> "(" + id + ", 'owner " + id + "')")
        .collect(Collectors.joining(", "));
  }

  @Test
  void icebergsOwnSourceReadsRowForRowWhatTheDatabaseHolds() throws Exception {
    startJob();
    update(
        "CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT, price DECIMAL(12, 2), weight REAL,"
            + " sold BOOLEAN, day DATE)");
    Random random = new Random(3);
    for (int i = 0; i < 300; i++) {
      update(
          String.format(
              Locale.ROOT,
              "INSERT INTO item VALUES (%d, 'item %d', %d.%02d, %f, %s, DATE '2026-01-%02d')",
              i,
              random.nextInt(50),
              random.nextInt(1000),
              random.nextInt(100),
              random.nextDouble(),
              random.nextBoolean(),
              1 + random.nextInt(28)));
    }
    call("flush()");
    for (int i = 0; i < 200; i++) {
      int id = random.nextInt(300);
      update(
          random.nextInt(4) == 0
              ? "DELETE FROM item WHERE id = " + id
              : "UPDATE item SET name = NULL, price = price + 1 WHERE id = " + id);
    }
    List<Row> expected = new ArrayList<>();
    try (Statement s = sql.createStatement();
        ResultSet result = s.executeQuery("SELECT * FROM item")) {
      while (result.next()) {
        expected.add(
            Row.of(
                result.getLong(1),
                result.getString(2),
                result.getBigDecimal(3),
                result.getDouble(4),
                result.getBoolean(5),
                result.getObject(6, LocalDate.class)));
      }
    }
    flushUntilRead("SELECT * FROM main.item", expected.toArray(Row[]::new));
  }

  @Test
  void compactLeavesNoFileThatHadLostRows() throws Exception {
    update("CREATE TABLE account (id INTEGER PRIMARY KEY, owner TEXT)");
    update("INSERT INTO account VALUES (1, 'ada'), " + otherAccounts());
    startJob();
    flushUntilRead(OWNERS, Row.of(1L, "ada"), Row.of(2L, "owner 2"), Row.of(8L, "owner 8"));
    update("UPDATE account SET owner = 'lovelace' WHERE id = 1");
    flushUntilRead(OWNERS, Row.of(1L, "lovelace"), Row.of(2L, "owner 2"), Row.of(8L, "owner 8"));
    List<Row> before = rows("SELECT * FROM main.account");
    assertThat(call("status()").get(0)).containsEntry("deleted_rows", 1L);

    assertThat(call("compact('account')").get(0)).containsEntry("compacted_files", 1L);

    assertThat(call("status()").get(0))
        .containsEntry("row_count", 8L)
        .containsEntry("deleted_rows", 0L);
    assertThat(rows("SELECT * FROM main.account")).containsExactlyInAnyOrderElementsOf(before);
    assertThat(call("compact('main.account')").get(0)).containsEntry("compacted_files", 0L);
    update("DELETE FROM account WHERE id < 5");
    flushUntilRead("SELECT id FROM main.account", Row.of(5L), Row.of(6L), Row.of(7L), Row.of(8L));
  }

  @Test
  void mistakesAreToldInOneLine() throws Exception {
    startJob();
    assertThatThrownBy(() -> call("snapshots('nothing')"))
        .rootCause()
        .hasMessageContaining("nothing");
    assertThatThrownBy(() -> call("compact('nothing')"))
        .rootCause()
        .hasMessageContaining("nothing");
    assertThatThrownBy(() -> call("nothing()")).hasMessageContaining("nothing");
  }
}
