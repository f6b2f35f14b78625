package io.dolake.cli.check;

import io.dolake.catalog.CatalogConfig;
import io.dolake.catalog.CatalogServer;
import io.dolake.common.check.Check;
import io.dolake.common.check.CheckContext;
import io.dolake.common.check.CheckResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * How fast the catalog commits: single tables, many writers, transactions over many tables, and
 * whether the ten-thousandth commit of a table costs more than the first.
 */
public final class CatalogBench implements Check {
  private static final int TABLES = 20;
  private static final double GOAL_PER_SECOND = 500;
  private static final double GOAL_P99_MILLIS = 50;
  private static final double GOAL_GROWTH = 1.5;

  /** One scenario's figures; latencies sorted. */
  private record Measured(long[] nanos, double seconds) {
    double perSecond() {
      return nanos.length / seconds;
    }

    double percentileMillis(double percentile) {
      return nanos[(int) Math.min(nanos.length - 1, nanos.length * percentile / 100)] / 1e6;
    }

    Map<String, Object> values() {
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("requests", nanos.length);
      values.put("per-second", perSecond());
      values.put("p50-millis", percentileMillis(50));
      values.put("p99-millis", percentileMillis(99));
      return values;
    }
  }

  @Override
  public String name() {
    return "catalog";
  }

  @Override
  public Kind kind() {
    return Kind.BENCHMARK;
  }

  @Override
  public String description() {
    return "commits per second and latency of the Iceberg REST catalog";
  }

  @Override
  public String help() {
    return """
        Starts a catalog with the embedded store in this process and commits over HTTP: one writer on
        one table, 20 writers on 20 tables, transactions over 20 tables, and a long run on one table
        whose history is expired as it grows. Goal: 500 commits/s over 20 tables, p99 below 50 ms,
        flat cost in the long run.
          --rounds N    commits of the first two scenarios; the long run makes five times as many""";
  }

  @Override
  public int defaultRounds() {
    return 2_000;
  }

  @Override
  public CheckResult run(CheckContext context) throws Exception {
    int commits = Math.max(context.rounds(), TABLES);
    try (CatalogServer server =
        new CatalogServer(CatalogConfig.embedded(context.workDirectory())).start()) {
      CatalogBenchClient client = new CatalogBenchClient(server.uri());
      client.post("/v1/namespaces", "{\"namespace\":[\"" + CatalogBenchTable.NAMESPACE + "\"]}");
      writers(client, "warm", TABLES, Math.max(commits / 4, TABLES));

      Map<String, Object> values = new LinkedHashMap<>();
      Measured single = writers(client, "single", 1, commits);
      report(context, values, "1 table, 1 writer", single);
      Measured many = writers(client, "many", TABLES, commits);
      report(context, values, "20 tables, 20 writers", many);
      Measured transactions = transactions(client, commits / 10);
      report(context, values, "transactions over 20 tables", transactions);
      double growth = longRun(context, values, client, commits * 5);

      boolean passed =
          many.perSecond() >= GOAL_PER_SECOND
              && many.percentileMillis(99) < GOAL_P99_MILLIS
              && growth < GOAL_GROWTH;
      String figure =
          "catalog: %.0f commits/s over 20 tables, p99 %.1f ms; last commit of %d costs %.2f of first"
              .formatted(many.perSecond(), many.percentileMillis(99), commits * 5, growth);
      return new CheckResult(passed, figure, values);
    }
  }

  private static Measured writers(
      CatalogBenchClient client, String prefix, int writers, int commits) throws Exception {
    List<CatalogBenchTable> tables = create(client, prefix, writers);
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    try {
      int each = commits / writers;
      List<Callable<long[]>> work = new ArrayList<>();
      for (CatalogBenchTable table : tables) {
        work.add(() -> commit(client, table, each));
      }
      long start = System.nanoTime();
      List<long[]> nanos = new ArrayList<>();
      for (Future<long[]> result : threads.invokeAll(work)) {
        nanos.add(result.get());
      }
      return measured(nanos.stream().flatMapToLong(Arrays::stream).toArray(), start);
    } finally {
      threads.shutdownNow();
    }
  }

  private static long[] commit(CatalogBenchClient client, CatalogBenchTable table, int commits)
      throws Exception {
    long[] nanos = new long[commits];
    for (int i = 0; i < commits; i++) {
      nanos[i] = client.post(table.path(), table.nextCommit());
    }
    return nanos;
  }

  private static Measured transactions(CatalogBenchClient client, int count) throws Exception {
    List<CatalogBenchTable> tables = create(client, "together", TABLES);
    long[] nanos = new long[count];
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      StringJoiner body = new StringJoiner(",", "{\"table-changes\":[", "]}");
      tables.forEach(table -> body.add(table.nextCommit()));
      nanos[i] = client.post("/v1/transactions/commit", body.toString());
    }
    return measured(nanos, start);
  }

  /** How many times the median of the last tenth is the median of the first tenth. */
  private static double longRun(
      CheckContext context, Map<String, Object> values, CatalogBenchClient client, int commits)
      throws Exception {
    CatalogBenchTable table = create(client, "long", 1).get(0);
    int tenth = commits / 10;
    double first = 0;
    double last = 0;
    for (int part = 0; part < 10; part++) {
      long start = System.nanoTime();
      Measured measured = measured(commit(client, table, tenth), start);
      last = measured.percentileMillis(50);
      first = part == 0 ? last : first;
    }
    context
        .progress()
        .printf(
            "long run of %d commits: median %.2f ms in the first tenth, %.2f ms in the last%n",
            commits, first, last);
    values.put("long-run-first-p50-millis", first);
    values.put("long-run-last-p50-millis", last);
    return last / first;
  }

  private static List<CatalogBenchTable> create(CatalogBenchClient client, String prefix, int count)
      throws Exception {
    List<CatalogBenchTable> tables =
        IntStream.range(0, count).mapToObj(i -> new CatalogBenchTable(prefix + i)).toList();
    for (CatalogBenchTable table : tables) {
      client.post("/v1/namespaces/" + CatalogBenchTable.NAMESPACE + "/tables", table.create());
    }
    return tables;
  }

  private static Measured measured(long[] nanos, long startNanos) {
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    Arrays.sort(nanos);
    return new Measured(nanos, seconds);
  }

  private static void report(
      CheckContext context, Map<String, Object> values, String scenario, Measured measured) {
    context
        .progress()
        .printf(
            "%s: %.0f/s, p50 %.2f ms, p99 %.2f ms%n",
            scenario,
            measured.perSecond(),
            measured.percentileMillis(50),
            measured.percentileMillis(99));
    values.put(scenario, measured.values());
  }
}
