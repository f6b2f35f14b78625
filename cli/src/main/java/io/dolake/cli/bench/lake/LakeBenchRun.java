package io.dolake.cli.bench.lake;

import io.dolake.common.check.CheckContext;
import io.dolake.common.check.CheckResult;
import io.dolake.lake.LakeJob;
import io.dolake.lake.LakeJobConfig;
import io.dolake.lake.commit.MaintenanceSettings;
import io.dolake.lake.commit.SnapshotTiers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.flink.CatalogLoader;
import org.apache.iceberg.flink.TableLoader;
import org.apache.iceberg.flink.sink.FlinkSink;

/** One run of {@link LakeBench}. */
final class LakeBenchRun {
  private static final String COMPACTED = "compacted";
  private static final String PEER = "peer";
  private static final int SCANS = 5;

  /** So many commit intervals without a commit mean that the job has nothing left to do. */
  private static final int QUIET_INTERVALS = 4;

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final CheckContext context;
  private final int keys;
  private final long warmUp;
  private final long changes;
  private final int parallelism;
  private final Duration interval;
  private final Map<String, Object> values = new LinkedHashMap<>();

  /**
   * What one side did with the changes.
   *
   * @param scan of the table as the last change left it
   * @param settledScan of the table once nothing was committed any more
   */
  private record Side(
      Rate rate, CpuClock.Cost cost, BenchLake.Scan scan, BenchLake.Scan settledScan) {}

  /** How fast changes came into the lake. */
  private record Rate(long changes, double seconds, double bytesPerChange) {
    double perSecond() {
      return changes / seconds;
    }
  }

  LakeBenchRun(CheckContext context) {
    this.context = context;
    this.keys = option("keys", 2_000_000);
    this.warmUp = 1_000L * option("warm-up", 600);
    this.changes = 1_000L * context.rounds();
    this.parallelism = option("parallelism", 2);
    this.interval = Duration.ofMillis(option("interval", 1_000));
  }

  private int option(String name, int defaultValue) {
    return Integer.parseInt(context.option(name, Integer.toString(defaultValue)));
  }

  CheckResult run() throws Exception {
    try (BenchLake lake = new BenchLake(context.workDirectory().resolve("catalog"))) {
      Side dolake = runLakeJob(lake);
      BenchLake.Scan compacted = scanCompacted(lake);
      String figure =
          String.format(
              Locale.ROOT,
              "lake: %,.0f changes/s with commits every %d ms (%.1f us of CPU each, %.1f cores),"
                  + " %.0f bytes per change, scan after %,d changes %.2f s, %.2f times a compacted"
                  + " copy's, %.2f times once settled",
              dolake.rate().perSecond(),
              interval.toMillis(),
              dolake.cost().micros(),
              dolake.cost().cores(),
              dolake.rate().bytesPerChange(),
              dolake.rate().changes(),
              dolake.scan().seconds(),
              dolake.scan().seconds() / compacted.seconds(),
              dolake.settledScan().seconds() / compacted.seconds());
      boolean exact =
          dolake.scan().rows() == compacted.rows()
              && dolake.settledScan().rows() == compacted.rows();
      if (context.option("peer", "true").equals("true")) {
        figure += "; Iceberg's upsert sink: " + comparison(runPeer(lake), dolake);
      }
      return new CheckResult(exact, figure, values);
    }
  }

  private static String comparison(Side peer, Side dolake) {
    String atLeast = peer.scan().finished() ? "" : ">= ";
    return String.format(
        Locale.ROOT,
        "%,.0f changes/s (%.1f us of CPU each, %.1f cores), %.0f bytes per change, scan after %,d"
            + " changes %s%.2f s, %s%.1f times ours",
        peer.rate().perSecond(),
        peer.cost().micros(),
        peer.cost().cores(),
        peer.rate().bytesPerChange(),
        peer.rate().changes(),
        atLeast,
        peer.scan().seconds(),
        atLeast,
        peer.scan().seconds() / dolake.scan().seconds());
  }

  private Configuration flink() {
    Configuration flink = new Configuration();
    flink.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(128));
    flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(512));
    return flink;
  }

  @SuppressWarnings("deprecation") // see ChangeSource
  private Side runLakeJob(BenchLake lake) throws Exception {
    String name = "lake-" + context.seed();
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(parallelism, flink());
    Path checkpoints = context.workDirectory().resolve("checkpoints");
    LakeJobConfig config =
        LakeJobConfig.builder("generator:0", lake.uri(), lake.warehouse())
            .checkpointDirectory(checkpoints.toUri().toString())
            .commitInterval(interval)
            .tableProperties(BenchLake.TABLE_PROPERTIES)
            .maintenance(
                new MaintenanceSettings(Duration.ZERO, SnapshotTiers.DEFAULT, Duration.ZERO))
            .stateBackend(
                LakeJobConfig.StateBackendKind.valueOf(
                    context.option("backend", "rocksdb").toUpperCase(Locale.ROOT)))
            .build();
    new LakeJob(config)
        .build(
            env,
            env.addSource(new ChangeSource(name, context.seed(), keys, warmUp, changes), "changes")
                .setParallelism(1));
    long startNanos = System.nanoTime();
    JobClient job = env.executeAsync("lake bench");
    BenchGate gate = BenchGate.of(name);
    Rate rate;
    CpuClock.Cost cost;
    long lastChange;
    try {
      while (resolved(lake) == Long.MIN_VALUE) {
        pause(startNanos);
      }
      double loadSeconds = seconds(startNanos);
      report("initialLoadRowsPerSecond", "initial load %,.0f rows/s", keys / loadSeconds);
      report(
          "checkpointBytesPerRow",
          "checkpoint of the index %,.1f bytes per row, key included",
          bytesBelow(checkpoints) / (double) keys);
      Table table = lake.catalog().loadTable(BenchLake.identifier("bench"));
      long before = BenchLake.bytesBelow(table);
      startNanos = System.nanoTime();
      gate.open(option("seconds", 60));
      while (!gate.awaitExhausted(1)) {
        pause(startNanos);
      }
      while (resolved(lake) < gate.lastTimestamp()) {
        pause(startNanos);
      }
      double seconds = seconds(gate.start().nanos());
      cost = gate.start().cpu().since(gate.changes(), seconds);
      double bytes = (BenchLake.bytesBelow(table) - before) / (double) (warmUp + gate.changes());
      report("lakeChangesPerSecond", "lake job %,.0f changes/s", gate.changes() / seconds);
      report("lakeBytesPerChange", "lake job %,.0f bytes per change", bytes);
      report("lakeCpuMicrosPerChange", "lake job %,.1f us of CPU per change", cost.micros());
      report("lakeCpuCores", "with %,.2f cores", cost.cores());
      rate = new Rate(gate.changes(), seconds, bytes);
      lastChange = lake.snapshotId("bench");
      report("lakeSettleSeconds", "settled after %,.1f s", settle(lake));
    } finally {
      gate.close();
      job.cancel().get(1, TimeUnit.MINUTES);
    }
    long settled = lake.snapshotId("bench");
    lake.copy(lake.catalog().loadTable(BenchLake.identifier("bench")), lake.create(COMPACTED));
    reportContents(lake, "AtLastChange", lastChange);
    BenchLake.Scan scan = medianScan(lake, "bench", lastChange);
    report("lakeScanSeconds", "scan as the last change left it %,.2f s", scan.seconds());
    reportContents(lake, "Settled", settled);
    BenchLake.Scan settledScan = medianScan(lake, "bench", settled);
    report("lakeSettledScanSeconds", "scan once settled %,.2f s", settledScan.seconds());
    if (scan.rows() != gate.liveRows()) {
      throw new IllegalStateException(
          "the lake has " + scan.rows() + " rows instead of " + gate.liveRows());
    }
    return new Side(rate, cost, scan, settledScan);
  }

  private void reportContents(BenchLake lake, String when, long snapshotId) {
    BenchLake.Contents contents = lake.contents("bench", snapshotId);
    report("lakeFiles" + when, "%,.0f data files", contents.files());
    report("lakeDeadRows" + when, "%.2f dead rows for each live one", contents.deadRowShare());
  }

  /** Waits until the idle job commits nothing any more, for a while at most; gives the seconds. */
  private double settle(BenchLake lake) throws InterruptedException {
    long startNanos = System.nanoTime();
    long lastNanos = startNanos;
    long snapshotId = lake.snapshotId("bench");
    while (System.nanoTime() - lastNanos < QUIET_INTERVALS * interval.toNanos()
        && seconds(startNanos) < option("settle-seconds", 30)) {
      TimeUnit.MILLISECONDS.sleep(50);
      long now = lake.snapshotId("bench");
      if (now != snapshotId) {
        snapshotId = now;
        lastNanos = System.nanoTime();
      }
    }
    return (lastNanos - startNanos) / 1e9;
  }

  private BenchLake.Scan scanCompacted(BenchLake lake) throws Exception {
    BenchLake.Scan scan = medianScan(lake, COMPACTED, lake.snapshotId(COMPACTED));
    report("compactedScanSeconds", "scan of a compacted copy %,.2f s", scan.seconds());
    return scan;
  }

  /** Reads a table several times; the first ones warm the reader up. */
  private BenchLake.Scan medianScan(BenchLake lake, String name, long snapshotId) throws Exception {
    List<BenchLake.Scan> scans = new ArrayList<>();
    for (int i = 0; i < SCANS; i++) {
      scans.add(lake.scan(name, snapshotId, option("scan-seconds", 60)));
    }
    scans.sort(Comparator.comparingDouble(BenchLake.Scan::seconds));
    return scans.get(SCANS / 2);
  }

  @SuppressWarnings("deprecation") // see PeerSource
  private Side runPeer(BenchLake lake) throws Exception {
    String name = PEER + "-" + context.seed();
    Table table = lake.create(PEER);
    lake.load(table, new BenchWorkload(context.seed(), keys));
    long before = BenchLake.bytesBelow(table);
    Configuration flink = flink();
    flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, interval);
    flink.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        context.workDirectory().resolve("peer-checkpoints").toUri().toString());
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(parallelism, flink);
    env.getConfig().enableObjectReuse();
    FlinkSink.forRowData(
            env.addSource(new PeerSource(name, context.seed(), keys, warmUp, changes), "changes")
                .setParallelism(1)
                .returns(org.apache.flink.table.data.RowData.class))
        .table(table)
        .tableLoader(
            TableLoader.fromCatalog(
                CatalogLoader.rest(
                    "peer", new org.apache.hadoop.conf.Configuration(), lake.clientProperties()),
                BenchLake.identifier(PEER)))
        .equalityFieldColumns(List.of("id"))
        .upsert(true)
        .writeParallelism(parallelism)
        .append();
    JobClient job = env.executeAsync("peer");
    BenchGate gate = BenchGate.of(name);
    gate.open(option("peer-seconds", 60));
    job.getJobExecutionResult().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    double seconds = seconds(gate.start().nanos());
    CpuClock.Cost cost = gate.start().cpu().since(gate.changes(), seconds);
    report("peerChangesPerSecond", "peer %,.0f changes/s", gate.changes() / seconds);
    report("peerCpuMicrosPerChange", "peer %,.1f us of CPU per change", cost.micros());
    report("peerCpuCores", "with %,.2f cores", cost.cores());
    double bytes = (BenchLake.bytesBelow(table) - before) / (double) (warmUp + gate.changes());
    report("peerBytesPerChange", "peer %,.0f bytes per change", bytes);
    BenchLake.Scan scan = lake.scan(PEER, lake.snapshotId(PEER), option("scan-seconds", 60));
    report("peerScanSeconds", "peer's scan %,.2f s", scan.seconds());
    return new Side(new Rate(gate.changes(), seconds, bytes), cost, scan, scan);
  }

  private void report(String key, String text, double value) {
    values.put(key, value);
    context.progress().printf(Locale.ROOT, text + "%n", value);
  }

  private static void pause(long startNanos) throws InterruptedException {
    if (System.nanoTime() - startNanos > PATIENCE.toNanos()) {
      throw new IllegalStateException("nothing came in " + PATIENCE);
    }
    TimeUnit.MILLISECONDS.sleep(20);
  }

  /** Resolved timestamp of the newest snapshot. */
  private static long resolved(BenchLake lake) {
    if (!lake.catalog().tableExists(BenchLake.identifier("bench"))) {
      return Long.MIN_VALUE;
    }
    Snapshot snapshot = lake.catalog().loadTable(BenchLake.identifier("bench")).currentSnapshot();
    return snapshot == null
        ? Long.MIN_VALUE
        : Long.parseLong(snapshot.summary().get("dolake.resolved-timestamp"));
  }

  private static double seconds(long sinceNanos) {
    return (System.nanoTime() - sinceNanos) / 1e9;
  }

  private static long bytesBelow(Path directory) throws java.io.IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
