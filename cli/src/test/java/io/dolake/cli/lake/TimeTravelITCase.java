package io.dolake.cli.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.cli.DatabaseUrl;
import io.dolake.cli.status.NodeStatus;
import io.dolake.cli.up.EmbeddedStack;
import io.dolake.cli.up.StackConfig;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The lake as of any LSN and any moment is the database as it stood then: random transactions
 * against a model, over the PostgreSQL protocol, on a whole DoLake in this process.
 */
class TimeTravelITCase {
  private static final int TRANSACTIONS = 60;
  private static final int KEYS = 12;
  private static final int QUESTIONS = 25;

  /** Two of one name, by the parity of the rows' keys. */
  private static final List<String> TABLES = List.of("even.pairs", "pairs");

  @TempDir Path directory;

  /** The table's rows after one commit. */
  private record State(Instant at, NavigableMap<Long, String> rows) {}

  @Test
  void lakeAsOfIsTheDatabaseAsItStood() throws Exception {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    StackConfig config =
        StackConfig.load(
            directory,
            null,
            List.of(
                "node.pg.port=0",
                "node.feed.port=0",
                "node.http.port=0",
                "catalog.port=0",
                "web.port=0"));
    try (EmbeddedStack stack =
            EmbeddedStack.start(config, new PrintStream(new ByteArrayOutputStream()));
        Connection connection =
            DatabaseUrl.connect(stack.databaseUrl(), DatabaseUrl.DEFAULT_USER)) {
      execute(connection, "CREATE SCHEMA even");
      for (String table : TABLES) {
        execute(
            connection,
            "CREATE TABLE " + table + " (id BIGINT PRIMARY KEY, text TEXT, size DECIMAL(9,2))");
      }
      NavigableMap<Long, State> history = work(stack, connection, random);
      awaitLake(connection, history.lastEntry().getValue());
      for (int i = 0; i < QUESTIONS; i++) {
        long lsn = random.nextLong(history.firstKey(), history.lastKey() + 1);
        State state = history.floorEntry(lsn).getValue();
        assertThat(rows(connection, "LSN " + lsn))
            .as("seed %d, LSN %d", seed, lsn)
            .isEqualTo(state.rows());
        assertThat(rows(connection, "TIMESTAMP '" + state.at() + "'"))
            .as("seed %d, time %s", seed, state.at())
            .isEqualTo(state.rows());
      }
      assertThatThrownBy(() -> rows(connection, "LSN 999999999"))
          .hasMessageContaining("has not been reached");
      assertThatThrownBy(() -> rows(connection, "TIMESTAMP '2999-01-01'"))
          .hasMessageContaining("in the future");
    }
  }

  /** Runs the transactions, a few milliseconds apart; returns what each left behind, by LSN. */
  private static NavigableMap<Long, State> work(
      EmbeddedStack stack, Connection connection, SplittableRandom random)
      throws SQLException, InterruptedException {
    NavigableMap<Long, State> history = new TreeMap<>();
    TreeMap<Long, String> rows = new TreeMap<>();
    for (int i = 0; i < TRANSACTIONS; i++) {
      connection.setAutoCommit(false);
      int statements = 1 + random.nextInt(4);
      for (int j = 0; j < statements; j++) {
        change(connection, random.nextLong(KEYS), random, rows);
      }
      // So that every transaction has an LSN, even one that deletes nothing.
      change(connection, KEYS, "t" + i, rows);
      connection.commit();
      connection.setAutoCommit(true);
      history.put(lastLsn(stack), new State(afterClockTick(), new TreeMap<>(rows)));
    }
    return history;
  }

  /** A moment after everything that was committed before, and before everything that will be. */
  private static Instant afterClockTick() {
    long now = System.currentTimeMillis();
    Awaitility.await()
        .pollDelay(0, TimeUnit.MILLISECONDS)
        .pollInterval(1, TimeUnit.MILLISECONDS)
        .until(() -> System.currentTimeMillis() > now + 1);
    return Instant.ofEpochMilli(now);
  }

  private static void change(
      Connection connection, long id, SplittableRandom random, TreeMap<Long, String> rows)
      throws SQLException {
    if (random.nextInt(4) == 0) {
      execute(connection, "DELETE FROM " + tableOf(id) + " WHERE id = " + id);
      rows.remove(id);
    } else {
      change(connection, id, random.nextInt(3) == 0 ? null : "v" + random.nextInt(1000), rows);
    }
  }

  private static void change(
      Connection connection, long id, String text, TreeMap<Long, String> rows) throws SQLException {
    try (PreparedStatement upsert =
        connection.prepareStatement(
            "INSERT OR REPLACE INTO " + tableOf(id) + " VALUES (?, ?, 1.25)")) {
      upsert.setLong(1, id);
      upsert.setString(2, text);
      upsert.executeUpdate();
    }
    rows.put(id, text + " 1.25");
  }

  private static String tableOf(long id) {
    return TABLES.get((int) (id % 2));
  }

  private static long lastLsn(EmbeddedStack stack) {
    return NodeStatus.ask(stack.feedAddress()).shards().get(0).lastLsn();
  }

  private static void awaitLake(Connection connection, State newest) {
    Awaitility.await("the lake has everything")
        .atMost(90, TimeUnit.SECONDS)
        .ignoreExceptionsInstanceOf(SQLException.class)
        .untilAsserted(() -> assertThat(rowsOf(connection, "")).isEqualTo(newest.rows()));
  }

  private static NavigableMap<Long, String> rows(Connection connection, String moment)
      throws SQLException {
    return rowsOf(connection, " FOR SYSTEM_TIME AS OF " + moment);
  }

  private static NavigableMap<Long, String> rowsOf(Connection connection, String asOf)
      throws SQLException {
    return pairs(
        connection,
        TABLES.stream()
            .map(table -> "SELECT id, pairs.text, size FROM lake." + table + asOf)
            .collect(Collectors.joining(" UNION ALL ")));
  }

  private static NavigableMap<Long, String> pairs(Connection connection, String query)
      throws SQLException {
    NavigableMap<Long, String> pairs = new TreeMap<>();
    List<Long> seen = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        seen.add(rows.getLong(1));
        pairs.put(rows.getLong(1), rows.getString(2) + " " + rows.getString(3));
      }
    }
    assertThat(seen).as("no row comes twice").doesNotHaveDuplicates();
    return pairs;
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
