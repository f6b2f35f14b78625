package io.dolake.cli.bench.feed;

import io.dolake.cdc.ChangeDeserializer;
import io.dolake.cdc.ChangeRecord;
import io.dolake.cdc.DoSqlSource;
import io.dolake.cdc.DoSqlSourceBuilder;
import io.dolake.cdc.StartupMode;
import io.dolake.common.TableId;
import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.check.Check;
import io.dolake.common.check.CheckContext;
import io.dolake.common.check.CheckResult;
import io.dolake.common.type.ColumnType;
import io.dolake.server.config.NodeConfig;
import io.dolake.server.feed.FeedServer;
import io.dolake.storage.ShardStore;
import io.dolake.storage.ShardStores;
import io.dolake.storage.ShardTransaction;
import io.dolake.storage.StoreConfig;
import io.dolake.storage.TransactionOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Initial load, backlog and latency of the feed, node and Flink in one process. */
public final class FeedBenchmark implements Check {
  private static final int ROWS_PER_TRANSACTION = 1_000;
  private static final int TRANSACTIONS_PER_SECOND = 2_000;
  private static final int LATENCY_SECONDS = 20;
  private static final int MAX_COMMITS_UNDER_WAY = 2_000;
  private static final String PAYLOAD = "x".repeat(60);

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
        A node and a Flink job in one process, connected by gRPC over loopback. Reads a table as
        initial load, then a backlog of updates from the log, both into a discarding operator, and
        at last measures the time from commit to operator at 2,000 transactions a second.
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
    try (ShardStore store =
            ShardStores.open(
                context.workDirectory().resolve("shard"), StoreConfig.builder().build());
        FeedServer feed =
            FeedServer.start(
                NodeConfig.embedded(context.workDirectory()),
                store,
                "main",
                new SimpleMeterRegistry())) {
      String endpoint = "127.0.0.1:" + feed.port();
      TableId table = createTable(store);
      context.progress().println("loading " + count + " rows");
      load(store, table, count);
      ArrivalStatistics snapshot = read(endpoint, "snapshot", StartupMode.initial(), parallelism);
      report(context, "initial load", snapshot, values);

      long before = store.lastLsn().value();
      context.progress().println("updating " + count + " rows");
      update(store, table, count, context.seed());
      ArrivalStatistics backlog =
          read(endpoint, "backlog", StartupMode.afterLsn(Map.of(0, before)), 1);
      report(context, "backlog", backlog, values);

      ArrivalStatistics latency = latency(store, table, endpoint, count, context.seed());
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

  private static TableId createTable(ShardStore store) {
    try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      TableId id = transaction.allocateTableId();
      transaction.apply(
          new CatalogChange.CreateTable(
              new TableDef(
                  id,
                  1,
                  TableDef.DEFAULT_SCHEMA,
                  "bench",
                  List.of(
                      ColumnDef.of(1, "id", ColumnType.INTEGER, false),
                      ColumnDef.of(2, "number", ColumnType.INTEGER, true),
                      ColumnDef.of(3, "payload", ColumnType.TEXT, true)),
                  List.of(KeyColumn.ascending(1)),
                  List.of(),
                  List.of(),
                  3,
                  "",
                  "")));
      transaction.commit();
      return id;
    }
  }

  private static void load(ShardStore store, TableId table, long count) {
    for (long start = 0; start < count; start += ROWS_PER_TRANSACTION) {
      try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
        for (long id = start; id < start + ROWS_PER_TRANSACTION; id++) {
          transaction.insert(table, new Object[] {id, id, PAYLOAD});
        }
        transaction.commit();
      }
    }
  }

  private static void update(ShardStore store, TableId table, long count, long seed) {
    Random random = new Random(seed);
    for (long start = 0; start < count; start += ROWS_PER_TRANSACTION) {
      try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
        for (long id = start; id < start + ROWS_PER_TRANSACTION; id++) {
          transaction.update(
              table, new Object[] {id}, new Object[] {id, random.nextLong(), PAYLOAD});
        }
        transaction.commit();
      }
    }
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

  private static ArrivalStatistics latency(
      ShardStore store, TableId table, String endpoint, long count, long seed) throws Exception {
    String name = "latency";
    ArrivalStatistics statistics = ArrivalStatistics.register(name);
    JobClient client =
        job(source(endpoint, StartupMode.latest()).build(), new MeasuringOperator(name, true), 1)
            .executeAsync(name);
    // The first arrival tells that the job runs; what came before it was only sent to wait.
    while (statistics.rows() == 0) {
      commitUpdates(store, table, count, seed, 1);
      LockSupport.parkNanos(1_000_000);
    }
    ArrivalStatistics measured = ArrivalStatistics.register(name + "-measured");
    statistics.forwardTo(measured);
    commitUpdates(store, table, count, seed, LATENCY_SECONDS * TRANSACTIONS_PER_SECOND);
    client.cancel().get();
    return measured;
  }

  /** Single-row updates at the wanted rate. */
  private static void commitUpdates(
      ShardStore store, TableId table, long count, long seed, int transactions)
      throws InterruptedException {
    Random random = new Random(seed);
    Semaphore underWay = new Semaphore(MAX_COMMITS_UNDER_WAY);
    long begin = System.nanoTime();
    for (int i = 0; i < transactions; i++) {
      long due = begin + i * 1_000_000_000L / TRANSACTIONS_PER_SECOND;
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      long id = i % count;
      underWay.acquire();
      ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT);
      transaction.update(table, new Object[] {id}, new Object[] {id, random.nextLong(), PAYLOAD});
      transaction
          .commitAsync()
          .whenComplete(
              (result, failure) -> {
                underWay.release();
                transaction.close();
              });
    }
    underWay.acquire(MAX_COMMITS_UNDER_WAY);
  }
}
