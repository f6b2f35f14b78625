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
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.flink.CatalogLoader;
import org.apache.iceberg.flink.TableLoader;
import org.apache.iceberg.flink.sink.FlinkSink;

/** One run of {@link LakeBench}. */
final class LakeBenchRun {
  private static final String COMPACTED = "compacted";
  private static final String PEER = "peer";
  private static final int SCANS = 7;

  /** Seven in ten changes are updates. */
  private static final long CHANGES_OF_A_MILLION_UPDATES = 1_400_000;

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
   * What the lake job did with the changes.
   *
   * @param scans of the table that it left
   */
  private record Side(Rate rate, CpuClock.Cost cost, Scans scans) {}

  /**
   * What the peer did with them.
   *
   * @param scanned changes in the table that was scanned
   */
  private record PeerSide(Rate rate, CpuClock.Cost cost, BenchLake.Scan scan, long scanned) {}

  /**
   * Full scans of the job's table.
   *
   * @param atLastChange of the table as the last change left it
   * @param settled of the table once nothing was committed any more
   * @param compacted of a copy of its live rows in one file
   * @param touched of that copy once it has lost a single row: the least for a table whose files
   *     all have lost some
   */
  private record Scans(
      BenchLake.Scan atLastChange,
      BenchLake.Scan settled,
      BenchLake.Scan compacted,
      BenchLake.Scan touched) {
    boolean agree() {
      return atLastChange.rows() == compacted.rows() && settled.rows() == compacted.rows();
    }
  }

  /** How fast changes came into the lake. */
  private record Rate(long changes, double seconds, double bytesPerChange) {
    double perSecond() {
      return changes / seconds;
    }
  }

  LakeBenchRun(CheckContext context) {
    this.context = context;
    this.keys = option("keys", 2_000_000);
    this.warmUp = 1_000L * option("warm-up", 8_000);
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
      Scans scans = dolake.scans();
      String figure =
          String.format(
              Locale.ROOT,
              "lake: %,.0f changes/s with commits every %d ms (%.1f us of CPU each, %.1f cores),"
                  + " %.0f bytes per change, scan after %,d changes %.2f s, %.2f times a compacted"
                  + " copy's (%.2f times is that copy's own once it has lost one row), %.2f times"
                  + " once settled",
              dolake.rate().perSecond(),
              interval.toMillis(),
              dolake.cost().micros(),
              dolake.cost().cores(),
              dolake.rate().bytesPerChange(),
              dolake.rate().changes(),
              scans.atLastChange().seconds(),
              scans.atLastChange().seconds() / scans.compacted().seconds(),
              scans.touched().seconds() / scans.compacted().seconds(),
              scans.settled().seconds() / scans.compacted().seconds());
      if (context.option("peer", "true").equals("true")) {
        // Before the sink, whose scan may keep the heap full.
        String floor = indexFloor();
        figure += "; Iceberg's upsert sink: " + comparison(runPeer(lake), dolake) + floor;
      }
      return new CheckResult(scans.agree(), figure, values);
    }
  }

  private static String comparison(PeerSide peer, Side dolake) {
    String atLeast = peer.scan().finished() ? "" : ">= ";
    return String.format(
        Locale.ROOT,
        "%,.0f changes/s (%.1f us of CPU each, %.1f cores), %.0f bytes per change, scan after %,d"
            + " changes %s%.2f s, %s%.1f times ours%s",
        peer.rate().perSecond(),
        peer.cost().micros(),
        peer.cost().cores(),
        peer.rate().bytesPerChange(),
        peer.scanned(),
        atLeast,
        peer.scan().seconds(),
        atLeast,
        timesAsLong(peer.scan(), dolake.scans().atLastChange()),
        peer.scan().finished() ? " for each row" : "");
  }

  /** For each row, if both were counted: the tables are not of one size. */
  private static double timesAsLong(BenchLake.Scan scan, BenchLake.Scan other) {
    double times = scan.seconds() / other.seconds();
    return scan.finished() ? times * other.rows() / scan.rows() : times;
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
            env.addSource(
                    new ChangeSource(
                        name, context.seed(), keys, warmUp, changes, option("rate", 0)),
                    "changes")
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
    reportContents(lake, "Settled", settled);
    Scans scans = scanInTurns(lake, lastChange, settled);
    if (scans.atLastChange().rows() != gate.liveRows()) {
      throw new IllegalStateException(
          "the lake has " + scans.atLastChange().rows() + " rows instead of " + gate.liveRows());
    }
    return new Side(rate, cost, scans);
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

  /**
   * Reads what is compared several times in turn, so that a warmer reader or a busier machine is
   * the same for all; gives the medians.
   */
  private Scans scanInTurns(BenchLake lake, long lastChange, long settled) throws Exception {
    List<BenchLake.Scan> atLastChange = new ArrayList<>();
    List<BenchLake.Scan> onceSettled = new ArrayList<>();
    List<BenchLake.Scan> compacted = new ArrayList<>();
    List<BenchLake.Scan> touched = new ArrayList<>();
    Table copy = lake.catalog().loadTable(BenchLake.identifier(COMPACTED));
    long whole = lake.snapshotId(COMPACTED);
    lake.loseFirstRows(copy);
    long withLoss = lake.snapshotId(COMPACTED);
    int limitSeconds = option("scan-seconds", 60);
    for (int i = 0; i < SCANS; i++) {
      atLastChange.add(lake.scan("bench", lastChange, limitSeconds));
      onceSettled.add(lake.scan("bench", settled, limitSeconds));
      compacted.add(lake.scan(COMPACTED, whole, limitSeconds));
      touched.add(lake.scan(COMPACTED, withLoss, limitSeconds));
    }
    return new Scans(
        median("lakeScan", "scan as the last change left it", atLastChange),
        median("lakeSettledScan", "scan once settled", onceSettled),
        median("compactedScan", "scan of a compacted copy", compacted),
        median("touchedScan", "scan of that copy without one of its rows", touched));
  }

  private BenchLake.Scan median(String key, String text, List<BenchLake.Scan> scans) {
    scans.sort(Comparator.comparingDouble(BenchLake.Scan::seconds));
    BenchLake.Scan median = scans.get(scans.size() / 2);
    double cpuSeconds = scans.stream().mapToDouble(BenchLake.Scan::cpuSeconds).min().orElseThrow();
    report(key + "Seconds", text + " %,.2f s", median.seconds());
    report(key + "CpuSeconds", "at least %,.2f s of CPU", cpuSeconds);
    return median;
  }

  @SuppressWarnings("deprecation") // see PeerSource
  private PeerSide runPeer(BenchLake lake) throws Exception {
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
    Snapshot scanned = afterAMillionUpdates(lake.catalog().loadTable(BenchLake.identifier(PEER)));
    BenchLake.Scan scan = lake.scan(PEER, scanned.snapshotId(), option("scan-seconds", 60));
    report("peerScanSeconds", "peer's scan %,.2f s", scan.seconds());
    return new PeerSide(
        new Rate(gate.changes(), seconds, bytes), cost, scan, equalityDeletes(scanned));
  }

  /**
   * The first of the sink's snapshots with that many changes: with each one more its readers need
   * more time, and more memory than there is before long.
   */
  private static Snapshot afterAMillionUpdates(Table table) {
    for (Snapshot snapshot : table.snapshots()) {
      if (equalityDeletes(snapshot) >= CHANGES_OF_A_MILLION_UPDATES) {
        return snapshot;
      }
    }
    return table.currentSnapshot();
  }

  /** The sink writes one for every change. */
  private static long equalityDeletes(Snapshot snapshot) {
    return Long.parseLong(
        snapshot.summary().getOrDefault(SnapshotSummary.TOTAL_EQ_DELETES_PROP, "0"));
  }

  /** What the job would pay for its index without the buffers in front of RocksDB. */
  private String indexFloor() throws Exception {
    CpuClock.Cost cost =
        IndexFloor.measure(
            context.workDirectory().resolve("index-floor"),
            new BenchWorkload(context.seed(), keys),
            changes);
    report(
        "indexFloorCpuMicros",
        "an index in RocksDB alone %,.1f us of CPU per change",
        cost.micros());
    return String.format(
        Locale.ROOT, "; an index in RocksDB alone: %.1f us of CPU per change", cost.micros());
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
