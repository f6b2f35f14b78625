package io.dolake.cli.check.sql;

import io.dolake.common.check.Check;
import io.dolake.common.check.CheckContext;
import io.dolake.common.check.CheckResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** TPC-H's 22 queries, answers compared with SQLite's on the same data. */
public final class TpchCheck implements Check {
  private static final String QUERIES = "tpch/queries.sql";

  @Override
  public String name() {
    return "tpch";
  }

  @Override
  public Kind kind() {
    return Kind.CAMPAIGN;
  }

  @Override
  public String description() {
    return "TPC-H's 22 queries against SQLite's answers";
  }

  @Override
  public String help() {
    return """
        Loads TPC-H's tables into the embedded engine and into SQLite, runs the 22 queries on both
        and compares the answers; prints both times. The seed has no effect.
          --scale F     scale factor, default 0.1 (600,572 line items)
          --rounds N    how often each query is run on our side; the last time counts""";
  }

  @Override
  public int defaultRounds() {
    return 1;
  }

  @Override
  public CheckResult run(CheckContext context) throws Exception {
    double scale = Double.parseDouble(context.option("scale", "0.1"));
    Map<String, Object> values = new LinkedHashMap<>();
    int wrong = 0;
    double ourSeconds = 0;
    double sqliteSeconds = 0;
    List<String> queries = queries();
    try (EmbeddedDatabase ours =
            new EmbeddedDatabase(Files.createDirectories(context.workDirectory().resolve("db")));
        SqlitePeer sqlite = new SqlitePeer()) {
      new TpchData(scale).load(ours, sqlite);
      ours.run("analyze");
      sqlite.run("analyze");
      for (int i = 0; i < queries.size(); i++) {
        String problem;
        double mine = 0;
        double theirs = 0;
        try {
          List<Object[]> rows = List.of();
          for (int round = 0; round < Math.max(1, context.rounds()); round++) {
            long start = System.nanoTime();
            rows = ours.run(queries.get(i));
            mine = (System.nanoTime() - start) / 1e9;
          }
          long start = System.nanoTime();
          List<Object[]> expected = sqlite.run(queries.get(i));
          theirs = (System.nanoTime() - start) / 1e9;
          problem = ResultComparison.difference(rows, expected, true);
        } catch (RuntimeException failure) {
          problem = "failed: " + failure.getMessage();
        }
        wrong += problem == null ? 0 : 1;
        ourSeconds += mine;
        sqliteSeconds += theirs;
        values.put("q" + (i + 1) + "Seconds", mine);
        context
            .progress()
            .printf(
                Locale.ROOT,
                "q%d: %.3f s, SQLite %.3f s%s%n",
                i + 1,
                mine,
                theirs,
                problem == null ? "" : "  WRONG: " + problem);
      }
    }
    values.put("wrong", wrong);
    values.put("seconds", ourSeconds);
    values.put("sqliteSeconds", sqliteSeconds);
    String figure =
        String.format(
            Locale.ROOT,
            "tpch: %d of %d answers as SQLite's, %.1f s (SQLite %.1f s)",
            queries.size() - wrong,
            queries.size(),
            ourSeconds,
            sqliteSeconds);
    return new CheckResult(wrong == 0, figure, values);
  }

  static List<String> queries() throws IOException {
    try (InputStream in = TpchCheck.class.getClassLoader().getResourceAsStream(QUERIES)) {
      List<String> queries = new ArrayList<>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        if (!line.startsWith("--") && !line.isBlank()) {
          queries.add(line.substring(0, line.lastIndexOf(';')));
        }
      }
      return queries;
    }
  }
}
