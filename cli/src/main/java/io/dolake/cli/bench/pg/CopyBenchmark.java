package io.dolake.cli.bench.pg;

import io.dolake.common.check.Check;
import io.dolake.common.check.CheckContext;
import io.dolake.common.check.CheckResult;
import io.dolake.server.DoSqlNode;
import io.dolake.server.config.NodeConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * {@code bin/dolake bench copy}: rows a second of one {@code COPY FROM STDIN}, one transaction,
 * until it is durable, through pgjdbc. The table is pgbench's largest, with its primary key.
 */
public final class CopyBenchmark implements Check {
  private static final double GOAL_ROWS_PER_SECOND = 100_000;
  private static final int PIECE_BYTES = 64 << 10;
  private static final String FILLER = " ".repeat(84);

  @Override
  public String name() {
    return "copy";
  }

  @Override
  public Kind kind() {
    return Kind.BENCHMARK;
  }

  @Override
  public String description() {
    return "rows a second of COPY FROM STDIN through the server";
  }

  @Override
  public String help() {
    return """
        Loads a table of an integer key, two integers and 84 characters with one COPY in text format,
        once with a tenth of the rows to warm up, then --rounds times; the middle one counts. Goal:
        100000 rows a second.
        --rows N    rows (default 1000000)
        """;
  }

  @Override
  public int defaultRounds() {
    return 3;
  }

  @Override
  public CheckResult run(CheckContext context) throws Exception {
    int rows = Integer.parseInt(context.option("rows", "1000000"));
    NodeConfig config = NodeConfig.embedded(context.workDirectory().resolve("node"));
    try (DoSqlNode node = new DoSqlNode(config).start();
        Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + node.pgPort() + "/main?user=bench")) {
      load(connection, rows / 10);
      List<Double> rates = new ArrayList<>();
      for (int round = 1; round <= context.rounds(); round++) {
        double seconds = load(connection, rows);
        rates.add(rows / seconds);
        context
            .progress()
            .printf(
                Locale.ROOT,
                "round %d  %d rows in %.2f s, %.0f rows/s%n",
                round,
                rows,
                seconds,
                rows / seconds);
      }
      double median = rates.stream().sorted().skip(rates.size() / 2).findFirst().orElseThrow();
      return new CheckResult(
          median >= GOAL_ROWS_PER_SECOND,
          String.format(
              Locale.ROOT,
              "COPY of %d rows: %.0f rows/s (goal %.0f)",
              rows,
              median,
              GOAL_ROWS_PER_SECOND),
          Map.of("rowsPerSecond", rates));
    }
  }

  /** Loads into an empty table; returns the seconds until the load was durable. */
  private static double load(Connection connection, int rows) throws SQLException, IOException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE IF EXISTS copied");
      statement.execute(
          "CREATE TABLE copied (aid INT NOT NULL PRIMARY KEY, bid INT, abalance INT, filler"
              + " CHAR(84))");
    }
    long start = System.nanoTime();
    CopyIn copy =
        connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY copied FROM STDIN");
    StringBuilder piece = new StringBuilder(PIECE_BYTES + 200);
    for (int aid = 1; aid <= rows; aid++) {
      piece.append(aid).append('\t').append(aid / 100_000 + 1).append("\t0\t");
      piece.append(FILLER).append('\n');
      if (piece.length() >= PIECE_BYTES || aid == rows) {
        byte[] bytes = piece.toString().getBytes(StandardCharsets.US_ASCII);
        copy.writeToCopy(bytes, 0, bytes.length);
        piece.setLength(0);
      }
    }
    long loaded = copy.endCopy();
    double seconds = (System.nanoTime() - start) / 1e9;
    if (loaded != rows) {
      throw new IllegalStateException("loaded " + loaded + " of " + rows + " rows");
    }
    return seconds;
  }
}
