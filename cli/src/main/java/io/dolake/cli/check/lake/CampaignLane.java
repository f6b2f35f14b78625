package io.dolake.cli.check.lake;

import io.dolake.catalog.CatalogServer;
import io.dolake.common.ShardId;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.check.FaultyHttpProxy;
import io.dolake.lake.LakeJob;
import io.dolake.lake.LakeJobConfig;
import io.dolake.lake.commit.MaintenanceSettings;
import io.dolake.lake.commit.SnapshotTiers;
import io.dolake.lake.writer.CompactionPolicy;
import io.dolake.lake.writer.CompactionShare;
import io.dolake.lake.writer.WriteLimits;
import io.dolake.server.config.NodeConfig;
import io.dolake.server.feed.FeedServer;
import io.dolake.storage.ShardStore;
import io.dolake.storage.ShardStores;
import io.dolake.storage.StoreConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * One store, feed, lake job and catalog of the campaign, with the workload, the faults and the
 * audit that go with them. Lanes share nothing but the process.
 */
final class CampaignLane implements Callable<CampaignLane.Outcome> {
  private static final Duration COMMIT_INTERVAL = Duration.ofMillis(50);
  private static final Duration ADOPTION_INTERVAL = Duration.ofMillis(200);
  private static final Duration CHECKPOINT_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration MAX_RESTART_DELAY = Duration.ofMillis(400);

  /**
   * Rounds without a cut that are no hang yet. Counted, not timed: the process may be stopped for
   * minutes by who wants the machine for himself.
   */
  private static final int PATIENCE_ROUNDS = 4_000;

  /** What a lane saw. */
  record Outcome(
      int cuts,
      int snapshots,
      int polled,
      int missed,
      List<String> violations,
      Map<String, Integer> faults) {
    Outcome {
      violations = List.copyOf(violations);
      faults = new LinkedHashMap<>(faults);
    }
  }

  /** All the index's latest changes stay in memory, those of some keys, hardly any. */
  private static final long[] INDEX_BUFFER_BYTES = {1 << 20, 32 << 10, 1};

  private final String name;
  private final Path directory;
  private final Random random;
  private final int wantedCuts;
  private final int cutsPerFault;
  private final IntConsumer progress;
  private final StoreKind storeKind;
  private final LakeJobConfig.StateBackendKind stateBackend;
  private final long indexBufferBytes;

  /**
   * @param wantedCuts cuts to see
   * @param cutsPerFault cuts between two faults, on average
   * @param storeKind where the lake's files are
   * @param progress is told how many cuts were seen since it was told last
   */
  CampaignLane(
      String name,
      Path directory,
      long seed,
      int wantedCuts,
      int cutsPerFault,
      StoreKind storeKind,
      IntConsumer progress) {
    this.name = name;
    this.directory = directory;
    this.random = new Random(seed);
    this.wantedCuts = wantedCuts;
    this.cutsPerFault = cutsPerFault;
    this.storeKind = storeKind;
    this.progress = progress;
    this.stateBackend =
        random.nextBoolean()
            ? LakeJobConfig.StateBackendKind.ROCKSDB
            : LakeJobConfig.StateBackendKind.HASHMAP;
    this.indexBufferBytes = INDEX_BUFFER_BYTES[random.nextInt(INDEX_BUFFER_BYTES.length)];
  }

  @Override
  public Outcome call() throws Exception {
    Path nodeDirectory = Files.createDirectories(directory.resolve("node"));
    try (LaneStore files = openFiles();
        CatalogServer catalog = new CatalogServer(files.catalog());
        ShardStore store =
            ShardStores.open(
                nodeDirectory,
                OvertakenSlot.withShortLog(StoreConfig.builder().shardId(new ShardId(0))).build());
        FeedServer feed =
            FeedServer.start(
                NodeConfig.embedded(nodeDirectory), store, "main", new SimpleMeterRegistry())) {
      catalog.start();
      Ledger ledger = new Ledger(store, new Random(random.nextLong()));
      ledger.create();
      ledger.transact(200);
      try (FaultyHttpProxy proxy = new FaultyHttpProxy(catalog.uri(), "/transactions/commit");
          LaneCluster cluster =
              new LaneCluster(
                  directory.resolve("checkpoints"),
                  (env, line) ->
                      addJob(env, line, "127.0.0.1:" + feed.port(), proxy.uri(), files));
          OutsideEngine outside =
              new OutsideEngine(
                  catalog.uri().toString(), files.readerFiles(), new Random(random.nextLong()));
          CutAudit audit =
              new CutAudit(name, catalog.uri().toString(), files.readerFiles(), ledger.replay())) {
        cluster.startAnew(1 + random.nextInt(LaneCluster.SLOTS));
        LaneFaults faults =
            new LaneFaults(
                cluster,
                proxy,
                JobFaults.of(name),
                files,
                outside,
                new OvertakenSlot(
                    store,
                    ledger,
                    cluster,
                    proxy,
                    audit.violations()::add,
                    new Random(random.nextLong())),
                new Random(random.nextLong()));
        run(ledger, cluster, faults, audit);
        return new Outcome(
            audit.cuts(),
            audit.snapshots(),
            audit.polled(),
            audit.missed(),
            audit.violations(),
            faults.counts());
      }
    } finally {
      JobFaults.forget(name);
    }
  }

  private LaneStore openFiles() throws IOException, InterruptedException {
    Path catalogDirectory = Files.createDirectories(directory.resolve("catalog"));
    return storeKind == StoreKind.FILE
        ? new FileStore(name, catalogDirectory)
        : new S3Store(Files.createDirectories(directory.resolve("objects")), catalogDirectory);
  }

  private void addJob(
      StreamExecutionEnvironment env,
      JobLine line,
      String feed,
      String catalogUri,
      LaneStore files) {
    LakeJobConfig config =
        LakeJobConfig.builder(feed, catalogUri, files.warehouse())
            .commitInterval(COMMIT_INTERVAL)
            .slot(line.slot())
            .exclude(TableDef.DEFAULT_SCHEMA + "." + Ballast.TABLE)
            .checkpointDirectory(line.checkpoints().toUri().toString())
            .stateBackend(stateBackend)
            .limits(WriteLimits.DEFAULT.withMaxIndexBufferBytes(indexBufferBytes))
            .ioProperties(files.jobFiles())
            .adoptionInterval(ADOPTION_INTERVAL)
            .compaction(new CompactionPolicy(true, 4, 0.4, 0.2, 1, 50, CompactionShare.UNBOUNDED))
            .maintenance(
                new MaintenanceSettings(
                    Duration.ofSeconds(2),
                    new SnapshotTiers(
                        CutAudit.KEPT,
                        Duration.ofMinutes(10),
                        Duration.ofDays(1),
                        Duration.ofDays(30)),
                    Duration.ofMinutes(2)))
            .build();
    LakeJob job = new LakeJob(config);
    job.build(env, job.source(env).map(new CrashPoint(name)).name("crash point").uid("crash"));
    Configuration quicker = new Configuration();
    quicker.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, CHECKPOINT_TIMEOUT);
    quicker.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF, MAX_RESTART_DELAY);
    env.configure(quicker);
  }

  private void run(Ledger ledger, LaneCluster cluster, LaneFaults faults, CutAudit audit)
      throws Exception {
    int nextFault = cutsPerFault;
    int roundsWithoutCut = 0;
    while (audit.cuts() < wantedCuts && audit.violations().isEmpty()) {
      if (audit.cuts() >= nextFault) {
        // The job has to get somewhere between two faults, or restarts are all it does.
        faults.inject();
        nextFault = audit.cuts() + 1 + random.nextInt(2 * cutsPerFault);
      } else if (random.nextInt(8) == 0) {
        faults.calm();
      }
      ledger.transact(1 + random.nextInt(20));
      faults.work();
      TimeUnit.MILLISECONDS.sleep(COMMIT_INTERVAL.toMillis());
      int before = audit.cuts();
      audit.look();
      progress.accept(audit.cuts() - before);
      roundsWithoutCut = audit.cuts() > before ? 0 : roundsWithoutCut + 1;
      if (roundsWithoutCut == PATIENCE_ROUNDS) {
        audit.violations().add("no cut for " + PATIENCE_ROUNDS + " rounds: " + stuck(cluster));
      }
    }
    faults.calm();
    catchUp(ledger, cluster, audit);
  }

  /**
   * Why nothing happens, as far as one can tell; what all threads do is written beside the rest.
   */
  private String stuck(LaneCluster cluster) throws Exception {
    StringBuilder threads = new StringBuilder();
    Thread.getAllStackTraces()
        .forEach(
            (thread, stack) -> {
              threads.append(thread.getName()).append(' ').append(thread.getState()).append('\n');
              for (StackTraceElement frame : stack) {
                threads.append("    at ").append(frame).append('\n');
              }
            });
    Path dump = Files.writeString(directory.resolve("threads.txt"), threads);
    return cluster.describe()
        + cluster.failure().map(failure -> ", ended with " + failure).orElse("")
        + ", threads in "
        + dump;
  }

  private void catchUp(Ledger ledger, LaneCluster cluster, CutAudit audit) throws Exception {
    ledger.transact(1);
    long wanted = ledger.lastTimestamp();
    for (int round = 0; audit.violations().isEmpty() && audit.lastCut() < wanted; round++) {
      if (cluster.failure().isPresent() || round == PATIENCE_ROUNDS) {
        audit.violations().add("the lake did not catch up with the database: " + stuck(cluster));
      }
      // Keeps the first table changing, whose cuts the audit goes by.
      ledger.transact(5);
      TimeUnit.MILLISECONDS.sleep(COMMIT_INTERVAL.toMillis());
      audit.look();
    }
  }
}
