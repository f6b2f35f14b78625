package io.dolake.cli.bench.lake;

import io.dolake.common.ShardId;
import io.dolake.common.check.CheckContext;
import io.dolake.common.check.CheckResult;
import io.dolake.lake.LakeJob;
import io.dolake.lake.LakeJobConfig;
import io.dolake.lake.LakeJobConfigBuilder;
import io.dolake.server.config.NodeConfig;
import io.dolake.server.feed.FeedServer;
import io.dolake.storage.ShardStore;
import io.dolake.storage.ShardStores;
import io.dolake.storage.StoreConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;

/** One run of {@link FreshnessBench}. */
final class FreshnessRun {
  private static final int WARM_UP_SECONDS = 10;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Above this ratio of the end to half time a figure is not flat. */
  private static final double FLAT = 1.5;

  private final CheckContext context;
  private final int rate;
  private final int keys;

  /** What may grow with time, of all tables together. */
  private record Sizes(long files, long snapshots, long metadataBytes, long heapBytes) {
    boolean isFlatSince(Sizes before) {
      return files <= FLAT * before.files
          && snapshots <= FLAT * before.snapshots
          && metadataBytes <= FLAT * before.metadataBytes
          && heapBytes <= FLAT * before.heapBytes;
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%d files, %d snapshots, %.1f MiB metadata, %d MiB heap",
          files,
          snapshots,
          metadataBytes / 1048576.0,
          heapBytes >> 20);
    }
  }

  FreshnessRun(CheckContext context) {
    this.context = context;
    this.rate = Integer.parseInt(context.option("rate", "2000"));
    this.keys = Integer.parseInt(context.option("keys", "20000"));
  }

  CheckResult run() throws Exception {
    Path node = Files.createDirectories(context.workDirectory().resolve("node"));
    try (BenchLake lake = new BenchLake(context.workDirectory().resolve("catalog"));
        ShardStore store =
            ShardStores.open(node, StoreConfig.builder().shardId(new ShardId(0)).build());
        FeedServer feed =
            FeedServer.start(NodeConfig.embedded(node), store, "main", new SimpleMeterRegistry())) {
      FreshnessLoad load = new FreshnessLoad(store, context.seed(), keys);
      load.createTables();
      JobClient job = startJob(lake, "127.0.0.1:" + feed.port());
      try {
        awaitTables(lake);
        return measure(lake, load);
      } finally {
        job.cancel().get(1, TimeUnit.MINUTES);
      }
    }
  }

  private JobClient startJob(BenchLake lake, String feed) throws Exception {
    Configuration flink = new Configuration();
    flink.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(
            Integer.parseInt(context.option("parallelism", "1")), flink);
    LakeJobConfigBuilder config =
        LakeJobConfig.builder(feed, lake.uri(), lake.warehouse())
            .checkpointDirectory(context.workDirectory().resolve("checkpoints").toUri().toString());
    String interval = context.option("interval", "");
    if (!interval.isEmpty()) {
      config.commitInterval(Duration.ofMillis(Long.parseLong(interval)));
    }
    new LakeJob(config.build()).build(env);
    return env.executeAsync("freshness");
  }

  private static void awaitTables(BenchLake lake) throws InterruptedException {
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    while (tables(lake).size() < FreshnessLoad.TABLES) {
      if (System.nanoTime() > deadlineNanos) {
        throw new IllegalStateException("no tables in the lake after " + PATIENCE);
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /** Those that exist and have been committed to. */
  private static List<Table> tables(BenchLake lake) {
    List<Table> tables = new ArrayList<>();
    for (int i = 0; i < FreshnessLoad.TABLES; i++) {
      if (lake.catalog().tableExists(BenchLake.identifier(FreshnessLoad.tableName(i)))) {
        Table table = lake.catalog().loadTable(BenchLake.identifier(FreshnessLoad.tableName(i)));
        if (table.currentSnapshot() != null) {
          tables.add(table);
        }
      }
    }
    return tables;
  }

  private CheckResult measure(BenchLake lake, FreshnessLoad load) throws Exception {
    try (FreshnessReader reader =
        new FreshnessReader(lake.catalog(), BenchLake.identifier(FreshnessLoad.tableName(0)))) {
      int half = Math.max(1, context.rounds() / 2);
      load.run(WARM_UP_SECONDS, rate, reader::expect);
      int skipped = reader.seenCount() + reader.waitingCount();
      load.run(half, rate, reader::expect);
      Sizes atHalfTime = sizes(lake);
      report(reader, skipped, "half time", atHalfTime);
      load.run(Math.max(1, context.rounds() - half), rate, reader::expect);
      Sizes atTheEnd = sizes(lake);
      long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
      while (reader.waitingCount() > 0 && System.nanoTime() < deadlineNanos) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
      report(reader, skipped, "end", atTheEnd);
      return result(reader, skipped, atHalfTime, atTheEnd);
    }
  }

  private void report(FreshnessReader reader, int skipped, String when, Sizes sizes) {
    context
        .progress()
        .printf(
            Locale.ROOT,
            "%s: %,d commits seen, p50 %.2f s, p99 %.2f s; %s%n",
            when,
            reader.seenCount(),
            reader.percentileSeconds(0.5, skipped),
            reader.percentileSeconds(0.99, skipped),
            sizes);
  }

  private CheckResult result(
      FreshnessReader reader, int skipped, Sizes atHalfTime, Sizes atTheEnd) {
    double p50 = reader.percentileSeconds(0.5, skipped);
    double p99 = reader.percentileSeconds(0.99, skipped);
    boolean flat = atTheEnd.isFlatSince(atHalfTime);
    boolean all = reader.waitingCount() == 0;
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("changesPerSecond", rate);
    values.put("commits", reader.seenCount());
    values.put("p50Seconds", p50);
    values.put("p99Seconds", p99);
    values.put("maxSeconds", reader.percentileSeconds(1, skipped));
    values.put("flat", flat);
    values.put("halfTime", atHalfTime.toString());
    values.put("end", atTheEnd.toString());
    return new CheckResult(
        all,
        String.format(
            Locale.ROOT,
            "freshness at %,d changes/s over %d tables for %d s: p50 %.2f s, p99 %.2f s, max %.2f"
                + " s; %s since half time: %s%s",
            rate,
            FreshnessLoad.TABLES,
            context.rounds(),
            p50,
            p99,
            reader.percentileSeconds(1, skipped),
            flat ? "flat" : "NOT FLAT",
            atTheEnd,
            all ? "" : "; COMMITS ARE MISSING"),
        values);
  }

  private static Sizes sizes(BenchLake lake) {
    long files = 0;
    long snapshots = 0;
    long metadataBytes = 0;
    for (Table table : tables(lake)) {
      files +=
          Long.parseLong(
              table.currentSnapshot().summary().get(SnapshotSummary.TOTAL_DATA_FILES_PROP));
      snapshots += table.snapshots().spliterator().estimateSize();
      metadataBytes +=
          table
              .io()
              .newInputFile(((BaseTable) table).operations().current().metadataFileLocation())
              .getLength();
    }
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return new Sizes(files, snapshots, metadataBytes, runtime.totalMemory() - runtime.freeMemory());
  }
}
