package io.dolake.cli.check.catalog;

import io.dolake.catalog.CatalogConfig;
import io.dolake.catalog.CatalogServer;
import io.dolake.common.check.Check;
import io.dolake.common.check.CheckContext;
import io.dolake.common.check.CheckResult;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
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
        whose history is expired as it grows. All run once before, a quarter as long, for the
        compiler. Goal: 500 commits/s over 20 tables, p99 below 50 ms, flat cost in the long run.
          --rounds N    commits of one writer; 20 writers make twice as many, transactions a tenth,
                        and the long run five times as many""";
  }

  @Override
  public int defaultRounds() {
    return 2_000;
  }

  @Override
  public CheckResult run(CheckContext context) throws Exception {
    int commits = Math.max(context.rounds(), 10 * TABLES);
    try (CatalogServer server =
        new CatalogServer(CatalogConfig.embedded(context.workDirectory())).start()) {
      URI uri = server.uri();
      try (BenchConnection connection = new BenchConnection(uri)) {
        connection.post("/v1/namespaces", "{\"namespace\":[\"" + BenchTable.NAMESPACE + "\"]}");
      }
      writers(uri, "warm", TABLES, commits / 2);
      writers(uri, "warm-single", 1, commits / 4);
      transactions(uri, "warm-together", commits / 40);

      Map<String, Object> values = new LinkedHashMap<>();
      report(context, values, "1 table, 1 writer", writers(uri, "single", 1, commits));
      Measured many = writers(uri, "many", TABLES, 2 * commits);
      report(context, values, "20 tables, 20 writers", many);
      report(
          context,
          values,
          "transactions over 20 tables",
          transactions(uri, "together", commits / 10));
      double growth = longRun(context, values, uri, commits * 5);

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

  private static Measured writers(URI uri, String prefix, int writers, int commits)
      throws Exception {
    List<BenchTable> tables = create(uri, prefix, writers);
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    try {
      List<Callable<Measured.Part>> work = new ArrayList<>();
      for (BenchTable table : tables) {
        work.add(() -> commit(uri, table, commits / writers));
      }
      Measured.Stopwatch stopwatch = new Measured.Stopwatch();
      List<Measured.Part> parts = new ArrayList<>();
      for (Future<Measured.Part> part : threads.invokeAll(work)) {
        parts.add(part.get());
      }
      return stopwatch.stop(parts);
    } finally {
      threads.shutdownNow();
    }
  }

  private static Measured.Part commit(URI uri, BenchTable table, int commits) throws IOException {
    long[] nanos = new long[commits];
    final long cpuStart = Measured.threadCpuNanos();
    try (BenchConnection connection = new BenchConnection(uri)) {
      for (int i = 0; i < commits; i++) {
        nanos[i] = connection.post(table.path(), table.nextCommit());
      }
    }
    return new Measured.Part(nanos, Measured.threadCpuNanos() - cpuStart);
  }

  private static Measured transactions(URI uri, String prefix, int count) throws IOException {
    List<BenchTable> tables = create(uri, prefix, TABLES);
    long[] nanos = new long[count];
    Measured.Stopwatch stopwatch = new Measured.Stopwatch();
    final long cpuStart = Measured.threadCpuNanos();
    try (BenchConnection connection = new BenchConnection(uri)) {
      for (int i = 0; i < count; i++) {
        StringJoiner body = new StringJoiner(",", "{\"table-changes\":[", "]}");
        tables.forEach(table -> body.add(table.nextCommit()));
        nanos[i] = connection.post("/v1/transactions/commit", body.toString());
      }
    }
    return stopwatch.stop(List.of(new Measured.Part(nanos, Measured.threadCpuNanos() - cpuStart)));
  }

  /** How many times the median of the last tenth is the median of the first tenth. */
  private static double longRun(
      CheckContext context, Map<String, Object> values, URI uri, int commits) throws IOException {
    BenchTable table = create(uri, "long", 1).get(0);
    int tenth = commits / 10;
    List<Measured> parts = new ArrayList<>();
    for (int part = 0; part < 10; part++) {
      Measured.Stopwatch stopwatch = new Measured.Stopwatch();
      parts.add(stopwatch.stop(List.of(commit(uri, table, tenth))));
    }
    Measured first = parts.get(0);
    Measured last = parts.get(parts.size() - 1);
    report(context, values, "first %d of %d commits".formatted(tenth, commits), first);
    report(context, values, "last %d of %d commits".formatted(tenth, commits), last);
    return last.percentileMillis(50) / first.percentileMillis(50);
  }

  private static List<BenchTable> create(URI uri, String prefix, int count) throws IOException {
    List<BenchTable> tables =
        IntStream.range(0, count).mapToObj(i -> new BenchTable(prefix + i)).toList();
    try (BenchConnection connection = new BenchConnection(uri)) {
      for (BenchTable table : tables) {
        connection.post("/v1/namespaces/" + BenchTable.NAMESPACE + "/tables", table.create());
      }
    }
    return tables;
  }

  private static void report(
      CheckContext context, Map<String, Object> values, String scenario, Measured measured) {
    context.progress().println(scenario + ": " + measured);
    values.put(scenario, measured.values());
  }
}
