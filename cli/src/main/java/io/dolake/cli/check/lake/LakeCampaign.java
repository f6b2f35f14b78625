package io.dolake.cli.check.lake;

import io.dolake.catalog.CatalogConfig;
import io.dolake.catalog.CatalogServer;
import io.dolake.common.ShardId;
import io.dolake.common.check.CheckContext;
import io.dolake.common.check.CheckResult;
import io.dolake.lake.LakeJob;
import io.dolake.lake.LakeJobConfig;
import io.dolake.lake.writer.CompactionPolicy;
import io.dolake.server.config.NodeConfig;
import io.dolake.server.feed.FeedServer;
import io.dolake.storage.ShardStore;
import io.dolake.storage.ShardStores;
import io.dolake.storage.StoreConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Runs the workload, the faults and the audit until enough cuts have been seen. */
final class LakeCampaign {
  private static final Duration COMMIT_INTERVAL = Duration.ofMillis(100);
  private static final Duration CATCH_UP = Duration.ofMinutes(2);
  private static final int CUTS_BETWEEN_FAULTS = 3;
  private static final int SHOWN_VIOLATIONS = 5;

  private final CheckContext context;
  private final Random random;
  private final Map<String, Integer> faults = new LinkedHashMap<>();

  LakeCampaign(CheckContext context) {
    this.context = context;
    this.random = new Random(context.seed());
  }

  CheckResult run() throws Exception {
    Path directory = context.workDirectory();
    Path catalogDirectory = Files.createDirectories(directory.resolve("catalog"));
    Path nodeDirectory = Files.createDirectories(directory.resolve("node"));
    try (CatalogServer catalog = new CatalogServer(CatalogConfig.embedded(catalogDirectory));
        ShardStore store =
            ShardStores.open(nodeDirectory, StoreConfig.builder().shardId(new ShardId(0)).build());
        FeedServer feed =
            FeedServer.start(
                NodeConfig.embedded(nodeDirectory), store, "main", new SimpleMeterRegistry())) {
      catalog.start();
      try (FaultyCatalog proxy = new FaultyCatalog(catalog.uri())) {
        Ledger ledger = new Ledger(store, new Random(random.nextLong()));
        ledger.create();
        for (int i = 0; i < 500; i++) {
          ledger.transact();
        }
        JobClient job = startJob(directory, "127.0.0.1:" + feed.port(), proxy.uri());
        try (CutAudit audit = new CutAudit(catalog.uri().toString(), ledger.replay())) {
          return run(ledger, proxy, audit);
        } finally {
          job.cancel().get(1, TimeUnit.MINUTES);
        }
      }
    }
  }

  private JobClient startJob(Path directory, String feed, String catalogUri) throws Exception {
    Configuration flink = new Configuration();
    flink.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(1 + random.nextInt(2), flink);
    LakeJobConfig config =
        LakeJobConfig.builder(
                feed, catalogUri, directory.resolve("catalog/warehouse").toUri().toString())
            .commitInterval(COMMIT_INTERVAL)
            .checkpointDirectory(directory.resolve("checkpoints").toUri().toString())
            .stateBackend(
                random.nextBoolean()
                    ? LakeJobConfig.StateBackendKind.ROCKSDB
                    : LakeJobConfig.StateBackendKind.HASHMAP)
            .compaction(new CompactionPolicy(true, 4, 0.4, 50, 100_000))
            .build();
    LakeJob job = new LakeJob(config);
    job.build(env, job.source(env).map(new CrashPoint()).name("crash point"));
    return env.executeAsync("lake campaign");
  }

  private CheckResult run(Ledger ledger, FaultyCatalog proxy, CutAudit audit) throws Exception {
    int reported = 0;
    int cutsBeforeNextFault = 0;
    while (audit.cuts() < context.rounds() && audit.violations().isEmpty()) {
      if (audit.cuts() >= cutsBeforeNextFault) {
        // The job has to get somewhere between two faults, or restarts are all it does.
        inject(proxy);
        cutsBeforeNextFault = audit.cuts() + CUTS_BETWEEN_FAULTS;
      } else if (random.nextInt(10) == 0) {
        proxy.setDown(false);
      }
      for (int i = 20 + random.nextInt(80); i > 0; i--) {
        ledger.transact();
      }
      TimeUnit.MILLISECONDS.sleep(COMMIT_INTERVAL.toMillis());
      audit.look();
      if (audit.cuts() >= reported + 100) {
        reported = audit.cuts();
        context.progress().println(reported + " cuts, faults so far " + faults);
      }
    }
    proxy.setDown(false);
    long deadlineNanos = System.nanoTime() + CATCH_UP.toNanos();
    ledger.transact();
    while (audit.violations().isEmpty() && audit.lastCut() < ledger.lastTimestamp()) {
      if (System.nanoTime() > deadlineNanos) {
        audit.violations().add("the lake did not catch up with the database");
      }
      // Keeps the first table changing, whose cuts the audit goes by.
      for (int i = 0; i < 5; i++) {
        ledger.transact();
      }
      waitUntilSeen(audit, ledger.lastTimestamp());
    }
    audit.violations().stream().limit(SHOWN_VIOLATIONS).forEach(context.progress()::println);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("cuts", audit.cuts());
    values.put("violations", audit.violations().size());
    values.put("faults", faults);
    return new CheckResult(
        audit.violations().isEmpty(),
        String.format(
            "lake: %d cuts of 4 tables, %d violations, faults %s",
            audit.cuts(), audit.violations().size(), faults),
        values);
  }

  private static void waitUntilSeen(CutAudit audit, long timestamp) throws Exception {
    for (int i = 0; i < 50 && audit.lastCut() < timestamp && audit.violations().isEmpty(); i++) {
      TimeUnit.MILLISECONDS.sleep(20);
      audit.look();
    }
  }

  private void inject(FaultyCatalog proxy) {
    switch (random.nextInt(10)) {
      case 0 -> {
        CrashPoint.arm();
        count("crash");
      }
      case 1 -> commitFault(proxy, FaultyCatalog.Fault.UNAVAILABLE);
      case 2 -> commitFault(proxy, FaultyCatalog.Fault.ANSWER_LOST);
      case 3 -> commitFault(proxy, FaultyCatalog.Fault.APPLIED_LATE);
      case 4 -> {
        commitFault(proxy, FaultyCatalog.Fault.ANSWER_LOST);
        CrashPoint.arm();
        count("crash");
      }
      case 5 -> {
        commitFault(proxy, FaultyCatalog.Fault.APPLIED_LATE);
        CrashPoint.arm();
        count("crash");
      }
      case 6 -> {
        proxy.setDown(true);
        count("catalog down");
      }
      default -> proxy.setDown(false);
    }
  }

  private void commitFault(FaultyCatalog proxy, FaultyCatalog.Fault fault) {
    proxy.failNextCommit(fault);
    count(fault.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '));
  }

  private void count(String fault) {
    faults.merge(fault, 1, Integer::sum);
  }
}
