package io.dolake.cli.bench.feed;

import io.dolake.cdc.ChangeDeserializer;
import io.dolake.cdc.ChangeRecord;
import io.dolake.cdc.DoSqlSource;
import io.dolake.cdc.DoSqlSourceBuilder;
import io.dolake.cdc.StartupMode;
import io.dolake.cli.feed.FeedNodeProcess;
import io.dolake.common.check.Check;
import io.dolake.common.check.CheckContext;
import io.dolake.common.check.CheckResult;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Initial load, backlog and latency of the feed between a node's process and this one's Flink. */
public final class FeedBenchmark implements Check {
  private static final int TRANSACTIONS_PER_SECOND = 2_000;
  private static final int LATENCY_SECONDS = 20;
  private static final String NODE_HEAP = "1g";

  @Override
  public String name() {
    return "feed";
  }

  @Override
  public Kind kind() {
    return Kind.BENCHMARK;
  }

  @Override
  public String description() {
    return "initial load, backlog and commit-to-operator latency of the change feed";
  }

  @Override
  public String help() {
    return """
        A node in one process and a Flink job in another, connected by gRPC over loopback. Reads a
        table as initial load, then a backlog of updates from the log, both into a discarding
        operator, and at last measures the time from commit to operator at 2,000 transactions a
        second. Rows are counted from the first to the last that arrives.
          --rounds N          millions of rows loaded and of changes drained
          --parallelism N     of the initial load (default 2)""";
  }

  @Override
  public int defaultRounds() {
    return 5;
  }

  @Override
  public CheckResult run(CheckContext context) throws Exception {
    long count = context.rounds() * 1_000_000L;
    int parallelism = Integer.parseInt(context.option("parallelism", "2"));
    Map<String, Object> values = new LinkedHashMap<>();
    try (FeedNodeProcess node = FeedNodeProcess.start(context.workDirectory(), NODE_HEAP)) {
      context.progress().println("loading " + count + " rows");
      node.load(count);
      ArrivalStatistics snapshot =
          read(node.endpoint(), "snapshot", StartupMode.initial(), parallelism);
      report(context, "initial load", snapshot, values);

      long before = node.lastLsn();
      context.progress().println("updating " + count + " rows");
      node.updateAll(context.seed());
      ArrivalStatistics backlog =
          read(node.endpoint(), "backlog", StartupMode.afterLsn(Map.of(0, before)), 1);
      report(context, "backlog", backlog, values);

      ArrivalStatistics latency = latency(node, context.seed());
      values.put("latencyTransactionsPerSecond", latency.rowsPerSecond());
      values.put("latencyP50Millis", latency.latencyMillis(0.5));
      values.put("latencyP99Millis", latency.latencyMillis(0.99));
      boolean complete = snapshot.rows() == count && backlog.rows() == count;
      return new CheckResult(
          complete,
          ("feed: initial load %,d rows/s, backlog %,d changes/s, latency at %,d transactions/s"
                  + " p50 %d ms p99 %d ms%s")
              .formatted(
                  snapshot.rowsPerSecond(),
                  backlog.rowsPerSecond(),
                  latency.rowsPerSecond(),
                  latency.latencyMillis(0.5),
                  latency.latencyMillis(0.99),
                  complete ? "" : "; ROWS ARE MISSING"),
          values);
    }
  }

  private static void report(
      CheckContext context, String what, ArrivalStatistics arrived, Map<String, Object> values) {
    context
        .progress()
        .printf(
            "%s: %,d rows in %.1f s, %,d/s, %.0f MB/s%n",
            what,
            arrived.rows(),
            arrived.seconds(),
            arrived.rowsPerSecond(),
            arrived.megabytesPerSecond());
    values.put(what.replace(' ', '_') + "RowsPerSecond", arrived.rowsPerSecond());
  }

  private static DoSqlSourceBuilder<ChangeRecord> source(String endpoint, StartupMode startup) {
    return DoSqlSource.<ChangeRecord>builder()
        .endpoints(endpoint)
        .startup(startup)
        .deserializer(ChangeDeserializer.raw());
  }

  private static StreamExecutionEnvironment job(
      DoSqlSource<ChangeRecord> source, MeasuringOperator operator, int parallelism) {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(parallelism, new Configuration());
    env.fromSource(source, WatermarkStrategy.noWatermarks(), "dosql")
        .transform("measure", Types.VOID, operator);
    return env;
  }

  private static ArrivalStatistics read(
      String endpoint, String name, StartupMode startup, int parallelism) throws Exception {
    ArrivalStatistics statistics = ArrivalStatistics.register(name);
    job(
            source(endpoint, startup).bounded().build(),
            new MeasuringOperator(name, false),
            parallelism)
        .execute(name);
    return statistics;
  }

  private static ArrivalStatistics latency(FeedNodeProcess node, long seed) throws Exception {
    String name = "latency";
    ArrivalStatistics statistics = ArrivalStatistics.register(name);
    JobClient client =
        job(
                source(node.endpoint(), StartupMode.latest()).build(),
                new MeasuringOperator(name, true),
                1)
            .executeAsync(name);
    // The first arrival tells that the job runs; what came before it was only sent to wait.
    while (statistics.rows() == 0) {
      node.commitUpdates(1, TRANSACTIONS_PER_SECOND, seed);
    }
    ArrivalStatistics measured = ArrivalStatistics.register(name + "-measured");
    statistics.forwardTo(measured);
    node.commitUpdates(LATENCY_SECONDS * TRANSACTIONS_PER_SECOND, TRANSACTIONS_PER_SECOND, seed);
    client.cancel().get();
    return measured;
  }
}
